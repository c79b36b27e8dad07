/** Property rows of the group "Storage paths"; columns and reader: ../catalogue.ts. */
export const STORAGE_PATHS_ROWS = `
storePathRootDir | store | String | ~/store | path | absolute path; '~' is not expanded; one broker per directory (lock file) | no | Root of all store data; consumequeue, index, config, checkpoint, abort, lock, timer files always live under it | 存储根目录，consumequeue/index/config/checkpoint/abort/lock 等固定位于其下
storePathCommitLog | store | String | <storePathRootDir>/commitlog | path | several directories separated by ',' (system property rocketmq.broker.multiPathSplitter) | no | Message log directory; empty means <storePathRootDir>/commitlog | commitlog 目录，空则为 <storePathRootDir>/commitlog，可逗号分隔多目录
readOnlyCommitLogStorePaths | store | String |  | path | used only when storePathCommitLog lists several directories, or in DLedger mode | no | Message log directories that are only read | 只读的 commitlog 目录
mappedFileSizeCommitLog | store | int | 1073741824 | bytes | must stay the same for existing files; every broker of a group should agree; a run-time change corrupts reads | no | Size of one message log file | 单个 commitlog 文件大小
storeType | store | String | default | enum | default, defaultRocksDB (case ignored; any other text acts as default) | no | Where consume queues and metadata live | 存储类型：文件或 RocksDB
mappedFileSizeConsumeQueue | store | int | 6000000 | bytes | rounded up to a multiple of 20; must stay the same for existing files | no | Size of one consume queue file (20 bytes per entry) | 单个 ConsumeQueue 文件字节数，每条 20 字节
mappedFileSizeConsumeQueueExt | store | int | 50331648 | bytes | >0 | no | Size of one extension file | 扩展文件大小
mapperFileSizeBatchConsumeQueue | store | int | 13800000 | bytes | 46 bytes per entry; note the spelling 'mapper' | no | Size of one batch consume queue file | 批量消费队列文件大小（注意拼写 mapper）
kvConfigPath | namesrv | String | ~/namesrv/kvConfig.json | path | on the run-time black list | no | File of the key-value configuration (order topics) | KV 配置文件路径
configStorePath | namesrv | String | ~/namesrv/namesrv.properties | path | set to the -c file when one is given; on the run-time black list | no | File that receives run-time changes | 运行时修改回写的文件
configStorePath | controller | String | ~/controller/controller.properties | path | on the run-time black list | no | File that receives run-time changes | 运行时修改回写的文件
mappedFileSize | controller | int | 1073741824 | bytes | >0 | no | File size of the controller log | 控制器日志文件大小
controllerStorePath | controller | String | ~/DLedgerController (or ~/jRaftController) | path |  | no | Data directory; empty means ~/DLedgerController or ~/jRaftController | 数据目录
brokerConfigPath | proxy | String | $RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/broker.conf | path | LOCAL mode only; command line -bc wins | no | Broker configuration of the embedded broker | 内嵌 broker 的配置文件
`
