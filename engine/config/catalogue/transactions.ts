/** Property rows of the group "Transactions"; columns and reader: ../catalogue.ts. */
export const TRANSACTIONS_ROWS = `
endTransactionThreadPoolNums | broker | int | max(8 + 2 x processors, 4 x min(processors, 4)) | count | >=1 | no | Threads serving commit and rollback requests | 处理事务提交/回滚的线程数
rejectTransactionMessage | broker | boolean | false |  |  | yes | Refuse transactional messages | 拒绝事务消息
endTransactionPoolQueueCapacity | broker | int | 100000 | count | >=1 | no | Waiting slots for commit and rollback | 事务结束线程池队列长度
waitTimeMillsInTransactionQueue | broker | long | 3000 | ms | >0 | yes | Longest wait of a transaction end request in its queue | 事务结束请求最大排队时间
transactionTimeOut | broker | long | 6000 | ms | >0 | yes | Age at which a half message is checked first | 半消息首次回查前等待时间
transactionCheckMax | broker | int | 15 | count | >=1 | yes | Checks before a half message is given up | 半消息最大回查次数
transactionCheckInterval | broker | long | 30000 | ms | >0 | yes | Pause between check rounds | 事务回查轮询间隔
transactionMetricFlushInterval | broker | long | 3000 | ms | >0 | yes | How often transaction metrics are written | 事务指标落盘间隔
transactionOpMsgMaxSize | broker | int | 4096 | bytes | >0 | yes | Size at which a batch of op records is written | 事务 op 消息批量大小
transactionOpBatchInterval | broker | int | 3000 | ms | >0 | yes | Longest wait of op records before writing | 事务 op 消息批量写入间隔
maxTransactionRecoverySecond | proxy | long | 3600 | s | <=0 means unlimited | no | Longest first-check delay a producer may ask | 事务首次回查延时上限
grpcTransactionThreadPoolNums | proxy | int | processors | count | >=1 | no | Transaction threads | gRPC 事务线程数
grpcTransactionThreadQueueCapacity | proxy | int | 10000 | count | >=1 | no | Transaction waiting slots | gRPC 事务队列长度
transactionHeartbeatThreadPoolNums | proxy | int | 20 | count | >=1 | no | Threads sending producer heartbeats | 事务心跳线程数
transactionHeartbeatThreadPoolQueueCapacity | proxy | int | 200 | count | >=1 | no | Waiting slots of producer heartbeats | 事务心跳队列长度
transactionHeartbeatPeriodSecond | proxy | int | 20 | s | >0 | no | Interval of producer heartbeats to brokers | 事务心跳间隔
transactionHeartbeatBatchNum | proxy | int | 100 | count | >=1 | no | Producer groups per heartbeat | 单次事务心跳组数
transactionDataExpireScanPeriodMillis | proxy | long | 10000 | ms | >0 | no | Interval of dropping old transaction data | 事务数据过期扫描间隔
transactionDataMaxWaitClearMillis | proxy | long | 30000 | ms | >0 | no | Longest wait for open transactions at shutdown | 停机等待事务清空时间
transactionDataExpireMillis | proxy | long | 30000 | ms | >0 | no | Lifetime of transaction data | 事务数据过期时间
transactionDataMaxNum | proxy | int | 15 | count | >=1 | no | Open transactions remembered per producer | 单生产者记录的事务数
`
