/** Property rows of the group "Controller"; columns and reader: ../catalogue.ts. */
export const CONTROLLER_ROWS = `
enableControllerMode | broker | boolean | false |  | cannot be combined with enableDLegerCommitLog=true (exit code -4) | no | Let a controller elect the master | 开启控制器自动主备切换模式
controllerAddr | broker | String |  | host:port list | host:port separated by ';'; a domain with fetchControllerAddrByDnsLookup=true | yes | Controller addresses, re-read every syncControllerMetadataPeriod | 控制器地址列表，周期性重读
fetchControllerAddrByDnsLookup | broker | boolean | false |  |  | yes | Resolve controllerAddr as a domain | 按域名解析控制器地址
syncBrokerMetadataPeriod | broker | long | 5000 | ms | >0 | no | Interval of fetching replica data from the controller | 从控制器同步副本信息的周期
checkSyncStateSetPeriod | broker | long | 5000 | ms | >0 | no | Interval of checking the in-sync set | 检查 SyncStateSet 的周期
syncControllerMetadataPeriod | broker | long | 10000 | ms | >0 | no | Interval of finding the active controller | 同步控制器元数据的周期
controllerHeartBeatTimeoutMills | broker | long | 10000 | ms | >0 | yes | Silence after which the controller drops this broker | 控制器判定 broker 失活的时间
brokerElectionPriority | broker | int | 2147483647 | count | lower wins | yes | Preference when the controller elects a master | 选主优先级，数值越小越优先
storePathEpochFile | store | String | <storePathRootDir>/epochFileCheckpoint | path |  | no | Epoch file of controller mode; empty means <storePathRootDir>/epochFileCheckpoint | 控制器模式 epoch 文件路径
storePathBrokerIdentity | store | String | <storePathRootDir>/brokerIdentity | path |  | no | Identity file of controller mode; empty means <storePathRootDir>/brokerIdentity | 控制器模式身份文件路径
allAckInSyncStateSet | store | boolean | false |  | controller mode only | yes | Wait for every member of the in-sync set | 等待 SyncStateSet 内全部确认
haMaxTimeSlaveNotCatchup | store | long | 15000 | ms | >0 | yes | Lag time after which a slave leaves the in-sync set | 从节点落后多久移出同步集合
syncFromLastFile | store | boolean | false |  | sent at the next handshake | yes | An empty new slave starts with the last log file only | 新副本只从最后一个文件开始同步
asyncLearner | store | boolean | false |  | sent at the next handshake | yes | This slave never joins the in-sync set | 作为异步学习者，不加入同步集合
enableControllerInNamesrv | namesrv | boolean | false |  | needs the controller keys in the same file, hence -c | no | Run a controller inside this process | 内嵌控制器
controllerType | controller | String | DLedger | enum | DLedger, jRaft (exact text; anything else acts as DLedger) | no | Consensus library | 一致性实现类型
scanNotActiveBrokerInterval | controller | long | 5000 | ms | >0 | no | Interval of looking for silent brokers | 扫描失活 broker 的间隔
controllerDLegerGroup | controller | String |  |  | same text in all members | no | Name of the controller's Raft group | 控制器 DLedger 组名
controllerDLegerPeers | controller | String |  | host:port list | id-host:port separated by ';'; must not be empty (DLedger type) | no | Members of the controller's Raft group | 控制器 DLedger 成员
controllerDLegerSelfId | controller | String |  |  | id out of controllerDLegerPeers; must not be empty (DLedger type) | no | Id of this member | 本节点编号
electMasterMaxRetryCount | controller | int | 3 | count | >=1 | yes | Attempts to elect a master | 选主最大重试次数
enableElectUncleanMaster | controller | boolean | false |  |  | yes | Allow a master outside the in-sync set (may lose data) | 允许从同步集合外选主
processReadEvent | controller | boolean | false |  | field isProcessReadEvent (that name appears in dumps) | yes | Send reads through the Raft log as well | 读请求也走一致性日志
notifyBrokerRoleChanged | controller | boolean | true |  |  | yes | Tell brokers about a new role | 角色变化时通知 broker
scanInactiveMasterInterval | controller | long | 5000 | ms | >0; read when this member becomes leader | no | Interval of looking for groups without a master | 扫描无主组的间隔
jRaftElectionTimeoutMs | controller | int | 1000 | ms | >0 | no | Election timeout (jRaft type) | 选举超时(jRaft)
jRaftScanWaitTimeoutMs | controller | int | 1000 | ms | >0 | no | Grace period after start before heartbeats are judged (jRaft type) | 启动后心跳判定宽限期(jRaft)
jRaftSnapshotIntervalSecs | controller | int | 3600 | s | >0 | no | Interval of snapshots (jRaft type) | 快照间隔(jRaft)
jRaftGroupId | controller | String | jRaft-Controller |  | same text in all members | no | Name of the group (jRaft type) | 组名(jRaft)
jRaftServerId | controller | String | localhost:9880 |  | host:port; must not be empty | no | Raft address of this member (jRaft type) | 本节点 Raft 地址(jRaft)
jRaftInitConf | controller | String | localhost:9880,localhost:9881,localhost:9882 | host:port list | host:port separated by ','; must not be empty | no | Raft addresses of all members (jRaft type) | 全部成员 Raft 地址(jRaft)
jRaftControllerRPCAddr | controller | String | localhost:9770,localhost:9771,localhost:9772 | host:port list | host:port separated by ',', same order as jRaftInitConf | no | Remoting addresses of all members (jRaft type) | 全部成员的 RPC 地址(jRaft)
`
