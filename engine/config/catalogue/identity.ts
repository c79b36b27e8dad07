/** Property rows of the group "Identity & pairing"; columns and reader: ../catalogue.ts. */
export const IDENTITY_ROWS = `
brokerName | broker | String | host name of the machine (DEFAULT_BROKER if unknown) |  | non-empty; same for a master and its slaves | no | Name of the replication group; brokers sharing it form one master plus slaves | 主从组名称；同名的 broker 组成一主多从
brokerClusterName | broker | String | DefaultCluster |  | non-empty; identical in every broker of the cluster | no | Name of the whole cluster this broker registers under | 所属 RocketMQ 集群的名称
brokerId | broker | long | 0 |  | 0=master, >0=slave; forced to 0 for ASYNC_MASTER/SYNC_MASTER; forced to -1 when enableDLegerCommitLog=true; assigned by the controller in controller mode | no | Position inside the broker group; 0 is the master | 组内编号，0 为主，大于 0 为从
namesrvAddr | broker | String | system property rocketmq.namesrv.addr, else $NAMESRV_ADDR | host:port list | host:port separated by ';'; an unparsable port stops start-up with exit code -3 | yes | Name server addresses; re-read every updateNameServerAddrPeriod if it was set at start-up | NameServer 地址列表，启动时已设置则会周期性重读
brokerRole | store | enum BrokerRole | ASYNC_MASTER | enum | ASYNC_MASTER, SYNC_MASTER, SLAVE (upper case; anything else is silently ignored) | no | Role of the broker; decides brokerId and replication waits | broker 角色
rocketMQClusterName | proxy | String | DefaultCluster |  | name of the broker cluster served | no | Broker cluster this proxy belongs to | 所属 broker 集群名
proxyClusterName | proxy | String | DefaultCluster |  |  | no | Name of the proxy group, used as a metrics label | 代理集群名
proxyName | proxy | String | host name of the machine (DEFAULT_PROXY if unknown) |  |  | no | Name of this proxy; host name by default | 代理名称，默认主机名
namesrvAddr | proxy | String | system property rocketmq.namesrv.addr, else $NAMESRV_ADDR | host:port list | host:port separated by ';'; command line -n wins | no | Name server addresses | NameServer 地址列表
proxyMode | proxy | String | CLUSTER | enum | LOCAL, CLUSTER (case ignored); command line -pm wins; other text stops start-up | no | Run with an embedded broker or in front of a cluster | 运行模式：内嵌 broker 或独立集群
`
