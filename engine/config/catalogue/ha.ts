/** Property rows of the group "HA & sync"; columns and reader: ../catalogue.ts. */
export const HA_ROWS = `
sendHeartbeatTimeoutMillis | broker | int | 1000 | ms | >0 | yes | Time limit of one heartbeat to name server or controller | 向 NameServer/控制器发心跳的超时
slaveReadEnable | broker | boolean | false |  |  | yes | Let consumers pull from a slave (also suggests the slave when the master lags) | 允许从 slave 拉取消息
brokerHeartbeatInterval | broker | int | 1000 | ms | >0 | no | Interval of the light heartbeat (acting-master or controller mode) | 轻量心跳间隔
brokerNotActiveTimeoutMillis | broker | long | 10000 | ms | effective only with enableSlaveActingMaster=true | yes | Silence after which the name server drops the broker | NameServer 判定 broker 失活的时间
syncBrokerMemberGroupPeriod | broker | int | 1000 | ms | >0 | no | Interval of fetching the broker group members from the name server | 从 NameServer 同步组成员的周期
enableSlaveActingMaster | broker | boolean | false |  |  | no | Let the slave with the smallest id act for a lost master (needs supportActingMaster on the name server) | 主宕机时由最小 id 的从代理主
enableRemoteEscape | broker | boolean | false |  | needs enableSlaveActingMaster=true | yes | Let an acting slave forward its internal messages to other masters | 代理主将内部消息转投其他主
skipPreOnline | broker | boolean | false |  |  | no | Skip the pre-online handshake of acting-master mode | 跳过上线前准备流程
compatibleWithOldNameSrv | broker | boolean | true |  |  | yes | Speak the old protocol variant with old name servers | 兼容旧版 NameServer
disappearTimeAfterStart | store | int | -1 | ms | <=0 means none | no | Wait after start before registering and before internal services run | 启动后延迟注册的时间
haListenPort | store | int | listenPort+1 | port | negative acts as 0; 0 at start-up becomes listenPort+1 (mqbroker resets the class default 10912 to 0 first) | no | Port on which slaves fetch the log | 主从复制监听端口，未设时为 listenPort+1
haSendHeartbeatInterval | store | int | 5000 | ms | >0 | yes | Heartbeat interval of the replication link | HA 心跳间隔
haHousekeepingInterval | store | int | 20000 | ms | >0 | yes | Silence after which the replication link is closed | HA 连接失活时间
haTransferBatchSize | store | int | 32768 | bytes | at most 4 MiB | yes | Bytes sent to a slave at once | HA 单次传输字节数
haMasterAddress | store | String |  |  | host:port of the master's HA port, at least 6 characters | no | Fixed master address of a slave; empty lets the name server tell it | slave 固定的主 HA 地址，空则由 NameServer 告知
haMaxGapNotInSync | store | int | 268435456 | bytes | >0 | yes | Lag up to which a slave counts as in sync | 判定从同步的最大落后字节
slaveTimeout | store | int | 3000 | ms | >0 | yes | Longest wait for slave acknowledgements | 等待从节点确认的超时
offsetCheckInSlave | store | boolean | false |  |  | yes | Correct illegal offsets on a slave as well | 在从节点也校验位点
totalReplicas | store | int | 1 | count | >=inSyncReplicas>=minInSyncReplicas (checked only inside a broker container) | no | Brokers in the group including the master | 组内副本总数
inSyncReplicas | store | int | 1 | count | <=1 means SYNC_MASTER waits for nobody | yes | Copies, master included, that a SYNC_MASTER send waits for | 同步复制需要确认的副本数（含主），为 1 时不等待从
minInSyncReplicas | store | int | 1 | count | >=1 | yes | Lower bound for automatic adjustment, and required copies in controller mode | 最小同步副本数
enableAutoInSyncReplicas | store | boolean | false |  | works only with enableSlaveActingMaster=true | yes | Lower the needed copies when slaves are missing | 从不足时自动降低同步副本数
haFlowControlEnable | store | boolean | false |  |  | yes | Limit replication speed | 启用 HA 流控
maxHaTransferByteInSecond | store | long | 104857600 | bytes | per second and slave | yes | Replication speed limit | 单从每秒最大复制字节
syncMasterFlushOffsetWhenStartup | store | boolean | false |  |  | yes | Take the flushed offset from the master at start-up (upgrade help) | 启动时从主同步已刷盘位点
maxChecksumRange | store | long | 1073741824 | bytes | >0 | yes | Largest range for a log checksum request | 日志校验请求的最大范围
readUnCommitted | store | boolean | false |  |  | yes | Dispatch beyond the confirmed offset | 允许读到未确认的数据
supportActingMaster | namesrv | boolean | false |  |  | yes | Let routes show a slave as acting master | 支持代理主
notifyMinBrokerIdChanged | namesrv | boolean | false |  |  | yes | Tell brokers when the smallest id of their group changes | 最小 brokerId 变化时通知
`
