/** Property rows of the group "Retention & disk"; columns and reader: ../catalogue.ts. */
export const RETENTION_ROWS = `
compactionMappedFileSize | store | int | 104857600 | bytes | >0 | no | File size of compacted topics | 压缩主题日志文件大小
compactionCqMappedFileSize | store | int | 10485760 | bytes | >0 | no | Queue file size of compacted topics | 压缩主题队列文件大小
compactionScheduleInternal | store | int | 900000 | ms | >0 | no | Interval of compaction runs | 压缩任务间隔
maxOffsetMapSize | store | int | 104857600 | bytes | shared by all compaction threads | no | Memory for the key map of compaction | 压缩使用的 offset map 内存
enableCompaction | store | boolean | true |  |  | no | Support topics with cleanup.policy COMPACTION | 是否支持压缩主题
diskSpaceWarningLevelRatio | store | int | 90 | ratio | percent; used value clamped to 35..90; system property rocketmq.broker.diskSpaceWarningLevelRatio (fraction) wins | yes | Disk usage at which the broker refuses writes and deletes at once | 磁盘使用率达到该值时拒绝写入并立即清理
diskSpaceCleanForciblyRatio | store | int | 85 | ratio | percent; used value clamped to 30..85; system property rocketmq.broker.diskSpaceCleanForciblyRatio (fraction) wins | yes | Disk usage at which old files are deleted at once, expired or not | 磁盘使用率达到该值时强制清理
cleanResourceInterval | store | int | 10000 | ms | >0 | no | Interval of the clean-up tasks | 清理任务间隔
deleteCommitLogFilesInterval | store | int | 100 | ms | >=0 | yes | Pause between two deleted log files | 删除 commitlog 文件之间的间隔
deleteConsumeQueueFilesInterval | store | int | 100 | ms | >=0 | yes | Pause between two deleted queue files | 删除消费队列文件之间的间隔
destroyMapedFileIntervalForcibly | store | int | 120000 | ms | >0; note the spelling 'Maped' | yes | Time after the first refused deletion when a file in use is deleted anyway | 文件被占用时首次拒绝删除后强制删除的等待时间
redeleteHangedFileInterval | store | int | 120000 | ms | >0 | yes | Interval of retrying a deletion that was refused | 重试删除挂起文件的间隔
deleteWhen | store | String | 04 |  | hours 0..23 separated by ';'; non-numbers raise an error in the clean-up task | yes | Hours of the day at which expired files are deleted | 每天清理过期文件的小时
diskMaxUsedSpaceRatio | store | int | 75 | ratio | percent; values below 10 act as 10, above 95 as 95 | yes | Disk usage above which expired files are deleted outside deleteWhen too | 磁盘使用率超过该值即清理过期文件
fileReservedTime | store | int | 72 | hours | >=0 | yes | Age after which a log file may be deleted | commitlog 文件保留小时数
deleteFileBatchMax | store | int | 10 | count | >=1 | yes | Most files deleted per round | 每轮最多删除文件数
cleanFileForciblyEnable | store | boolean | true |  |  | yes | Allow deleting unexpired files when the disk is nearly full | 磁盘将满时允许删除未过期文件
correctLogicMinOffsetSleepInterval | store | int | 1 | ms | >=0 | yes | Pause between corrections of queue minimum offsets | 校正最小位点的间歇
correctLogicMinOffsetForceInterval | store | int | 300000 | ms | >0 | yes | Interval of forced corrections | 强制校正最小位点的间隔
replicasPerDiskPartition | store | int | 1 | count | >1 shares the partition between that many brokers | yes | Brokers sharing one disk partition | 同一磁盘分区的 broker 数
logicalDiskSpaceCleanForciblyThreshold | store | double | 0.8 | ratio | fraction 0..1; only with replicasPerDiskPartition>1 | yes | Share of the own slice of the partition at which files are deleted at once | 逻辑磁盘占用强制清理阈值
`
