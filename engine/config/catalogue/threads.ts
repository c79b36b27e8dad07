/** Property rows of the group "Threads"; columns and reader: ../catalogue.ts. */
export const THREADS_ROWS = `
recoverConcurrently | broker | boolean | false |  | ignored when storeType=defaultRocksDB | no | Recover consume queues with several threads at start-up | 启动时多线程恢复消费队列
sendMessageThreadPoolNums | broker | int | min(processors, 4) | count | >=1 | no | Threads serving send requests | 处理发送请求的线程数
putMessageFutureThreadPoolNums | broker | int | min(processors, 4) | count | >=1 | no | Threads finishing asynchronous writes | 处理异步写入回调的线程数
pullMessageThreadPoolNums | broker | int | 16 + 2 x processors | count | >=1 | no | Threads serving pull requests | 处理拉取请求的线程数
litePullMessageThreadPoolNums | broker | int | 16 + 2 x processors | count | >=1 | no | Threads serving lite-pull requests | 处理 LitePull 请求的线程数
ackMessageThreadPoolNums | broker | int | 16 | count | >=1 | no | Threads serving pop acknowledgements | 处理 POP 确认的线程数
processReplyMessageThreadPoolNums | broker | int | 16 + 2 x processors | count | >=1 | no | Threads serving request-reply answers | 处理 Reply 消息的线程数
queryMessageThreadPoolNums | broker | int | 8 + processors | count | >=1 | no | Threads serving message queries | 处理消息查询的线程数
adminBrokerThreadPoolNums | broker | int | 16 | count | >=1 | no | Threads serving admin commands | 处理管理命令的线程数
clientManageThreadPoolNums | broker | int | 32 | count | >=1 | no | Threads serving client registration and checks | 处理客户端管理请求的线程数
consumerManageThreadPoolNums | broker | int | 32 | count | >=1 | no | Threads serving consumer list and offset requests | 处理消费者管理请求的线程数
loadBalanceProcessorThreadPoolNums | broker | int | 32 | count | >=1 | no | Threads serving server-side queue assignment | 处理服务端负载均衡的线程数
heartbeatThreadPoolNums | broker | int | min(32, processors) | count | >=1 | no | Threads serving client heartbeats | 处理心跳的线程数
recoverThreadPoolNums | broker | int | 32 | count | >=1 | no | Threads used when recoverConcurrently is on | 并发恢复消费队列的线程数
sendThreadPoolQueueCapacity | broker | int | 10000 | count | >=1 | no | Waiting slots for send requests | 发送线程池队列长度
putThreadPoolQueueCapacity | broker | int | 10000 | count | >=1 | no | Waiting slots for asynchronous write callbacks | 异步写入线程池队列长度
pullThreadPoolQueueCapacity | broker | int | 100000 | count | >=1 | no | Waiting slots for pull requests | 拉取线程池队列长度
litePullThreadPoolQueueCapacity | broker | int | 100000 | count | >=1 | no | Waiting slots for lite-pull requests | LitePull 线程池队列长度
ackThreadPoolQueueCapacity | broker | int | 100000 | count | >=1 | no | Waiting slots for pop acknowledgements | POP 确认线程池队列长度
replyThreadPoolQueueCapacity | broker | int | 10000 | count | >=1 | no | Waiting slots for reply messages | Reply 线程池队列长度
queryThreadPoolQueueCapacity | broker | int | 20000 | count | >=1 | no | Waiting slots for queries | 查询线程池队列长度
clientManagerThreadPoolQueueCapacity | broker | int | 1000000 | count | >=1 | no | Waiting slots for client management | 客户端管理线程池队列长度
consumerManagerThreadPoolQueueCapacity | broker | int | 1000000 | count | >=1 | no | Waiting slots for consumer management | 消费者管理线程池队列长度
heartbeatThreadPoolQueueCapacity | broker | int | 50000 | count | >=1 | no | Waiting slots for heartbeats | 心跳线程池队列长度
adminBrokerThreadPoolQueueCapacity | broker | int | 10000 | count | >=1 | no | Waiting slots for admin commands | 管理线程池队列长度
loadBalanceThreadPoolQueueCapacity | broker | int | 100000 | count | >=1 | no | Waiting slots for queue assignment | 负载均衡线程池队列长度
compactionThreadNum | store | int | 6 | count | clamped to 1..processor count | no | Compaction threads | 压缩线程数
enableBuildConsumeQueueConcurrently | store | boolean | false |  |  | no | Build queues with several threads | 并发构建消费队列
batchDispatchRequestThreadPoolNums | store | int | 16 | count | >=1 | no | Threads for that | 并发构建线程数
serverWorkerThreads | netty-server | int | 8 | count | >=1 | no | Threads that decode and hand over requests | 编解码处理线程数
serverCallbackExecutorThreads | netty-server | int | 0 | count | <=0 acts as 4 | no | Threads for callbacks and unregistered requests | 公共回调线程数
serverSelectorThreads | netty-server | int | 3 | count | >=1 | no | Network selector threads | 网络 IO 选择线程数
serverNettyWorkerGroupEnable | netty-server | boolean | true |  |  | yes | Run handlers on the worker threads; new connections on the main port only | 处理器是否运行在工作线程组，对新连接生效
clientWorkerThreads | netty-client | int | 4 | count | system property com.rocketmq.remoting.client.worker.size | no | Worker threads of the broker's own outgoing connections | 对外连接的工作线程数
clientCallbackExecutorThreads | netty-client | int | processors | count | <=0 acts as 4 | no | Callback threads of outgoing calls | 对外调用的回调线程数
disableCallbackExecutor | netty-client | boolean | false |  |  | yes | Run callbacks on the network threads | 回调直接在 IO 线程执行
disableNettyWorkerGroup | netty-client | boolean | false |  |  | yes | Run handlers on the network threads; new connections only | 处理器直接在 IO 线程执行
clientRequestThreadPoolNums | namesrv | int | 8 | count | >=1 | no | Threads for client route requests | 处理客户端路由请求的线程数
defaultThreadPoolNums | namesrv | int | 16 | count | >=1 | no | Threads for broker and admin requests | 处理 broker/管理请求的线程数
clientRequestThreadPoolQueueCapacity | namesrv | int | 50000 | count | >=1 | no | Waiting slots for client requests | 客户端请求队列长度
defaultThreadPoolQueueCapacity | namesrv | int | 10000 | count | >=1 | no | Waiting slots for other requests | 默认请求队列长度
controllerThreadPoolNums | controller | int | 16 | count | >=1 | no | Threads for controller requests | 控制器处理线程数
controllerRequestThreadPoolQueueCapacity | controller | int | 50000 | count | >=1 | no | Waiting slots for controller requests | 控制器请求队列长度
heartbeatSyncerThreadPoolNums | proxy | int | 4 | count | >=1 | no | Threads of heartbeat sync | 心跳同步线程数
heartbeatSyncerThreadPoolQueueCapacity | proxy | int | 100 | count | >=1 | no | Waiting slots of heartbeat sync | 心跳同步队列长度
grpcBossLoopNum | proxy | int | 1 | count | >=1 | no | Accepting threads of the gRPC server | gRPC 接入线程数
grpcWorkerLoopNum | proxy | int | 2 x processors | count | >=1 | no | Network threads of the gRPC server | gRPC IO 线程数
grpcThreadPoolNums | proxy | int | 16 + 2 x processors | count | >=1 | no | Request threads of the gRPC server | gRPC 请求线程数
grpcThreadPoolQueueCapacity | proxy | int | 100000 | count | >=1 | no | Waiting slots of the gRPC server | gRPC 请求队列长度
rocketmqMQClientNum | proxy | int | 6 | count | >=1 | no | Client instances towards the brokers | 访问 broker 的客户端实例数
grpcProducerThreadPoolNums | proxy | int | processors | count | >=1 | no | Producer threads | gRPC 生产线程数
grpcProducerThreadQueueCapacity | proxy | int | 10000 | count | >=1 | no | Producer waiting slots | gRPC 生产队列长度
grpcConsumerThreadPoolNums | proxy | int | processors | count | >=1 | no | Consumer threads | gRPC 消费线程数
grpcConsumerThreadQueueCapacity | proxy | int | 10000 | count | >=1 | no | Consumer waiting slots | gRPC 消费队列长度
grpcRouteThreadPoolNums | proxy | int | processors | count | >=1 | no | Route threads | gRPC 路由线程数
grpcRouteThreadQueueCapacity | proxy | int | 10000 | count | >=1 | no | Route waiting slots | gRPC 路由队列长度
grpcClientManagerThreadPoolNums | proxy | int | processors | count | >=1 | no | Client management threads | gRPC 客户端管理线程数
grpcClientManagerThreadQueueCapacity | proxy | int | 10000 | count | >=1 | no | Client management waiting slots | gRPC 客户端管理队列长度
producerProcessorThreadPoolNums | proxy | int | processors | count | >=1 | no | Inner producer threads | 生产处理线程数
producerProcessorThreadPoolQueueCapacity | proxy | int | 10000 | count | >=1 | no | Inner producer waiting slots | 生产处理队列长度
consumerProcessorThreadPoolNums | proxy | int | processors | count | >=1 | no | Inner consumer threads | 消费处理线程数
consumerProcessorThreadPoolQueueCapacity | proxy | int | 10000 | count | >=1 | no | Inner consumer waiting slots | 消费处理队列长度
topicRouteServiceThreadPoolNums | proxy | int | processors | count | >=1 | no | Threads refreshing routes | 路由刷新线程数
topicRouteServiceThreadPoolQueueCapacity | proxy | int | 5000 | count | >=1 | no | Waiting slots of route refreshes | 路由刷新队列长度
metadataThreadPoolNums | proxy | int | 3 | count | >=1 | no | Threads refreshing metadata | 元数据刷新线程数
metadataThreadPoolQueueCapacity | proxy | int | 100000 | count | >=1 | no | Waiting slots of metadata refreshes | 元数据刷新队列长度
renewThreadPoolNums | proxy | int | 2 | count | >=1 | no | Core renewal threads | 续期核心线程数
renewMaxThreadPoolNums | proxy | int | 4 | count | >=renewThreadPoolNums | no | Most renewal threads | 续期最大线程数
renewThreadPoolQueueCapacity | proxy | int | 300 | count | >=1 | no | Waiting slots of renewals | 续期队列长度
remotingHeartbeatThreadPoolNums | proxy | int | 2 x processors | count | >=1 | no | Heartbeat threads (remoting) | remoting 心跳线程数
remotingTopicRouteThreadPoolNums | proxy | int | 2 x processors | count | >=1 | no | Route threads (remoting) | remoting 路由线程数
remotingSendMessageThreadPoolNums | proxy | int | 4 x processors | count | >=1 | no | Send threads (remoting) | remoting 发送线程数
remotingPullMessageThreadPoolNums | proxy | int | 4 x processors | count | >=1 | no | Pull threads (remoting) | remoting 拉取线程数
remotingUpdateOffsetThreadPoolNums | proxy | int | 4 x processors | count | >=1 | no | Offset threads (remoting) | remoting 位点线程数
remotingDefaultThreadPoolNums | proxy | int | 4 x processors | count | >=1 | no | Other threads (remoting) | remoting 默认线程数
remotingHeartbeatThreadPoolQueueCapacity | proxy | int | 50000 | count | >=1 | no | Heartbeat waiting slots | remoting 心跳队列长度
remotingTopicRouteThreadPoolQueueCapacity | proxy | int | 50000 | count | >=1 | no | Route waiting slots | remoting 路由队列长度
remotingSendThreadPoolQueueCapacity | proxy | int | 10000 | count | >=1 | no | Send waiting slots | remoting 发送队列长度
remotingPullThreadPoolQueueCapacity | proxy | int | 50000 | count | >=1 | no | Pull waiting slots | remoting 拉取队列长度
remotingUpdateOffsetThreadPoolQueueCapacity | proxy | int | 10000 | count | >=1 | no | Offset waiting slots | remoting 位点队列长度
remotingDefaultThreadPoolQueueCapacity | proxy | int | 50000 | count | >=1 | no | Other waiting slots | remoting 默认队列长度
`
