/** Property rows of the group "Flush & replication"; columns and reader: ../catalogue.ts. */
export const FLUSH_ROWS = `
flushConsumerOffsetInterval | broker | int | 5000 | ms | >0 | no | How often consumer offsets are written to disk | 消费位点落盘间隔
consumerOffsetUpdateVersionStep | broker | long | 500 | count | >=1 | yes | Offset updates per data version step | 每多少次位点更新递增一次版本
flushIntervalCommitLog | store | int | 500 | ms | >0 | yes | Pause of the asynchronous flush loop | 异步刷盘间隔
commitIntervalCommitLog | store | int | 200 | ms | only with transientStorePoolEnable | yes | Pause of the commit loop from the off-heap pool | 堆外池提交间隔
useReentrantLockWhenPutMessage | store | boolean | true |  |  | no | Use a mutex instead of a spin lock for appending | 追加消息使用可重入锁
flushCommitLogTimed | store | boolean | true |  |  | yes | Flush on a timer (sleep) instead of waiting to be woken | 定时刷盘
flushIntervalConsumeQueue | store | int | 1000 | ms | >0 | yes | Pause of the consume queue flush loop | 消费队列刷盘间隔
checkCRCOnRecover | store | boolean | true |  |  | no | Verify message checksums during recovery | 恢复时校验 CRC
flushCommitLogLeastPages | store | int | 4 | count | pages of 4 KiB; 0 flushes always | yes | Dirty pages needed before a flush | 刷盘最少脏页数
commitCommitLogLeastPages | store | int | 4 | count | pages of 4 KiB | yes | Pages needed before a commit from the off-heap pool | 提交最少页数
flushLeastPagesWhenWarmMapedFile | store | int | 4096 | count | pages of 4 KiB; note the spelling 'Maped' | yes | Flush step while warming a new file (sync flush) | 预热文件时的刷盘步长
flushConsumeQueueLeastPages | store | int | 2 | count | pages of 4 KiB | yes | Dirty pages needed before a queue flush | 消费队列刷盘最少脏页数
flushCommitLogThoroughInterval | store | int | 10000 | ms | >0 | yes | Time after which everything is flushed regardless of pages | commitlog 彻底刷盘间隔
commitCommitLogThoroughInterval | store | int | 200 | ms | >0 | yes | Time after which everything is committed regardless of pages | 彻底提交间隔
flushConsumeQueueThoroughInterval | store | int | 60000 | ms | >0 | yes | Time after which all queues are flushed regardless of pages | 消费队列彻底刷盘间隔
messageIndexSafe | store | boolean | false |  |  | no | Include the index in recovery checkpoints | 恢复时以索引时间戳为准
flushDiskType | store | enum FlushDiskType | ASYNC_FLUSH | enum | SYNC_FLUSH, ASYNC_FLUSH (upper case; anything else is silently ignored); changing ASYNC to SYNC at run time breaks sends | no | Whether a send waits for the disk | 刷盘方式：同步或异步
syncFlushTimeout | store | int | 5000 | ms | >0 | yes | Longest wait for a synchronous flush | 同步刷盘超时
warmMapedFileEnable | store | boolean | false |  | applies to files created afterwards; note the spelling 'Maped' | yes | Touch the pages of a new log file in advance | 预热新文件
transientStorePoolEnable | store | boolean | false |  | ineffective on a SLAVE outside controller mode | no | Write to an off-heap pool first, then to the file | 启用堆外内存池
transientStorePoolSize | store | int | 5 | count | each buffer is mappedFileSizeCommitLog bytes and is locked in memory | no | Buffers in that pool | 堆外内存池缓冲个数
fastFailIfNoBufferInStorePool | store | boolean | false |  |  | yes | Fail sends when no buffer is free | 堆外池无空闲时快速失败
recheckReputOffsetFromCq | store | boolean | false |  |  | no | Compute the dispatch start from the queues at start-up | 启动时按消费队列校正分发位点
enabledAppendPropCRC | store | boolean | false |  | must not change at run time | no | Store a checksum over message properties | 存储消息属性 CRC
forceVerifyPropCRC | store | boolean | false |  |  | yes | Treat a missing property checksum as corruption | 强制校验属性 CRC
wakeCommitWhenPutMessage | store | boolean | true |  |  | yes | Wake the commit loop after each write | 写入后唤醒提交线程
wakeFlushWhenPutMessage | store | boolean | false |  |  | yes | Wake the flush loop after each write | 写入后唤醒刷盘线程
maxAsyncPutMessageRequests | store | int | 5000 | count | >=1 | yes | Pending synchronous-flush requests from which the broker reports busy | 同步刷盘请求堆积上限
topicQueueLockNum | store | int | 32 | count | >=1 | no | Number of per-queue append locks | 主题队列锁数量
putConsumeQueueDataByFileChannel | store | boolean | true |  |  | yes | Append queue entries through a file channel | 通过 FileChannel 写消费队列
spinLockCollisionRetreatOptimalDegree | store | int | 1000 | count | >=1 | no | Spins before the back-off lock sleeps | 退避自旋锁的自旋次数
useABSLock | store | boolean | false |  |  | no | Use the adaptive back-off lock for appending | 追加消息使用自适应退避锁
`
