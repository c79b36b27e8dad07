/** Property rows of the group "Security/ACL"; columns and reader: ../catalogue.ts. */
export const SECURITY_ROWS = `
aclEnable | broker | boolean | false |  | not read by 5.3.3 code: the 4.x ACL switch; use authenticationEnabled and authorizationEnabled | no | Old ACL switch without effect in 5.3.3 | 4.x 的 ACL 开关，5.3.3 中无效
configBlackList | broker | String | configBlackList;brokerConfigPath |  | key names separated by ';'; brokerConfigPath, rocketmqHome and configBlackList are always included | no | Keys that updateBrokerConfig refuses | 禁止运行时修改的配置项
useTLS | netty-client | boolean | false (true when tls.enable=true or tls.server.mode=enforcing) |  | default follows system properties tls.enable / tls.server.mode=enforcing | no | Encrypt outgoing connections | 对外连接使用 TLS
configName | auth | String |  |  | overwritten at start-up with brokerName (broker) or proxyName (proxy) | no | Instance name of the auth factories | 认证实例名（启动时被覆盖）
clusterName | auth | String |  |  | overwritten at start-up with brokerClusterName or rocketMQClusterName | no | Cluster name used as a resource | 集群资源名（启动时被覆盖）
authConfigPath | auth | String |  | path | the broker overwrites it with <storePathRootDir>/config | no | Directory of the users and acls databases | 用户与 ACL 数据目录
authenticationEnabled | auth | boolean | false |  |  | no | Require a valid user for every request | 开启认证
authenticationProvider | auth | String |  |  | class name; empty picks the default provider | no | Authentication provider class | 认证提供者类名
authenticationMetadataProvider | auth | String |  |  | class name; empty turns user storage off; org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider stores locally | no | User storage class | 用户元数据提供者类名
authenticationStrategy | auth | String |  |  | class name; empty picks the stateless strategy | no | Authentication strategy class | 认证策略类名
authenticationWhitelist | auth | String |  |  | request codes separated by ',' | no | Requests that need no authentication | 免认证的请求码
initAuthenticationUser | auth | String |  |  | JSON with username and password | no | Super user created at first start | 初始超级用户(JSON)
innerClientAuthenticationCredentials | auth | String |  |  | JSON with accessKey and secretKey | no | Credentials the component uses towards its peers | 组件间调用凭据(JSON)
authorizationEnabled | auth | boolean | false |  | works only on authenticated users, so enable authentication as well | no | Check permissions of every request | 开启授权
authorizationProvider | auth | String |  |  | class name; empty picks the default provider | no | Authorization provider class | 授权提供者类名
authorizationMetadataProvider | auth | String |  |  | class name; org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider stores locally | no | ACL storage class | ACL 元数据提供者类名
authorizationStrategy | auth | String |  |  | class name; empty picks the stateless strategy | no | Authorization strategy class | 授权策略类名
authorizationWhitelist | auth | String |  |  | request codes separated by ',' | no | Requests that need no authorization | 免授权的请求码
migrateAuthFromV1Enabled | auth | boolean | false |  |  | no | Convert 4.x plain_acl.yml accounts at start-up | 启动时迁移 4.x ACL
userCacheMaxNum | auth | int | 1000 | count | >=1 | no | Users kept in the cache | 用户缓存数量
userCacheExpiredSecond | auth | int | 600 | s | >0 | no | Cache lifetime of an unused user | 用户缓存过期时间
userCacheRefreshSecond | auth | int | 60 | s | >0 | no | Refresh age of a cached user | 用户缓存刷新时间
aclCacheMaxNum | auth | int | 1000 | count | >=1 | no | ACL entries kept in the cache | ACL 缓存数量
aclCacheExpiredSecond | auth | int | 600 | s | >0 | no | Cache lifetime of an unused ACL entry | ACL 缓存过期时间
aclCacheRefreshSecond | auth | int | 60 | s | >0 | no | Refresh age of a cached ACL entry | ACL 缓存刷新时间
statefulAuthenticationCacheMaxNum | auth | int | 10000 | count | stateful strategy only | no | Connections with a remembered authentication | 有状态认证缓存数量
statefulAuthenticationCacheExpiredSecond | auth | int | 60 | s | stateful strategy only | no | Lifetime of a remembered authentication | 有状态认证缓存时间
statefulAuthorizationCacheMaxNum | auth | int | 10000 | count | stateful strategy only | no | Remembered authorization results | 有状态授权缓存数量
statefulAuthorizationCacheExpiredSecond | auth | int | 60 | s | stateful strategy only | no | Lifetime of a remembered authorization result | 有状态授权缓存时间
configBlackList | namesrv | String | configBlackList;configStorePath;kvConfigPath |  | key names separated by ';'; rocketmqHome, configStorePath, kvConfigPath, configBlackList always included | no | Keys that updateNamesrvConfig refuses | 禁止运行时修改的配置项
configBlackList | controller | String | configBlackList;configStorePath |  | key names separated by ';'; rocketmqHome, configStorePath and configBlackList always included | no | Keys that updateControllerConfig refuses | 禁止运行时修改的配置项
tlsTestModeEnable | proxy | boolean | true |  |  | no | Use a self-signed certificate made at start-up | 使用自签名测试证书
tlsKeyPath | proxy | String | $RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/tls/rocketmq.key | path |  | no | Private key file when test mode is off | TLS 私钥路径
tlsCertPath | proxy | String | $RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/tls/rocketmq.crt | path |  | no | Certificate file when test mode is off | TLS 证书路径
userCacheExpiredSeconds | proxy | int | 300 | s | >0 | no | Lifetime of an unused cached user | 用户缓存过期时间
userCacheRefreshSeconds | proxy | int | 20 | s | >0 | no | Refresh age of a cached user | 用户缓存刷新时间
userCacheMaxNum | proxy | int | 20000 | count | >=1; the same key also sets the auth field | no | Users kept in the cache | 用户缓存数量
aclCacheExpiredSeconds | proxy | int | 300 | s | >0 | no | Lifetime of an unused cached ACL | ACL 缓存过期时间
aclCacheRefreshSeconds | proxy | int | 20 | s | >0 | no | Refresh age of a cached ACL | ACL 缓存刷新时间
aclCacheMaxNum | proxy | int | 20000 | count | >=1; the same key also sets the auth field | no | ACL entries kept in the cache | ACL 缓存数量
enableAclRpcHookForClusterMode | proxy | boolean | false |  |  | no | Sign requests to brokers (cluster mode) | 集群模式下对 broker 请求签名
`
