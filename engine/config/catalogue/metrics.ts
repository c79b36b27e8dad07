/** Property rows of the group "Tracing & metrics"; columns and reader: ../catalogue.ts. */
export const METRICS_ROWS = `
msgTraceTopicName | broker | String | RMQ_SYS_TRACE_TOPIC |  |  | no | Topic used for message traces when traceTopicEnable is on | 消息轨迹主题名
traceTopicEnable | broker | boolean | false |  |  | no | Create the trace topic on this broker at start-up | 启动时是否在本 broker 创建轨迹主题
commercialBaseCount | broker | int | 1 | count | >=1 | yes | Multiplier of the commercial statistics per request | 商业统计的基数
commercialSizePerMsg | broker | int | 4096 | bytes | >0 | yes | Message size that counts as one billing unit | 商业统计中按多大字节算一条
accountStatsEnable | broker | boolean | true |  | inert in 5.3.3 brokers (the statistics manager gets no config object and always collects) | no | Collect account statistics | 是否收集账号维度统计（5.3.3 broker 中不生效，始终收集）
accountStatsPrintZeroValues | broker | boolean | true |  | inert in 5.3.3 brokers (zero rows are always printed) | no | Print account statistics rows that are zero | 是否打印为零的账号统计（5.3.3 broker 中不生效）
maxStatsIdleTimeInMinutes | broker | int | -1 | min | inert in 5.3.3 brokers (idle items are kept for ever) | no | Drop statistics items idle for this long | 统计项空闲多久后清理（5.3.3 broker 中不生效）
regionId | broker | String | DefaultRegion |  |  | yes | Region label added to replies and traces | 区域标识，写入响应与轨迹
traceOn | broker | boolean | true |  |  | yes | Tell clients through send replies that tracing is wanted | 通知客户端是否开启轨迹
enablePopLog | broker | boolean | false |  |  | yes | Write detailed pop logs | 打印 POP 详细日志
popConsumerKVServiceLog | broker | boolean | false |  |  | yes | Write logs of the RocksDB based pop service | 打印基于 RocksDB 的 POP 日志
enableDetailStat | broker | boolean | true |  |  | no | Collect per-queue statistics | 是否收集队列级统计
autoDeleteUnusedStats | broker | boolean | true |  |  | yes | Drop statistics when a topic or group is deleted | 删除主题/组时同时清理统计
isolateLogEnable | broker | boolean | false |  |  | no | Write logs to an own folder named brokerName_brokerId (or brokerName_dLegerSelfId) | 日志按 broker 隔离目录
metricsExporterType | broker | enum MetricsExporterType | DISABLE | enum | DISABLE, OTLP_GRPC, PROM, LOG (or 0..3) | no | How metrics leave the broker | 指标导出方式
metricsOtelCardinalityLimit | broker | int | 50000 | count | >=1 | no | Series limit per metric | 单个指标的最大基数
metricsGrpcExporterTarget | broker | String |  |  | URL; needed for OTLP_GRPC | no | OTLP collector address | OTLP 采集端地址
metricsGrpcExporterHeader | broker | String |  |  | key:value pairs separated by ',' | no | Extra headers for the OTLP exporter | OTLP 导出附加头
metricGrpcExporterTimeOutInMills | broker | long | 3000 | ms | >0 | no | Time limit of one OTLP export | OTLP 导出超时
metricGrpcExporterIntervalInMills | broker | long | 60000 | ms | >0 | no | Interval of OTLP exports | OTLP 导出间隔
metricLoggingExporterIntervalInMills | broker | long | 10000 | ms | >0 | no | Interval of LOG exports | 日志方式导出间隔
metricsPromExporterPort | broker | int | 5557 | port | 1..65535 | no | Port of the Prometheus page | Prometheus 指标端口
metricsPromExporterHost | broker | String |  |  | empty means brokerIP1 | no | Bind address of the Prometheus page | Prometheus 指标绑定地址
metricsLabel | broker | String |  |  | key:value pairs separated by ',' | no | Extra labels on every metric | 附加指标标签
metricsInDelta | broker | boolean | false |  |  | no | Export differences instead of totals | 以增量方式导出
printChannelGroups | broker | boolean | false |  |  | yes | Log the groups of a connection that carries many | 打印单连接的消费组列表
printChannelGroupsMinNum | broker | int | 5 | count | values below 5 act as 5 | yes | Group count from which that log is written | 触发打印的最小组数
enableLmqStats | broker | boolean | false |  |  | yes | Keep separate statistics per light queue | 按轻量队列单独统计
diskFallRecorded | store | boolean | true |  |  | yes | Record how far a group reads behind the disk | 记录消费落后磁盘的统计
enableScheduleMessageStats | store | boolean | true |  |  | yes | Collect statistics of delayed messages | 收集延迟消息统计
enableRocksDBLog | store | boolean | false |  |  | yes | Log RocksDB queue details | 打印 RocksDB 队列日志
metricsExporterType | controller | enum MetricsExporterType | DISABLE | enum | DISABLE, OTLP_GRPC, PROM, LOG (or 0..3) | no | How metrics leave the controller | 指标导出方式
metricsGrpcExporterTarget | controller | String |  |  | URL | no | OTLP collector address | OTLP 采集端地址
metricsGrpcExporterHeader | controller | String |  |  | key:value pairs separated by ',' | no | Extra headers for the OTLP exporter | OTLP 附加头
metricGrpcExporterTimeOutInMills | controller | long | 3000 | ms | >0 | no | Time limit of one OTLP export | OTLP 导出超时
metricGrpcExporterIntervalInMills | controller | long | 60000 | ms | >0 | no | Interval of OTLP exports | OTLP 导出间隔
metricLoggingExporterIntervalInMills | controller | long | 10000 | ms | >0 | no | Interval of LOG exports | 日志导出间隔
metricsPromExporterPort | controller | int | 5557 | port | 1..65535 | no | Port of the Prometheus page | Prometheus 端口
metricsPromExporterHost | controller | String |  |  | empty means 0.0.0.0 | no | Bind address of the Prometheus page | Prometheus 绑定地址
metricsLabel | controller | String |  |  | key:value pairs separated by ',' | no | Extra labels on every metric | 附加标签
metricsInDelta | controller | boolean | false |  |  | no | Export differences instead of totals | 增量导出
enablePrintJstack | proxy | boolean | true |  |  | no | Dump stacks when pools are saturated | 线程池饱和时打印栈
printJstackInMillis | proxy | long | 60000 | ms | >0 | no | Smallest gap between two dumps | 打印栈的最小间隔
printThreadPoolStatusInMillis | proxy | long | 3000 | ms | >0 | no | Interval of pool status logs | 打印线程池状态间隔
metricCollectorMode | proxy | String | off | enum | off, on, proxy (case ignored; other text acts as off) | no | Where gRPC clients send their metrics | 客户端指标采集方式
metricCollectorAddress | proxy | String |  |  | host:port, for mode on | no | Metrics collector told to clients | 下发给客户端的采集地址
regionId | proxy | String |  |  |  | no | Region label in answers | 区域标识
traceOn | proxy | boolean | false |  |  | no | Tell remoting clients that tracing is wanted | 通知客户端是否开启轨迹
metricsExporterType | proxy | enum MetricsExporterType | DISABLE | enum | DISABLE, OTLP_GRPC, PROM, LOG (or 0..3) | no | How metrics leave the proxy | 指标导出方式
metricsGrpcExporterTarget | proxy | String |  |  | URL | no | OTLP collector address | OTLP 采集端地址
metricsGrpcExporterHeader | proxy | String |  |  | key:value pairs separated by ',' | no | Extra headers for the OTLP exporter | OTLP 附加头
metricGrpcExporterTimeOutInMills | proxy | long | 3000 | ms | >0 | no | Time limit of one OTLP export | OTLP 导出超时
metricGrpcExporterIntervalInMills | proxy | long | 60000 | ms | >0 | no | Interval of OTLP exports | OTLP 导出间隔
metricLoggingExporterIntervalInMills | proxy | long | 10000 | ms | >0 | no | Interval of LOG exports | 日志导出间隔
metricsPromExporterPort | proxy | int | 5557 | port | 1..65535; collides with a broker on the same host when both use PROM | no | Port of the Prometheus page | Prometheus 端口
metricsPromExporterHost | proxy | String |  |  | empty means 0.0.0.0 | no | Bind address of the Prometheus page | Prometheus 绑定地址
metricsLabel | proxy | String |  |  | key:value pairs separated by ',' | no | Extra labels on every metric | 附加标签
metricsInDelta | proxy | boolean | false |  |  | no | Export differences instead of totals | 增量导出
`
