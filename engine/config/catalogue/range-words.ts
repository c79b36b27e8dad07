/**
 * The catalogue's ranges in Chinese: what the code enforces, or what makes sense, one line each as `English | Chinese`.
 * Ranges of figures and names only (`>=1`, `v1, v2`) say the same in both languages and are not here. Reader: ../range-text.ts.
 */
export const RANGE_WORDS = `
not read by 5.3.3 code | 5.3.3 的代码不读取
not read by 5.3.3 code (deprecated) | 5.3.3 的代码不读取（已废弃）
not read by 5.3.3 code: the 4.x ACL switch; use authenticationEnabled and authorizationEnabled | 5.3.3 的代码不读取：这是 4.x 的 ACL 开关，请用 authenticationEnabled 和 authorizationEnabled
key:value pairs separated by ',' | 以 ',' 分隔的 key:value 对
sent to clients | 会下发给客户端
no setter: cannot be set from a file; shown in dumps | 没有 setter：不能通过文件设置，仅在导出中可见
<=0 means unlimited | <=0 表示不限
<=0 means unlimited; a length equal to the limit is refused | <=0 表示不限；长度等于上限也会被拒绝
<=0 means none | <=0 表示不限时
not read by the bundled backends | 自带的后端不读取
stateful strategy only | 仅用于有状态策略
DISABLE, OTLP_GRPC, PROM, LOG (or 0..3) | DISABLE、OTLP_GRPC、PROM、LOG（或 0..3）
DISABLE, NOT_IN_DISK, NOT_IN_MEM, FORCE (or 0..3) | DISABLE、NOT_IN_DISK、NOT_IN_MEM、FORCE（或 0..3）
on the run-time black list | 在运行时更新的黑名单中
>=1 (smaller acts as 1) | >=1（更小按 1 处理）
numbers with unit s, m, h or d separated by one blank | 带单位 s、m、h 或 d 的数字，以一个空格分隔
<=0 acts as 4 | <=0 按 4 处理
pages of 4 KiB | 以 4 KiB 页计
pages of 4 KiB; 0 flushes always | 以 4 KiB 页计；0 表示总是刷盘
pages of 4 KiB; note the spelling 'Maped' | 以 4 KiB 页计；注意拼写 'Maped'
must not be null or start-up stops with exit code -2; on the run-time black list | 不能为空，否则启动以退出码 -2 停止；在运行时更新的黑名单中
must not be empty or start-up stops with exit code -1; on the run-time black list | 不能为空，否则启动以退出码 -1 停止；在运行时更新的黑名单中
same key as the broker's | 与 broker 的同名配置项相同
same key as the store's | 与存储的同名配置项相同
class name | 类名
class name; empty picks the default provider | 类名；空则用默认实现
class name; empty picks the stateless strategy | 类名；空则用无状态策略
class name, e.g. org.apache.rocketmq.tieredstore.provider.PosixFileSegment | 类名，例如 org.apache.rocketmq.tieredstore.provider.PosixFileSegment
class name; empty turns user storage off; org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider stores locally | 类名；空则不存储用户；org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider 存于本地
class name; org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider stores locally | 类名；org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider 存于本地
comma separated class names, applied outside-in | 以逗号分隔的类名，由外向内生效
request codes separated by ',' | 以 ',' 分隔的请求码
>=1; the same key also sets the auth field | >=1；同名配置项也会设置 auth 的字段
sent at the next handshake | 下次握手时发送
same text in all members | 所有成员须相同
same text in all members; normally equal to brokerName | 所有成员须相同；通常等于 brokerName
must stay the same for existing index files | 对已有的索引文件必须保持不变
cluster mode | 用于集群模式
URL | URL
URL; needed for OTLP_GRPC | URL;OTLP_GRPC 需要
empty means 0.0.0.0 | 空表示 0.0.0.0
empty means brokerIP1 | 空表示 brokerIP1
empty means rocketMQClusterName | 空表示 rocketMQClusterName
empty means localServeAddr | 空表示 localServeAddr
empty picks the local address; start-up fails when none is found | 空则取本机地址；找不到时启动失败
used only when both marks are >0; the same key also sets the client side | 两个水位都 >0 时才使用；同名配置项也设置客户端一侧
used only when both marks are >0; the same key also sets the server side | 两个水位都 >0 时才使用；同名配置项也设置服务端一侧
Linux only | 仅限 Linux
0 leaves it to the system | 0 表示由系统决定
0 disables | 0 表示关闭
0 leaves it to the system; system property com.rocketmq.remoting.socket.sndbuf.size | 0 表示由系统决定；系统属性 com.rocketmq.remoting.socket.sndbuf.size
0 leaves it to the system; system property com.rocketmq.remoting.socket.rcvbuf.size | 0 表示由系统决定；系统属性 com.rocketmq.remoting.socket.rcvbuf.size
0 disables; system property com.rocketmq.remoting.client.channel.maxIdleTimeSeconds | 0 表示关闭；系统属性 com.rocketmq.remoting.client.channel.maxIdleTimeSeconds
system property com.rocketmq.remoting.client.worker.size | 系统属性 com.rocketmq.remoting.client.worker.size
system property com.rocketmq.remoting.clientOnewaySemaphoreValue | 系统属性 com.rocketmq.remoting.clientOnewaySemaphoreValue
system property com.rocketmq.remoting.clientAsyncSemaphoreValue | 系统属性 com.rocketmq.remoting.clientAsyncSemaphoreValue
system property com.rocketmq.remoting.client.connect.timeout | 系统属性 com.rocketmq.remoting.client.connect.timeout
system property com.rocketmq.remoting.client.closeSocketIfTimeout | 系统属性 com.rocketmq.remoting.client.closeSocketIfTimeout
shared by all compaction threads | 由所有压缩线程共用
percent; used value clamped to 35..90; system property rocketmq.broker.diskSpaceWarningLevelRatio (fraction) wins | 百分比；实际取值限制在 35..90；系统属性 rocketmq.broker.diskSpaceWarningLevelRatio（小数）优先
percent; used value clamped to 30..85; system property rocketmq.broker.diskSpaceCleanForciblyRatio (fraction) wins | 百分比；实际取值限制在 30..85；系统属性 rocketmq.broker.diskSpaceCleanForciblyRatio（小数）优先
>0; note the spelling 'Maped' | >0；注意拼写 'Maped'
hours 0..23 separated by ';'; non-numbers raise an error in the clean-up task | 0..23 的钟点，以 ';' 分隔；非数字会使清理任务报错
percent; values below 10 act as 10, above 95 as 95 | 百分比；低于 10 按 10，高于 95 按 95
>1 shares the partition between that many brokers | >1 表示由这么多 broker 共用该分区
fraction 0..1; only with replicasPerDiskPartition>1 | 小数 0..1；仅在 replicasPerDiskPartition>1 时有效
snapped down to 100, 200, 500 or 1000; below 200 becomes 100 | 向下取为 100、200、500 或 1000；低于 200 取 100
2..(slots-60); outside the range the largest value is used | 2..(槽数-60)；超出范围时取最大值
the only reader is commented out in 5.3.3 | 5.3.3 中唯一读取它的代码已被注释掉
switching on needs a restart | 开启需要重启
ignored when storeType=defaultRocksDB | storeType=defaultRocksDB 时忽略
clamped to 1..processor count | 限制在 1..处理器数
clamped to 10000..60000 | 限制在 10000..60000
may list several directories | 可列出多个目录
note the spelling DLeger; cannot be combined with enableControllerMode=true | 注意拼写 DLeger；不能与 enableControllerMode=true 同用
id-host:port separated by ';', e.g. n0-10.0.0.1:40911 | id-host:port，以 ';' 分隔，例如 n0-10.0.0.1:40911
id-host:port separated by ';'; must not be empty (DLedger type) | id-host:port，以 ';' 分隔；不能为空（DLedger 类型）
one letter followed by an integer, and listed in dLegerPeers | 一个字母后跟整数，且在 dLegerPeers 中列出
an id out of dLegerPeers | dLegerPeers 中的一个 id
id out of controllerDLegerPeers; must not be empty (DLedger type) | controllerDLegerPeers 中的 id；不能为空（DLedger 类型）
effective only with enableSlaveActingMaster=true | 仅在 enableSlaveActingMaster=true 时有效
needs enableSlaveActingMaster=true | 需要 enableSlaveActingMaster=true
works only with enableSlaveActingMaster=true | 仅在 enableSlaveActingMaster=true 时起作用
negative acts as 0; 0 at start-up becomes listenPort+1 (mqbroker resets the class default 10912 to 0 first) | 负数按 0 处理；启动时 0 变为 listenPort+1（mqbroker 会先把类默认值 10912 置为 0）
at most 4 MiB | 最多 4 MiB
host:port of the master's HA port, at least 6 characters | 主节点 HA 端口的 host:port，至少 6 个字符
>=inSyncReplicas>=minInSyncReplicas (checked only inside a broker container) | >=inSyncReplicas>=minInSyncReplicas（仅在 broker 容器内检查）
<=1 means SYNC_MASTER waits for nobody | <=1 表示 SYNC_MASTER 不等待任何从节点
per second and slave | 每秒、每个从节点
only with transientStorePoolEnable | 仅在 transientStorePoolEnable 时有效
SYNC_FLUSH, ASYNC_FLUSH (upper case; anything else is silently ignored); changing ASYNC to SYNC at run time breaks sends | SYNC_FLUSH、ASYNC_FLUSH（须大写，其他文本会被静默忽略）；运行时由 ASYNC 改为 SYNC 会使发送出错
applies to files created afterwards; note the spelling 'Maped' | 对之后创建的文件生效；注意拼写 'Maped'
affects files created afterwards; existing files through commitLogSetReadAhead | 对之后创建的文件生效；已有文件用 commitLogSetReadAhead
ineffective on a SLAVE outside controller mode | 控制器模式之外的 SLAVE 上无效
each buffer is mappedFileSizeCommitLog bytes and is locked in memory | 每个缓冲区为 mappedFileSizeCommitLog 字节，并锁定在内存中
must not change at run time | 运行时不能修改
overwritten at start-up (false for mqbroker, true inside a container); shown as isInBrokerContainer in dumps | 启动时被覆盖（mqbroker 为 false，容器内为 true）；导出中名为 isInBrokerContainer
>0; the PID target is fixed at start-up | >0;PID 目标在启动时确定
inert in 5.3.3 brokers (producer manager gets no config object) | 在 5.3.3 的 broker 中不起作用（生产者管理器拿不到配置对象）
inert in 5.3.3 brokers (the statistics manager gets no config object and always collects) | 在 5.3.3 的 broker 中不起作用（统计管理器拿不到配置对象，总是统计）
inert in 5.3.3 brokers (zero rows are always printed) | 在 5.3.3 的 broker 中不起作用（总是打印零值行）
inert in 5.3.3 brokers (idle items are kept for ever) | 在 5.3.3 的 broker 中不起作用（空闲项永久保留）
turns replication off | 会关闭主从复制
no effect on Windows | 在 Windows 上无效
needs coldDataFlowControlEnable=true | 需要 coldDataFlowControlEnable=true
below 1 acts as 32 | 小于 1 按 32 处理
values below 5 act as 5 | 小于 5 按 5 处理
percent of physical memory | 占物理内存的百分比
percent of physical memory; a SLAVE subtracts 10 at every start-up | 占物理内存的百分比；SLAVE 每次启动减 10
not read: 5.3.3 always uses 1024 | 不读取：5.3.3 固定用 1024
>0; a topic may set its own | >0；主题可单独设置
fraction of the heap | 占堆内存的比例
needed by PosixFileSegment | PosixFileSegment 需要
used only with clusterTest=true | 仅在 clusterTest=true 时使用
key names separated by ';'; brokerConfigPath, rocketmqHome and configBlackList are always included | 以 ';' 分隔的配置项名；始终包含 brokerConfigPath、rocketmqHome 和 configBlackList
key names separated by ';'; rocketmqHome, configStorePath, kvConfigPath, configBlackList always included | 以 ';' 分隔的配置项名；始终包含 rocketmqHome、configStorePath、kvConfigPath、configBlackList
key names separated by ';'; rocketmqHome, configStorePath and configBlackList always included | 以 ';' 分隔的配置项名；始终包含 rocketmqHome、configStorePath 和 configBlackList
default follows system properties tls.enable / tls.server.mode=enforcing | 默认值取决于系统属性 tls.enable / tls.server.mode=enforcing
overwritten at start-up with brokerName (broker) or proxyName (proxy) | 启动时被 brokerName（broker）或 proxyName（代理）覆盖
overwritten at start-up with brokerClusterName or rocketMQClusterName | 启动时被 brokerClusterName 或 rocketMQClusterName 覆盖
the broker overwrites it with <storePathRootDir>/config | broker 会用 <storePathRootDir>/config 覆盖
JSON with username and password | 含 username 与 password 的 JSON
JSON with accessKey and secretKey | 含 accessKey 与 secretKey 的 JSON
works only on authenticated users, so enable authentication as well | 只对已认证的用户起作用，因此也要开启认证
cannot be combined with enableDLegerCommitLog=true (exit code -4) | 不能与 enableDLegerCommitLog=true 同用（退出码 -4）
host:port separated by ';'; a domain with fetchControllerAddrByDnsLookup=true | 以 ';' 分隔的 host:port;fetchControllerAddrByDnsLookup=true 时为域名
lower wins | 数值小者优先
controller mode only | 仅用于控制器模式
needs the controller keys in the same file, hence -c | 需要同一文件中的控制器配置项，因此要用 -c
DLedger, jRaft (exact text; anything else acts as DLedger) | DLedger、jRaft（须完全一致，其他文本按 DLedger 处理）
field isProcessReadEvent (that name appears in dumps) | 字段名为 isProcessReadEvent（导出中用该名）
field isScanAvailableNameSrv (that name appears in dumps) | 字段名为 isScanAvailableNameSrv（导出中用该名）
>0; read when this member becomes leader | >0；该成员成为 leader 时读取
host:port; must not be empty | host:port；不能为空
host:port separated by ','; must not be empty | 以 ',' 分隔的 host:port；不能为空
host:port separated by ',', same order as jRaftInitConf | 以 ',' 分隔的 host:port，顺序与 jRaftInitConf 相同
bit mask 0..7: 1=inherit, 2=write, 4=read, 6=read+write | 位掩码 0..7：1=继承，2=写，4=读，6=读写
>=1; also the upper limit of the client's wish when a topic is auto-created through TBW102 | >=1；也是通过 TBW102 自动建主题时客户端期望值的上限
epoch milliseconds; 0=at once | 毫秒时间戳；0=立即
percent 1..100 | 百分比 1..100
percent 0..100 | 百分比 0..100
>=1; changing it later strands old checkpoints | >=1；之后修改会使旧的检查点滞留
queue offset distance | 队列位点之差
needs popConsumerKVServiceInit=true at start-up | 启动时需要 popConsumerKVServiceInit=true
PULL, POP (upper case; anything else is ignored) | PULL、POP（须大写，其他文本会被忽略）
<=0 or >= members-1 shares every queue with all | <=0 或 >=成员数-1 表示所有队列由全体共享
run-time values below 10 are ignored; read again for every message except in DLedger mode | 运行时小于 10 的值会被忽略；除 DLedger 模式外每条消息都重新读取
bytes of consume queue index scanned per pull | 每次拉取扫描的消费队列索引字节数
also set enableSingleTopicRegister on brokers; never together with enableSplitRegistration | broker 上也要设置 enableSingleTopicRegister；绝不能与 enableSplitRegistration 同用
>=0; 0 refuses every user property (no unlimited value in code) | >=0；0 拒绝所有用户属性（代码中没有"不限"）
>=0; 0 refuses every user property | >=0；0 拒绝所有用户属性
off, on, proxy (case ignored; other text acts as off) | off、on、proxy（忽略大小写，其他文本按 off 处理）
host:port, for mode on | host:port，用于 on 模式
1..65535; collides with a broker on the same host when both use PROM | 1..65535；与同一主机上同样使用 PROM 的 broker 冲突
1..65535; also copied to the netty-server field of the same name | 1..65535；同时写入 netty-server 的同名字段
1..65535; default 10911 (broker), 9876 (name server), 19876 (stand-alone controller); class default 0; the broker also binds listenPort-2 (values <2 make that an OS-chosen port) | 1..65535；默认 10911（broker）、9876（NameServer）、19876（独立控制器）；类默认值 0；broker 还会绑定 listenPort-2（小于 2 时由系统选端口）
non-empty; same for a master and its slaves | 非空；主节点与其从节点相同
non-empty; identical in every broker of the cluster | 非空；集群内所有 broker 相同
0=master, >0=slave; forced to 0 for ASYNC_MASTER/SYNC_MASTER; forced to -1 when enableDLegerCommitLog=true; assigned by the controller in controller mode | 0=主，>0=从；ASYNC_MASTER/SYNC_MASTER 时强制为 0；enableDLegerCommitLog=true 时强制为 -1；控制器模式下由控制器分配
host:port separated by ';'; an unparsable port stops start-up with exit code -3 | 以 ';' 分隔的 host:port；端口无法解析时启动以退出码 -3 停止
host:port separated by ';'; command line -n wins | 以 ';' 分隔的 host:port；命令行 -n 优先
ASYNC_MASTER, SYNC_MASTER, SLAVE (upper case; anything else is silently ignored) | ASYNC_MASTER、SYNC_MASTER、SLAVE（须大写，其他文本会被静默忽略）
name of the broker cluster served | 所服务的 broker 集群名
LOCAL, CLUSTER (case ignored); command line -pm wins; other text stops start-up | LOCAL、CLUSTER（忽略大小写）；命令行 -pm 优先；其他文本会使启动停止
absolute path; '~' is not expanded; one broker per directory (lock file) | 绝对路径；'~' 不会展开；每个目录只能有一个 broker（锁文件）
several directories separated by ',' (system property rocketmq.broker.multiPathSplitter) | 以 ',' 分隔的多个目录（系统属性 rocketmq.broker.multiPathSplitter）
used only when storePathCommitLog lists several directories, or in DLedger mode | 仅在 storePathCommitLog 列出多个目录或 DLedger 模式下使用
must stay the same for existing files; every broker of a group should agree; a run-time change corrupts reads | 对已有文件必须保持不变；组内各 broker 应一致；运行时修改会破坏读取
default, defaultRocksDB (case ignored; any other text acts as default) | default、defaultRocksDB（忽略大小写，其他文本按 default 处理）
rounded up to a multiple of 20; must stay the same for existing files | 向上取为 20 的倍数；对已有文件必须保持不变
46 bytes per entry; note the spelling 'mapper' | 每条 46 字节；注意拼写 'mapper'
set to the -c file when one is given; on the run-time black list | 给出 -c 文件时即为该文件；在运行时更新的黑名单中
LOCAL mode only; command line -bc wins | 仅用于 LOCAL 模式；命令行 -bc 优先
IP or host name reachable by clients | 客户端可达的 IP 或主机名
IP or host name reachable by slaves | 从节点可达的 IP 或主机名
used only when namesrvAddr is empty | 仅在 namesrvAddr 为空时使用
must not be combined with deleteTopicWithBrokerRegistration on the name server | 不能与 NameServer 的 deleteTopicWithBrokerRegistration 同用
host name, IPv4 or IPv6 | 主机名、IPv4 或 IPv6
JSON object: CIDR or 0.0.0.0/0 -> addr, username, password | JSON 对象：CIDR 或 0.0.0.0/0 -> addr、username、password
used instead of namesrvAddr when set | 设置后代替 namesrvAddr
`
