/** Property rows of the group "Advanced"; columns and reader: ../catalogue.ts. */
export const ADVANCED_ROWS = `
inBrokerContainer | broker | boolean | false |  | overwritten at start-up (false for mqbroker, true inside a container); shown as isInBrokerContainer in dumps | no | Internal marker of the launch mode; do not set | 内部标记：是否运行在 broker 容器中，勿手工设置
brokerConfigPath | broker | String | file given with -c, else ~/store/config/broker.properties | path | on the run-time black list | no | Where run-time changes are written back; empty means the file given with -c | 运行时修改回写的配置文件路径，空则为 -c 指定的文件
rocketmqHome | broker | String | system property rocketmq.home.dir, else $ROCKETMQ_HOME | path | must not be null or start-up stops with exit code -2; on the run-time black list | no | Installation directory, normally from the ROCKETMQ_HOME variable | 安装目录，通常取自环境变量 ROCKETMQ_HOME
messageStorePlugIn | broker | String |  |  | comma separated class names, applied outside-in | no | Store plug-ins wrapped round the default store, e.g. org.apache.rocketmq.tieredstore.TieredMessageStore | 消息存储插件类名，逗号分隔
flushConsumerOffsetHistoryInterval | broker | int | 60000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
highSpeedMode | broker | boolean | false |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
cleanOfflineBrokerInterval | broker | int | 30000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
coldCtrStrategyEnable | broker | boolean | false |  |  | yes | Adjust cold-read limits automatically | 自动调整冷读流控阈值
usePIDColdCtrStrategy | broker | boolean | true |  |  | no | Use the PID algorithm for that adjustment | 冷读流控使用 PID 算法
cgColdReadThreshold | broker | long | 3145728 | bytes | >0 | yes | Cold-read bytes allowed per group and second | 单消费组每秒冷读上限
globalColdReadThreshold | broker | long | 104857600 | bytes | >0; the PID target is fixed at start-up | yes | Cold-read bytes allowed per second in total | 全局每秒冷读上限
configManagerVersion | broker | String | v1 | enum | v1, v2 | no | Storage format of topic, group and offset tables | 元数据存储版本
enableRegisterProducer | broker | boolean | true |  | inert in 5.3.3 brokers (producer manager gets no config object) | no | Register producers although transactions are rejected | 拒绝事务时是否仍注册生产者（5.3.3 broker 中不生效）
maxRecoveryCommitlogFiles | store | int | 30 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
putMsgIndexHightWater | store | int | 600000 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
putMessageTimeout | store | int | 8000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
debugLockEnable | store | boolean | false |  |  | yes | Dump thread stacks when the append lock is held long | 持锁过久时打印线程栈
duplicationEnable | store | boolean | false |  | turns replication off | no | Duplicated-message mode for special set-ups | 消息双写模式（关闭 HA）
maxLmqConsumeQueueNum | store | int | 20000 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
maxBatchDeleteFilesNum | store | int | 50 | count | not read by 5.3.3 code | no | Left-over setting without effect (deleteFileBatchMax is used) | 遗留配置，5.3.3 未使用
dispatchCqThreads | store | int | 10 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
dispatchCqCacheNum | store | int | 4096 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
enableAsyncReput | store | boolean | true |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
maxTopicLength | store | int | 127 | count | not read by 5.3.3 code (deprecated) | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
mappedFileSwapEnable | store | boolean | true |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
commitLogForceSwapMapInterval | store | long | 43200000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
commitLogSwapMapInterval | store | long | 3600000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
commitLogSwapMapReserveFileNum | store | int | 100 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
logicQueueForceSwapMapInterval | store | long | 43200000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
logicQueueSwapMapInterval | store | long | 3600000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
cleanSwapedMapInterval | store | long | 300000 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
logicQueueSwapMapReserveFileNum | store | int | 20 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
dispatchFromSenderThread | store | boolean | false |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
enableCleanExpiredOffset | store | boolean | false |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
pullBatchMaxMessageCount | store | int | 160 | count | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
maxSlaveResendLength | store | long | 268435456 | bytes | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
coldDataFlowControlEnable | store | boolean | false |  | no effect on Windows | yes | Throttle groups that read cold data | 启用冷读流控
coldDataScanEnable | store | boolean | false |  | needs coldDataFlowControlEnable=true | yes | Scan which pages are in memory | 扫描页缓存驻留情况
dataReadAheadEnable | store | boolean | true |  | affects files created afterwards; existing files through commitLogSetReadAhead | yes | Let the operating system read ahead in log files | commitlog 文件预读
timerColdDataCheckIntervalMs | store | int | 60000 | ms | >0 | yes | Interval of cold data scans | 冷数据扫描间隔
sampleSteps | store | int | 32 | count | below 1 acts as 32 | no | Page step of cold data scans | 冷数据扫描抽样步长
accessMessageInMemoryHotRatio | store | int | 26 | ratio | percent of physical memory | yes | Share of memory regarded as hot | 热数据占内存比例
cleanRocksDBDirtyCQIntervalMin | store | long | 60 | min | >0 | no | Interval of removing stale queue records (RocksDB) | RocksDB 清理脏队列间隔
statRocksDBCQIntervalSec | store | long | 10 | s | >0 | no | Interval of RocksDB statistics logs | RocksDB 统计间隔
memTableFlushIntervalMs | store | long | 3600000 | ms | >0 | no | Interval of RocksDB metadata flushes | RocksDB 元数据落盘间隔
realTimePersistRocksDBConfig | store | boolean | true |  |  | yes | Write metadata changes to RocksDB at once | 元数据变更实时持久化
rocksdbCQDoubleWriteEnable | store | boolean | false |  |  | no | Write queues to files and RocksDB for migration | 消费队列双写 RocksDB
bottomMostCompressionTypeForConsumeQueueStore | store | String | zstd | enum | snappy, z, bzip2, lz4, lz4hc, xpress, zstd | no | Compression of the lowest RocksDB level | RocksDB 最底层压缩算法
rocksdbCompressionType | store | String | lz4 | enum | snappy, z, bzip2, lz4, lz4hc, xpress, zstd | no | Compression of the other RocksDB levels | RocksDB 压缩算法
rocksdbFlushWalFrequency | store | int | 1024 | count | >=1 | yes | Write operations per log flush (metadata v2) | 每多少次写刷一次 WAL
rocksdbWalFileRollingThreshold | store | long | 1073741824 | bytes | >0 | yes | Log size at which a new RocksDB log starts (metadata v2) | WAL 文件滚动阈值
serverSocketBacklog | netty-server | int | 1024 | count | not read: 5.3.3 always uses 1024 | no | Connection backlog, without effect | 连接队列长度（5.3.3 固定为 1024）
maxReconnectIntervalTimeSeconds | netty-client | long | 60 | s | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
brokerName | tiered | String | host name of the machine |  | same key as the broker's | no | Broker name used in object paths | 对象路径中的 broker 名
brokerClusterName | tiered | String | DefaultCluster |  | same key as the broker's | no | Cluster name used in object paths | 对象路径中的集群名
tieredStorageLevel | tiered | enum TieredStorageLevel | NOT_IN_DISK | enum | DISABLE, NOT_IN_DISK, NOT_IN_MEM, FORCE (or 0..3) | yes | Which reads go to tiered storage | 哪些读取走分级存储
storePathRootDir | tiered | String | ~/store | path | same key as the store's | no | Root for the plug-in's metadata and index | 插件元数据根目录
messageIndexEnable | tiered | boolean | true |  | same key as the store's | yes | Build the index for tiered data | 为分级数据建索引
recordGetMessageResult | tiered | boolean | false |  |  | yes | Count read results for metrics | 记录读取结果指标
tieredStoreCommitLogMaxSize | tiered | long | 1073741824 | bytes | >0 | yes | Largest message segment | 消息分段最大字节
tieredStoreConsumeQueueMaxSize | tiered | long | 104857600 | bytes | >0 | yes | Largest queue segment | 队列分段最大字节
tieredStoreIndexFileMaxHashSlotNum | tiered | int | 5000000 | count | >=1 | yes | Hash slots per index file | 索引哈希槽数
tieredStoreIndexFileMaxIndexNum | tiered | int | 20000000 | count | >=1 | yes | Entries per index file | 索引条目数
tieredMetadataServiceProvider | tiered | String | org.apache.rocketmq.tieredstore.metadata.DefaultMetadataStore |  | class name | no | Metadata storage class | 元数据存储类
tieredBackendServiceProvider | tiered | String | org.apache.rocketmq.tieredstore.provider.MemoryFileSegment |  | class name, e.g. org.apache.rocketmq.tieredstore.provider.PosixFileSegment | no | Backend storage class (the default keeps data in memory only) | 后端存储类（默认仅内存）
tieredStoreDeleteFileEnable | tiered | boolean | true |  |  | yes | Delete expired segments | 删除过期分段
tieredStoreFileReservedTime | tiered | int | 72 | hours | >0; a topic may set its own | yes | Age after which segments are deleted | 分段保留小时数
tieredStoreDeleteFileInterval | tiered | long | 3600000 | ms | >0 | no | Interval of deletions | 删除任务间隔
commitLogRollingInterval | tiered | int | 24 | hours | >0 | yes | Age after which a message segment is rolled | 强制滚动分段的小时数
commitLogRollingMinimumSize | tiered | int | 16777216 | bytes | >0 | yes | Size below which it is not rolled | 滚动的最小字节
tieredStoreGroupCommit | tiered | boolean | true |  |  | yes | Collect messages before writing | 批量提交
tieredStoreGroupCommitTimeout | tiered | int | 30000 | ms | >0 | yes | Longest wait before a batch is written | 批量提交最长等待
tieredStoreGroupCommitCount | tiered | int | 4096 | count | >=1 | yes | Messages that trigger a batch | 触发提交的消息数
tieredStoreGroupCommitSize | tiered | int | 4194304 | bytes | >0 | yes | Bytes that trigger a batch | 触发提交的字节数
tieredStoreMaxGroupCommitCount | tiered | int | 10000 | count | >=1 | yes | Messages above which appending pauses | 暂停追加的消息数
readAheadCacheEnable | tiered | boolean | true |  |  | yes | Read ahead into a cache | 启用预读缓存
readAheadMessageCountThreshold | tiered | int | 4096 | count | >=1 | yes | Messages per read-ahead | 预读消息数
readAheadMessageSizeThreshold | tiered | int | 16777216 | bytes | >0 | yes | Bytes per read-ahead | 预读字节数
readAheadCacheExpireDuration | tiered | long | 15000 | ms | >0 | no | Cache lifetime | 预读缓存过期时间
readAheadCacheSizeThresholdRate | tiered | double | 0.3 | ratio | fraction of the heap | no | Cache share of the heap | 预读缓存占堆比例
tieredStoreMaxPendingLimit | tiered | int | 10000 | count | >=4 | no | Pending dispatch tasks | 分发任务挂起上限
tieredStoreCrcCheckEnable | tiered | boolean | false |  | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
tieredStoreFilePath | tiered | String |  | path | needed by PosixFileSegment | no | Directory of the POSIX backend | POSIX 后端目录
objectStoreEndpoint | tiered | String |  |  | not read by the bundled backends | no | Object store endpoint for external backends | 对象存储地址（外部实现使用）
objectStoreBucket | tiered | String |  |  | not read by the bundled backends | no | Object store bucket for external backends | 对象存储桶（外部实现使用）
objectStoreAccessKey | tiered | String |  |  | not read by the bundled backends | no | Object store access key for external backends | 对象存储 AK（外部实现使用）
objectStoreSecretKey | tiered | String |  |  | not read by the bundled backends | no | Object store secret for external backends | 对象存储 SK（外部实现使用）
rocketmqHome | namesrv | String | system property rocketmq.home.dir, else $ROCKETMQ_HOME | path | must not be null or start-up stops with exit code -2; on the run-time black list | no | Installation directory, normally from ROCKETMQ_HOME | 安装目录
productEnvName | namesrv | String | center |  | used only with clusterTest=true | no | Environment name of the cluster test processor | 集群测试环境名
clusterTest | namesrv | boolean | false |  |  | no | Ask another environment for routes that are unknown here | 集群测试模式
rocketmqHome | controller | String | system property rocketmq.home.dir, else $ROCKETMQ_HOME | path | must not be empty or start-up stops with exit code -1; on the run-time black list | no | Installation directory | 安装目录
contextExpiredInSeconds | proxy | int | 30 | s | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
longPollingReserveTimeInMillis | proxy | long | 100 | ms | not read by 5.3.3 code | no | Left-over setting without effect | 遗留配置，5.3.3 未使用
`
