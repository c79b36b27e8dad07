/** Property rows of the group "Messages & topics"; columns and reader: ../catalogue.ts. */
export const MESSAGES_ROWS = `
brokerPermission | broker | int | 6 | enum | bit mask 0..7: 1=inherit, 2=write, 4=read, 6=read+write | yes | Permission mask of the whole broker; a run-time change re-registers at once | 整个 broker 的读写权限，修改后立即重新注册
defaultTopicQueueNums | broker | int | 8 | count | >=1; also the upper limit of the client's wish when a topic is auto-created through TBW102 | no | Read and write queue count of the template topic TBW102 created at start-up | 自动建主题模板 TBW102 的读写队列数
autoCreateTopicEnable | broker | boolean | true |  |  | yes | Let producers create unknown topics; switching off works at once, switching on needs the template topic that is only made at start-up | 允许发送时自动创建主题；关闭即时生效，开启需重启以创建模板主题
clusterTopicEnable | broker | boolean | true |  |  | no | Give the system topic named after the cluster read and write permission | 以集群名命名的系统主题是否可读写
brokerTopicEnable | broker | boolean | true |  |  | no | Give the system topic named after the broker read and write permission | 以 broker 名命名的系统主题是否可读写
autoCreateSubscriptionGroup | broker | boolean | true |  |  | yes | Create an unknown consumer group on first use | 允许自动创建消费组
longPollingEnable | broker | boolean | true |  |  | yes | Hold empty pulls open until a message arrives | 开启长轮询
shortPollingTimeMills | broker | long | 1000 | ms | >0 | yes | Hold time of an empty pull when long polling is off | 关闭长轮询时的挂起时间
notifyConsumerIdsChangedEnable | broker | boolean | true |  |  | yes | Tell group members when the member list changes | 消费组成员变化时是否通知客户端
disableConsumeIfConsumerReadSlowly | broker | boolean | false |  |  | yes | Block consumer groups that lag too far | 消费过慢的消费组禁止消费
consumerFallbehindThreshold | broker | long | 17179869184 | bytes | >0 | yes | Lag that counts as too far | 判定消费过慢的落后字节数
brokerFastFailureEnable | broker | boolean | true |  |  | yes | Reject queued requests that waited too long | 开启快速失败，丢弃排队过久的请求
waitTimeMillsInSendQueue | broker | long | 200 | ms | >0 | yes | Longest wait of a send request in its queue | 发送请求最大排队时间
waitTimeMillsInPullQueue | broker | long | 5000 | ms | >0 | yes | Longest wait of a pull request in its queue | 拉取请求最大排队时间
waitTimeMillsInLitePullQueue | broker | long | 5000 | ms | >0 | yes | Longest wait of a lite-pull request in its queue | LitePull 请求最大排队时间
waitTimeMillsInHeartbeatQueue | broker | long | 31000 | ms | >0 | yes | Longest wait of a heartbeat in its queue | 心跳最大排队时间
waitTimeMillsInAckQueue | broker | long | 3000 | ms | >0 | yes | Longest wait of a pop acknowledgement in its queue | POP 确认最大排队时间
waitTimeMillsInAdminBrokerQueue | broker | long | 5000 | ms | >0 | yes | Longest wait of an admin request in its queue | 管理请求最大排队时间
startAcceptSendRequestTimeStamp | broker | long | 0 | ms | epoch milliseconds; 0=at once | yes | Refuse sends before this moment | 在该时间点之前拒绝发送请求
enableCalcFilterBitMap | broker | boolean | false |  |  | yes | Compute bloom-filter bits for SQL filters while dispatching | 分发时计算 SQL 过滤的布隆位图
rejectPullConsumerEnable | broker | boolean | false |  |  | yes | Refuse classic pull consumers | 拒绝 PULL 类型消费者
expectConsumerNumUseFilter | broker | int | 32 | count | >=1 | no | Expected number of filtering consumers (bloom filter size) | 预计使用过滤的消费者数
maxErrorRateOfBloomFilter | broker | int | 20 | ratio | percent 1..100 | no | Accepted error rate of the bloom filter | 布隆过滤器误差率（百分比）
filterDataCleanTimeSpan | broker | long | 86400000 | ms | >0 | yes | How long filter data of a dead consumer is kept | 过滤数据在消费者离线后的保留时间
filterSupportRetry | broker | boolean | false |  |  | yes | Apply SQL filters to retry topics too | 重试主题是否也做过滤
enablePropertyFilter | broker | boolean | false |  |  | yes | Allow SQL92 property filters | 允许 SQL92 属性过滤
enableBroadcastOffsetStore | broker | boolean | true |  |  | yes | Keep broadcast consumer offsets on the broker (proxy clients) | 在 broker 端保存广播消费位点
broadcastOffsetExpireSecond | broker | long | 120 | s | >0 | yes | Offset lifetime of an offline broadcast client | 离线广播客户端位点过期时间
broadcastOffsetExpireMaxSecond | broker | long | 300 | s | >0 | yes | Offset lifetime of an online broadcast client without updates | 在线但无更新的广播位点过期时间
popPollingSize | broker | int | 1024 | count | >=1 | yes | Waiting pop requests allowed per queue key | 单个 key 上可挂起的 POP 请求数
popPollingMapSize | broker | int | 100000 | count | >=1 | no | Capacity of the pop waiting map | POP 挂起表容量
maxPopPollingSize | broker | long | 100000 | count | >=1 | yes | Waiting pop requests allowed in total | 可挂起的 POP 请求总数
reviveQueueNum | broker | int | 8 | count | >=1; changing it later strands old checkpoints | no | Queues of the internal revive topic and number of revive services | POP 复活主题队列数
reviveInterval | broker | long | 1000 | ms | >0 | yes | Pause between revive rounds | POP 复活轮询间隔
reviveMaxSlow | broker | long | 3 | count | >=1 | yes | Largest multiplier of reviveInterval while idle | 空闲时复活间隔的最大倍数
reviveScanTime | broker | long | 10000 | ms | >0 | yes | Time budget of one revive scan | 单次复活扫描时长上限
enableSkipLongAwaitingAck | broker | boolean | false |  |  | yes | Skip acknowledgements whose checkpoint never shows up | 跳过长期等不到 checkpoint 的确认
reviveAckWaitMs | broker | long | 180000 | ms | >0 | yes | How long such an acknowledgement is awaited | 确认等待 checkpoint 的时间
enablePopBufferMerge | broker | boolean | false |  |  | unknown | Keep pop checkpoints in memory and merge acknowledgements (read per request by the file service, once by the KV service) | 在内存缓冲合并 POP checkpoint 与确认
popCkStayBufferTime | broker | int | 10000 | ms | >0 | yes | Time a checkpoint stays in the buffer | checkpoint 在缓冲中的停留时间
popCkStayBufferTimeOut | broker | int | 3000 | ms | >0 | yes | Safety margin before revive time at which it leaves the buffer | 距复活时间多近时移出缓冲
popCkMaxBufferSize | broker | int | 200000 | count | >=1 | yes | Most checkpoints kept in the buffer | 缓冲 checkpoint 最大数量
popCkOffsetMaxQueueSize | broker | int | 20000 | count | >=1 | yes | Most buffered offsets per queue | 单队列缓冲位点最大数量
enablePopBatchAck | broker | boolean | false |  |  | yes | Store acknowledgements of one checkpoint as a batch | 批量写入 POP 确认
popLongPollingForceNotifyInterval | broker | long | 800 | count | queue offset distance | yes | Wake a filtered pop request after this many non-matching messages | 带过滤的 POP 长轮询强制唤醒的消息数
enableNotifyBeforePopCalculateLag | broker | boolean | true |  |  | yes | Check for waiting pop requests before computing lag | 计算堆积前先检查挂起的 POP 请求
enableNotifyAfterPopOrderLockRelease | broker | boolean | true |  |  | yes | Wake pop requests when an order lock is released | 顺序锁释放后唤醒 POP 请求
initPopOffsetByCheckMsgInMem | broker | boolean | true |  |  | yes | Start a new pop group at the oldest message when all still is in memory | 消息都在内存中时新 POP 组从最早位点开始
retrieveMessageFromPopRetryTopicV1 | broker | boolean | true |  |  | yes | Also read the old style pop retry topic | 兼容读取 V1 格式的 POP 重试主题
enableRetryTopicV2 | broker | boolean | false |  |  | yes | Use the new style pop retry topic name | 使用 V2 格式的 POP 重试主题
popFromRetryProbability | broker | int | 20 | ratio | percent 0..100 | yes | Chance that a pop reads the retry topic first | POP 优先读取重试主题的概率（百分比）
popConsumerFSServiceInit | broker | boolean | true |  |  | no | Start the file based pop services | 是否启动基于文件的 POP 服务
popConsumerKVServiceInit | broker | boolean | false |  |  | no | Create the RocksDB based pop service | 是否初始化基于 RocksDB 的 POP 服务
popConsumerKVServiceEnable | broker | boolean | false |  | needs popConsumerKVServiceInit=true at start-up | yes | Route pop requests to the RocksDB based service | POP 请求走 RocksDB 实现
popReviveMaxReturnSizePerRead | broker | int | 16384 | count | >=1 | yes | Records read per revive round of the RocksDB service | RocksDB 复活每次读取的记录数
popReviveMaxAttemptTimes | broker | int | 16 | count | >=1 | yes | Attempts to revive one record | 单条记录最大复活尝试次数
realTimeNotifyConsumerChange | broker | boolean | true |  |  | yes | Notify group changes at once instead of in batches | 实时通知消费组变化
litePullMessageEnable | broker | boolean | true |  |  | yes | Accept lite-pull requests | 允许 LitePull 请求
loadBalancePollNameServerInterval | broker | long | 30000 | ms | >0 | no | Interval of fetching routes for server-side load balancing | 服务端负载均衡拉取路由的周期
serverLoadBalancerEnable | broker | boolean | true |  |  | yes | Compute queue assignment on the broker | 服务端计算队列分配
defaultMessageRequestMode | broker | enum MessageRequestMode | PULL | enum | PULL, POP (upper case; anything else is ignored) | yes | Request mode for groups without an own setting | 消费组默认请求模式
defaultPopShareQueueNum | broker | int | -1 | count | <=0 or >= members-1 shares every queue with all | yes | Queues a pop client shares with its neighbours | POP 默认共享队列数
storeReplyMessageEnable | broker | boolean | true |  |  | yes | Store reply messages of the request-reply model | 是否存储 Reply 消息
asyncSendEnable | broker | boolean | true |  |  | yes | Answer sends asynchronously after the write | 发送请求异步应答
useServerSideResetOffset | broker | boolean | true |  |  | yes | Reset offsets on the broker instead of asking clients | 使用服务端重置位点
lockInStrictMode | broker | boolean | false |  |  | yes | Ask a majority of the group before granting order locks | 加顺序锁时需要多数副本同意
validateSystemTopicWhenUpdateTopic | broker | boolean | true |  |  | yes | Refuse changes of system topics by admin commands | 修改主题时校验系统主题
useStaticSubscription | broker | boolean | false |  |  | yes | Compute lag from the stored subscription of the group | 按静态订阅关系计算堆积
subscriptionExpiredTimeout | broker | long | 600000 | ms | >0 | no | Age after which an unused subscription is dropped | 订阅关系过期时间
estimateAccumulation | broker | boolean | true |  |  | yes | Estimate lag by sampling for tag filters | 对 tag 过滤的堆积做抽样估算
popResponseReturnActualRetryTopic | broker | boolean | false |  |  | yes | Return the real retry topic name in pop replies | POP 响应返回真实重试主题
enableMixedMessageType | broker | boolean | false |  |  | yes | Allow the topic type MIXED | 允许 MIXED 类型主题
popInflightMessageThreshold | broker | long | 10000 | count | >=1 | yes | In-flight pop messages per queue above which pop stops | 单队列 POP 未确认消息上限
enablePopMessageThreshold | broker | boolean | false |  |  | yes | Enforce popInflightMessageThreshold | 是否启用 POP 未确认上限
skipWhenCKRePutReachMaxTimes | broker | boolean | false |  |  | yes | Drop a checkpoint after its last rewrite attempt | checkpoint 重写达上限后丢弃
appendAckAsync | broker | boolean | false |  |  | yes | Write pop acknowledgements asynchronously | 异步写 POP 确认
appendCkAsync | broker | boolean | false |  |  | yes | Write pop checkpoints asynchronously | 异步写 POP checkpoint
clearRetryTopicWhenDeleteTopic | broker | boolean | true |  |  | yes | Delete pop retry topics together with their topic | 删除主题时一并删除 POP 重试主题
enableCreateSysGroup | broker | boolean | true |  |  | yes | Create system consumer groups automatically | 允许自动创建系统消费组
enableConsumeQueueExt | store | boolean | false |  |  | no | Keep an extension file per consume queue for filter bits | 启用 ConsumeQueue 扩展文件
bitMapLengthConsumeQueueExt | store | int | 64 | count | >0 | no | Bits of the filter map in the extension file | 过滤位图长度
maxMessageSize | store | int | 4194304 | bytes | run-time values below 10 are ignored; read again for every message except in DLedger mode | yes | Largest message body accepted (the whole stored record may be 64 KiB bigger) | 允许的最大消息体
maxFilterMessageSize | store | int | 16000 | count | bytes of consume queue index scanned per pull | yes | Scan budget of one filtered pull | 单次过滤拉取扫描的索引字节数
maxTransferBytesOnMessageInMemory | store | int | 262144 | bytes | >0 | yes | Most bytes per pull when messages are in memory | 内存命中时单次拉取最大字节
maxTransferCountOnMessageInMemory | store | int | 32 | count | >=1 | yes | Most messages per pull when in memory | 内存命中时单次拉取最大条数
maxTransferBytesOnMessageInDisk | store | int | 65536 | bytes | >0 | yes | Most bytes per pull when messages are on disk | 读磁盘时单次拉取最大字节
maxTransferCountOnMessageInDisk | store | int | 8 | count | >=1 | yes | Most messages per pull when on disk | 读磁盘时单次拉取最大条数
accessMessageInMemoryMaxRatio | store | int | 40 | ratio | percent of physical memory; a SLAVE subtracts 10 at every start-up | yes | Share of memory regarded as holding the newest messages | 视为在内存中的消息占物理内存比例
messageIndexEnable | store | boolean | true |  |  | yes | Build the key index | 是否建立消息索引
maxHashSlotNum | store | int | 5000000 | count | must stay the same for existing index files | no | Hash slots per index file | 索引文件哈希槽数
maxIndexNum | store | int | 20000000 | count | must stay the same for existing index files | no | Entries per index file | 索引文件条目数
maxMsgsNumBatch | store | int | 64 | count | >=1 | yes | Most messages returned by one key query | 按 key 查询单次最大条数
osPageCacheBusyTimeOutMills | store | long | 1000 | ms | >0 | yes | Append lock time from which the page cache counts as busy | 判定 PageCache 繁忙的阈值
defaultQueryMaxNum | store | int | 32 | count | >=1 | yes | Messages returned by a query by unique key | 按唯一键查询的默认条数
enableLmq | store | boolean | false |  |  | no | Support light message queues | 启用轻量队列 LMQ
enableMultiDispatch | store | boolean | false |  |  | yes | Dispatch one message to several light queues | 一条消息分发到多个轻量队列
autoMessageVersionOnTopicLen | store | boolean | true |  |  | yes | Use message format V2 for topic names longer than 127 bytes | 主题名超长时自动使用 V2 消息格式
travelCqFileNumWhenGetMessage | store | int | 1 | count | >=1 | yes | Queue files visited per pull | 单次拉取遍历的队列文件数
searchBcqByCacheEnable | store | boolean | true |  |  | yes | Search batch queues through a cache | 批量队列使用缓存检索
maxConsumeQueueScan | store | int | 20000 | count | >=1 | yes | Entries scanned before lag is estimated | 估算堆积前的扫描条数
sampleCountThreshold | store | int | 5000 | count | >=1 | yes | Matches found before lag is estimated | 估算堆积前的命中条数
orderMessageEnable | namesrv | boolean | false |  |  | yes | Add the order configuration to route answers | 路由应答附带顺序配置
returnOrderTopicConfigToBroker | namesrv | boolean | true |  |  | yes | Send the order configuration back to registering brokers | 注册应答返回顺序主题配置
enableAllTopicList | namesrv | boolean | true |  |  | yes | Allow listing all topics | 允许查询全部主题列表
enableTopicList | namesrv | boolean | true |  |  | yes | Allow the other topic list requests | 允许其他主题列表查询
deleteTopicWithBrokerRegistration | namesrv | boolean | false |  | also set enableSingleTopicRegister on brokers; never together with enableSplitRegistration | yes | Drop topics missing from a broker's registration | 注册内容中缺失的主题从路由删除
heartbeatSyncerTopicClusterName | proxy | String |  |  | empty means rocketMQClusterName | no | Cluster holding the heartbeat sync topic | 心跳同步主题所在集群
heartbeatSyncerTopicName | proxy | String | DefaultHeartBeatSyncerTopic |  |  | no | Topic by which proxies share consumer heartbeats | 代理间共享心跳的主题
grpcMaxInboundMessageSize | proxy | int | 136314880 | bytes | >0 | no | Largest gRPC request | gRPC 最大请求字节
maxMessageSize | proxy | int | 4194304 | bytes | <=0 means unlimited | no | Largest message body accepted by the proxy | 代理允许的最大消息体
enableMessageBodyEmptyCheck | proxy | boolean | true |  |  | no | Refuse empty message bodies | 拒绝空消息体
maxUserPropertySize | proxy | int | 16384 | bytes | >=0; 0 refuses every user property (no unlimited value in code) | no | Largest total of user properties | 用户属性总大小上限
userPropertyMaxNum | proxy | int | 128 | count | >=0; 0 refuses every user property | no | Most user properties per message | 用户属性个数上限
maxMessageGroupSize | proxy | int | 64 | bytes | <=0 means unlimited; a length equal to the limit is refused | no | Longest message group (ordering key) | 消息组名最大长度
defaultInvisibleTimeMills | proxy | long | 60000 | ms | >0 | no | Invisible time used when the proxy renews automatically | 自动续期时的默认不可见时间
minInvisibleTimeMillsForRecv | proxy | long | 10000 | ms | >0 | no | Shortest invisible time a receive may ask | 接收请求最小不可见时间
maxInvisibleTimeMills | proxy | long | 43200000 | ms | <=0 means unlimited | no | Longest invisible time | 最大不可见时间
enableTopicMessageTypeCheck | proxy | boolean | true |  |  | no | Compare message type and topic type | 校验消息类型与主题类型
grpcClientProducerMaxAttempts | proxy | int | 3 | count | sent to clients | no | Send attempts told to gRPC producers | 下发给生产者的最大重试次数
grpcClientProducerBackoffInitialMillis | proxy | long | 10 | ms | sent to clients | no | First retry pause told to gRPC producers | 下发的初始退避时间
grpcClientProducerBackoffMaxMillis | proxy | long | 1000 | ms | sent to clients | no | Longest retry pause told to gRPC producers | 下发的最大退避时间
grpcClientProducerBackoffMultiplier | proxy | int | 2 | count | sent to clients | no | Growth of the retry pause | 下发的退避倍数
grpcClientConsumerMinLongPollingTimeoutMillis | proxy | long | 5000 | ms | >0 | no | Shortest receive wait | 消费长轮询最短时间
grpcClientConsumerMaxLongPollingTimeoutMillis | proxy | long | 20000 | ms | >0 | no | Longest receive wait | 消费长轮询最长时间
grpcClientConsumerLongPollingBatchSize | proxy | int | 32 | count | sent to clients | no | Messages per receive told to gRPC consumers | 下发的单次接收条数
topicRouteServiceCacheExpiredSeconds | proxy | int | 300 | s | >0 | no | Lifetime of an unused cached route | 路由缓存过期时间
topicRouteServiceCacheRefreshSeconds | proxy | int | 20 | s | >0 | no | Refresh age of a cached route | 路由缓存刷新时间
topicRouteServiceCacheMaxNum | proxy | int | 20000 | count | >=1 | no | Routes kept in the cache | 路由缓存数量
topicConfigCacheExpiredSeconds | proxy | int | 300 | s | >0 | no | Lifetime of an unused cached topic configuration | 主题配置缓存过期时间
topicConfigCacheRefreshSeconds | proxy | int | 20 | s | >0 | no | Refresh age of a cached topic configuration | 主题配置缓存刷新时间
topicConfigCacheMaxNum | proxy | int | 20000 | count | >=1 | no | Topic configurations kept | 主题配置缓存数量
subscriptionGroupConfigCacheExpiredSeconds | proxy | int | 300 | s | >0 | no | Lifetime of an unused cached group configuration | 消费组配置缓存过期时间
subscriptionGroupConfigCacheRefreshSeconds | proxy | int | 20 | s | >0 | no | Refresh age of a cached group configuration | 消费组配置缓存刷新时间
subscriptionGroupConfigCacheMaxNum | proxy | int | 20000 | count | >=1 | no | Group configurations kept | 消费组配置缓存数量
invisibleTimeMillisWhenClear | proxy | long | 1000 | ms | >0 | no | Invisible time set when a client goes away | 客户端断开时设置的不可见时间
enableProxyAutoRenew | proxy | boolean | true |  |  | no | Renew invisible time for clients that asked for it | 代理自动续期
maxRenewRetryTimes | proxy | int | 3 | count | >=1 | no | Renewal attempts | 续期最大重试次数
lockTimeoutMsInHandleGroup | proxy | long | 3000 | ms | >0 | no | Lock wait on receipt handles | 句柄组锁等待时间
renewAheadTimeMillis | proxy | long | 10000 | ms | >0 | no | Renew this long before visibility returns | 提前续期时间
renewMaxTimeMillis | proxy | long | 10800000 | ms | >0 | no | Stop renewing after this time | 续期总时长上限
renewSchedulePeriodMillis | proxy | long | 5000 | ms | >0 | no | Interval of renewal rounds | 续期任务间隔
sendLatencyEnable | proxy | boolean | false |  | cluster mode | no | Avoid slow brokers when sending | 发送时规避慢 broker
startDetectorEnable | proxy | boolean | false |  | cluster mode | no | Probe avoided brokers | 探测被规避的 broker
detectTimeout | proxy | int | 200 | ms | >0 | no | Time limit of a probe | 探测超时
detectInterval | proxy | int | 2000 | ms | >0 | no | Interval of probes | 探测间隔
remotingWaitTimeMillsInSendQueue | proxy | long | 3000 | ms | >0 | no | Longest queue wait of sends | 发送请求最大排队时间
remotingWaitTimeMillsInPullQueue | proxy | long | 5000 | ms | >0 | no | Longest queue wait of pulls | 拉取请求最大排队时间
remotingWaitTimeMillsInHeartbeatQueue | proxy | long | 31000 | ms | >0 | no | Longest queue wait of heartbeats | 心跳最大排队时间
remotingWaitTimeMillsInUpdateOffsetQueue | proxy | long | 3000 | ms | >0 | no | Longest queue wait of offset updates | 位点更新最大排队时间
remotingWaitTimeMillsInTopicRouteQueue | proxy | long | 3000 | ms | >0 | no | Longest queue wait of route requests | 路由请求最大排队时间
remotingWaitTimeMillsInDefaultQueue | proxy | long | 3000 | ms | >0 | no | Longest queue wait of other requests | 其他请求最大排队时间
enableBatchAck | proxy | boolean | false |  |  | no | Acknowledge several messages in one broker request | 批量确认
`
