/** Property rows of the group "Network"; columns and reader: ../catalogue.ts. */
export const NETWORK_ROWS = `
listenPort | broker | int | 6888 | port | 1..65535; also copied to the netty-server field of the same name | no | Field of BrokerConfig for the main port; the port really bound is the netty-server listenPort | BrokerConfig 中的监听端口字段，真正绑定的是 netty-server 的 listenPort
brokerIP1 | broker | String | first suitable local address, detected at start-up |  | IP or host name reachable by clients | yes | Address advertised to name servers and clients; a run-time change shows at the next registration, stored message host stays until restart | 对客户端公布的 IP，运行时修改在下次注册时生效（消息存储地址需重启）
brokerIP2 | broker | String | first suitable local address, detected at start-up |  | IP or host name reachable by slaves | yes | Address advertised to slaves for replication (HA); refreshed at the next registration | 主从同步(HA)对外公布的 IP，下次注册时生效
fetchNameSrvAddrByDnsLookup | broker | boolean | false |  |  | yes | Treat namesrvAddr as a domain name and resolve it at every refresh | 把 namesrvAddr 当作域名解析
fetchNamesrvAddrByAddressServer | broker | boolean | false |  | used only when namesrvAddr is empty | no | Fetch the name server list from an HTTP address server | 从地址服务器获取 NameServer 列表
transferMsgByHeap | broker | boolean | true |  |  | yes | Copy message bytes to the heap before sending instead of zero-copy | 返回消息时经堆内存拷贝而非零拷贝
registerBrokerTimeoutMills | broker | int | 24000 | ms | >0 | yes | Time limit of one registration call to a name server | 向 NameServer 注册的超时
compressedRegister | broker | boolean | false |  |  | yes | Compress the registration body | 注册请求体是否压缩
forceRegister | broker | boolean | true |  |  | yes | Register every period even when nothing changed | 即使无变化也强制定期注册
registerNameServerPeriod | broker | int | 30000 | ms | clamped to 10000..60000 | no | Interval of registration with the name servers | 向 NameServer 注册的周期
updateNameServerAddrPeriod | broker | int | 120000 | ms | >0 | no | Interval of re-reading namesrvAddr | 重新读取 namesrvAddr 的周期
enableNetWorkFlowControl | broker | boolean | false |  |  | yes | Throttle pulls when the network is busy | 网络流控开关
forwardTimeout | broker | long | 3000 | ms | >0 | yes | Time limit of requests forwarded to other brokers (static topics) | 请求转发（静态主题）的超时
channelExpiredTimeout | broker | long | 120000 | ms | >0 | no | Silence after which a consumer connection is dropped | 消费者连接失效时间
fetchNamesrvAddrInterval | broker | long | 10000 | ms | >0 | no | Interval of asking the address server | 从地址服务器获取地址的周期
enableSingleTopicRegister | broker | boolean | false |  |  | yes | Register one topic alone after creating it | 新建主题后单独注册
enableSplitRegistration | broker | boolean | false |  | must not be combined with deleteTopicWithBrokerRegistration on the name server | yes | Split big registrations into several requests | 拆分过大的注册请求
enableFastChannelEventProcess | broker | boolean | false |  |  | yes | Find groups of a closed connection through an index (consumer side only: the producer side gets no config object in 5.3.3) | 快速处理连接断开事件（5.3.3 仅消费者侧有效）
splitRegistrationSize | broker | int | 800 | count | >=1 | yes | Topics per split registration | 拆分注册时每批主题数
bindAddress | netty-server | String | 0.0.0.0 |  | host name, IPv4 or IPv6 | no | Local address to bind | 绑定的本机地址
listenPort | netty-server | int | 10911 | port | 1..65535; default 10911 (broker), 9876 (name server), 19876 (stand-alone controller); class default 0; the broker also binds listenPort-2 (values <2 make that an OS-chosen port) | no | Main TCP port; the broker's fast port is this minus 2 | 服务主端口，broker 另监听 listenPort-2 快速通道
serverOnewaySemaphoreValue | netty-server | int | 256 | count | >=1 | no | Concurrent one-way calls started by this server | 单向请求并发上限
serverAsyncSemaphoreValue | netty-server | int | 64 | count | >=1 | no | Concurrent asynchronous calls started by this server | 异步请求并发上限
serverChannelMaxIdleTimeSeconds | netty-server | int | 120 | s | 0 disables | yes | Idle time after which a connection is closed; new connections on the main port only | 连接最大空闲时间，对新连接生效
serverSocketSndBufSize | netty-server | int | 0 | bytes | 0 leaves it to the system; system property com.rocketmq.remoting.socket.sndbuf.size | no | Socket send buffer | 发送缓冲区大小
serverSocketRcvBufSize | netty-server | int | 0 | bytes | 0 leaves it to the system; system property com.rocketmq.remoting.socket.rcvbuf.size | no | Socket receive buffer | 接收缓冲区大小
writeBufferHighWaterMark | netty-server | int | 0 | bytes | used only when both marks are >0; the same key also sets the client side | no | Pending bytes above which a connection stops being writable | 写缓冲高水位
writeBufferLowWaterMark | netty-server | int | 0 | bytes | used only when both marks are >0; the same key also sets the client side | no | Pending bytes below which it becomes writable again | 写缓冲低水位
serverPooledByteBufAllocatorEnable | netty-server | boolean | true |  |  | no | Use the pooled buffer allocator | 使用池化内存分配器
enableShutdownGracefully | netty-server | boolean | false |  |  | yes | Tell clients to go away and wait before closing; main port only when changed at run time | 优雅停机
shutdownWaitTimeSeconds | netty-server | int | 30 | s | >=0 | yes | Wait before closing in that case | 优雅停机等待时间
useEpollNativeSelector | netty-server | boolean | false |  | Linux only | no | Use the native epoll selector | 使用 epoll 原生实现
clientOnewaySemaphoreValue | netty-client | int | 65535 | count | system property com.rocketmq.remoting.clientOnewaySemaphoreValue | no | Concurrent outgoing one-way calls | 对外单向请求并发上限
clientAsyncSemaphoreValue | netty-client | int | 65535 | count | system property com.rocketmq.remoting.clientAsyncSemaphoreValue | no | Concurrent outgoing asynchronous calls | 对外异步请求并发上限
connectTimeoutMillis | netty-client | int | 3000 | ms | system property com.rocketmq.remoting.client.connect.timeout | no | Connect time limit and interval of name server probing | 连接超时
channelNotActiveInterval | netty-client | long | 60000 | ms | >0 | yes | Silence after which a name server connection is judged dead | NameServer 连接失活判定时间
scanAvailableNameSrv | netty-client | boolean | true |  | field isScanAvailableNameSrv (that name appears in dumps) | no | Probe name servers in the background | 后台探测可用 NameServer
clientChannelMaxIdleTimeSeconds | netty-client | int | 120 | s | 0 disables; system property com.rocketmq.remoting.client.channel.maxIdleTimeSeconds | yes | Idle time after which an outgoing connection is closed; new connections only | 对外连接最大空闲时间
clientSocketSndBufSize | netty-client | int | 0 | bytes | 0 leaves it to the system | no | Send buffer of outgoing connections | 对外连接发送缓冲
clientSocketRcvBufSize | netty-client | int | 0 | bytes | 0 leaves it to the system | no | Receive buffer of outgoing connections | 对外连接接收缓冲
clientPooledByteBufAllocatorEnable | netty-client | boolean | false |  |  | no | Pooled buffers for outgoing connections | 对外连接使用池化内存
clientCloseSocketIfTimeout | netty-client | boolean | true |  | system property com.rocketmq.remoting.client.closeSocketIfTimeout | yes | Close the connection after a timed-out call | 调用超时后关闭连接
socksProxyConfig | netty-client | String | {} |  | JSON object: CIDR or 0.0.0.0/0 -> addr, username, password | no | SOCKS5 proxies for outgoing connections | SOCKS5 代理配置(JSON)
writeBufferHighWaterMark | netty-client | int | 0 | bytes | used only when both marks are >0; the same key also sets the server side | no | High mark of outgoing connections | 对外连接写缓冲高水位
writeBufferLowWaterMark | netty-client | int | 0 | bytes | used only when both marks are >0; the same key also sets the server side | no | Low mark of outgoing connections | 对外连接写缓冲低水位
enableReconnectForGoAway | netty-client | boolean | true |  |  | yes | Reconnect when the peer announces its shutdown | 收到 GoAway 后重连
scanNotActiveBrokerInterval | namesrv | long | 5000 | ms | >0 | no | Interval of looking for silent brokers | 扫描失活 broker 的间隔
unRegisterBrokerQueueCapacity | namesrv | int | 3000 | count | >=1 | no | Waiting slots of batched unregistration | 批量注销队列长度
needWaitForService | namesrv | boolean | false |  |  | yes | Refuse route requests right after start | 启动初期拒绝路由请求
waitSecondsForService | namesrv | int | 45 | s | >=0 | yes | Length of that period | 启动等待时间
localServeAddr | proxy | String |  |  | empty picks the local address; start-up fails when none is found | no | Address by which other proxies reach this one | 本代理对其他代理的地址
namesrvDomain | proxy | String |  |  | used instead of namesrvAddr when set | no | Domain of an HTTP address server | 地址服务器域名
namesrvDomainSubgroup | proxy | String |  |  |  | no | Path part of that address server | 地址服务器子路径
grpcServerPort | proxy | Integer | 8081 | port | 1..65535 | no | gRPC port | gRPC 端口
grpcShutdownTimeSeconds | proxy | long | 30 | s | >=0 | no | Wait for running gRPC calls at shutdown | 停机等待 gRPC 调用时间
enableGrpcEpoll | proxy | boolean | false |  | Linux only | no | Use the native epoll transport | gRPC 使用 epoll
grpcClientIdleTimeMills | proxy | long | 120000 | ms | >0 | no | Idle time after which a gRPC connection is closed | gRPC 连接最大空闲时间
channelExpiredInSeconds | proxy | int | 60 | s | >0 | no | Lifetime of a pending relay call | 转发调用上下文过期时间
grpcProxyRelayRequestTimeoutInSeconds | proxy | long | 5 | s | >0 | no | Time limit of requests relayed to gRPC clients | 向 gRPC 客户端转发的超时
useEndpointPortFromRequest | proxy | boolean | false |  |  | no | Answer routes with the port the client used | 路由应答使用客户端请求中的端口
channelExpiredTimeout | proxy | long | 120000 | ms | >0 | no | Silence after which a client connection is dropped | 客户端连接失效时间
enableRemotingLocalProxyGrpc | proxy | boolean | true |  |  | no | Accept gRPC on the remoting port as well | remoting 端口同时接受 gRPC
localProxyConnectTimeoutMs | proxy | int | 3000 | ms | >0 | no | Connect time limit of that inner forward | 内部转发连接超时
remotingAccessAddr | proxy | String |  |  | empty means localServeAddr | no | Address told to remoting clients | 对 remoting 客户端公布的地址
remotingListenPort | proxy | int | 8080 | port | 1..65535 | no | Port for remoting clients | remoting 端口
`
