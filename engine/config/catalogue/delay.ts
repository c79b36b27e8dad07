/** Property rows of the group "Delay & timer"; columns and reader: ../catalogue.ts. */
export const DELAY_ROWS = `
delayOffsetUpdateVersionStep | broker | long | 200 | count | >=1 | yes | Delay offset updates per data version step | 每多少次延迟位点更新递增一次版本
allowRecallWhenBrokerNotWriteable | broker | boolean | true |  |  | yes | Accept recall of delayed messages when the broker is not writable | broker 不可写时仍允许撤回消息
recallMessageEnable | broker | boolean | false |  |  | yes | Accept recall of delayed messages | 允许撤回定时消息
mappedFileSizeTimerLog | store | int | 104857600 | bytes | >0 | no | Size of one timer log file | timerlog 单文件大小
timerPrecisionMs | store | int | 1000 | ms | snapped down to 100, 200, 500 or 1000; below 200 becomes 100 | no | Precision of timer messages | 定时消息精度
timerRollWindowSlot | store | int | 172800 | count | 2..(slots-60); outside the range the largest value is used | no | Slots after which far-away timer messages are re-queued | 定时消息滚动窗口槽数
timerFlushIntervalMs | store | int | 1000 | ms | >0 | yes | Interval of writing timer state | 定时状态落盘间隔
timerGetMessageThreadNum | store | int | 3 | count | >=1 (smaller acts as 1) | no | Threads reading due timer messages | 读取到期定时消息的线程数
timerPutMessageThreadNum | store | int | 3 | count | >=1 (smaller acts as 1) | no | Threads re-delivering due timer messages | 投递到期定时消息的线程数
timerEnableDisruptor | store | boolean | false |  | no setter: cannot be set from a file; shown in dumps | no | Alternative queue type of the timer | 定时队列实现（无法通过文件设置）
timerEnableCheckMetrics | store | boolean | true |  |  | yes | Check timer metrics daily | 每日校验定时指标
timerInterceptDelayLevel | store | boolean | false |  | the only reader is commented out in 5.3.3 | no | Left-over switch to send delay levels through the timer | 遗留配置，5.3.3 未使用
timerMaxDelaySec | store | int | 259200 | s | >0 | yes | Farthest delivery time accepted | 定时消息最大延时
timerWheelEnable | store | boolean | true |  | switching on needs a restart | no | Support arbitrary delivery times | 是否启用任意时间定时消息
timerStopEnqueue | store | boolean | false |  |  | yes | Stop moving messages into the timer | 暂停定时消息入轮
timerCheckMetricsWhen | store | String | 05 |  | no setter: cannot be set from a file; shown in dumps | no | Hour of the metrics check | 校验定时指标的钟点（无法通过文件设置）
timerSkipUnknownError | store | boolean | false |  |  | yes | Skip timer records that fail | 跳过出错的定时记录
timerWarmEnable | store | boolean | false |  | no setter: cannot be set from a file; shown in dumps | no | Pre-read due messages | 预热到期消息（无法通过文件设置）
timerStopDequeue | store | boolean | false |  | no setter: cannot be set from a file; shown in dumps | no | Stop delivering due messages | 暂停定时消息出轮（无法通过文件设置）
timerEnableRetryUntilSuccess | store | boolean | false |  |  | yes | Retry delivery for ever instead of three times | 投递失败时无限重试
timerCongestNumEachSlot | store | int | 2147483647 | count | >=1 | yes | Messages per slot from which sends are thinned out; twice as many refuses all | 单槽消息数流控阈值
timerMetricSmallThreshold | store | int | 1000000 | count | >=1 | yes | Count below which a topic is verified exactly | 小主题指标阈值
timerProgressLogIntervalMs | store | int | 10000 | ms | >0 | yes | Interval of timer progress logs | 定时进度日志间隔
messageDelayLevel | store | String | 1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h |  | numbers with unit s, m, h or d separated by one blank | no | Delay levels 1..n | 延迟级别定义
flushDelayOffsetInterval | store | long | 10000 | ms | >0 | no | How often delay offsets are written | 延迟消息位点落盘间隔
enableScheduleAsyncDeliver | store | boolean | false |  |  | no | Deliver delayed messages asynchronously | 延迟消息异步投递
scheduleAsyncDeliverMaxPendingLimit | store | int | 2000 | count | >=1 | yes | Pending asynchronous deliveries allowed | 异步投递最大挂起数
scheduleAsyncDeliverMaxResendNum2Blocked | store | int | 3 | count | >=1 | yes | Resends before the delay queue blocks | 异步投递阻塞前的重试次数
maxDelayTimeMills | proxy | long | 86400000 | ms | <=0 means unlimited | no | Farthest delivery time of delayed messages | 最大延时
useDelayLevel | proxy | boolean | false |  |  | no | Map delivery times to delay levels instead of timer messages | 用延迟级别代替任意定时
messageDelayLevel | proxy | String | 1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h |  | numbers with unit s, m, h or d separated by one blank | no | Delay levels used for that mapping | 延迟级别定义
`
