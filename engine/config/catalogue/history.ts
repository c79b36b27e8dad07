/**
 * When properties came and went, as `release | owner | keys`: the first release looked at that has them, or the last one. How
 * the rows were made and who reads them: ../property-history.ts.
 */
export const KEYS_SINCE = `
4.5.0 | broker | aclEnable compressedRegister endTransactionPoolQueueCapacity endTransactionThreadPoolNums forceRegister
4.5.0 | broker | heartbeatThreadPoolNums heartbeatThreadPoolQueueCapacity msgTraceTopicName registerNameServerPeriod traceTopicEnable
4.5.0 | broker | transactionCheckInterval transactionCheckMax transactionTimeOut waitTimeMillsInHeartbeatQueue
4.5.0 | broker | waitTimeMillsInTransactionQueue
4.5.0 | store | dLegerGroup dLegerPeers dLegerSelfId enableDLegerCommitLog
4.7.0 | broker | processReplyMessageThreadPoolNums replyThreadPoolQueueCapacity storeReplyMessageEnable
4.7.0 | store | mappedFileSizeCommitLog mappedFileSizeConsumeQueue
4.9.0 | broker | autoDeleteUnusedStats
4.9.0 | store | enableBatchPush enableScheduleMessageStats preferredLeaderId
4.9.8 | broker | configBlackList enableDetailStat isolateLogEnable putMessageFutureThreadPoolNums putThreadPoolQueueCapacity
4.9.8 | store | enableLmq enableMultiDispatch enableScheduleAsyncDeliver maxLmqConsumeQueueNum readOnlyCommitLogStorePaths
4.9.8 | store | scheduleAsyncDeliverMaxPendingLimit scheduleAsyncDeliverMaxResendNum2Blocked slaveTimeout storePathDLedgerCommitLog
4.9.8 | netty-server | serverSocketBacklog writeBufferHighWaterMark writeBufferLowWaterMark
4.9.8 | netty-client | writeBufferHighWaterMark writeBufferLowWaterMark
4.9.8 | namesrv | configBlackList
5.0.0 | broker | accountStatsEnable accountStatsPrintZeroValues ackMessageThreadPoolNums ackThreadPoolQueueCapacity
5.0.0 | broker | adminBrokerThreadPoolQueueCapacity asyncSendEnable brokerConfigPath brokerHeartbeatInterval brokerNotActiveTimeoutMillis
5.0.0 | broker | checkSyncStateSetPeriod cleanOfflineBrokerInterval commercialSizePerMsg compatibleWithOldNameSrv
5.0.0 | broker | consumerOffsetUpdateVersionStep controllerAddr defaultMessageRequestMode defaultPopShareQueueNum
5.0.0 | broker | delayOffsetUpdateVersionStep enableControllerMode enableNetWorkFlowControl enablePopBufferMerge enablePopLog
5.0.0 | broker | enableRemoteEscape enableSlaveActingMaster forwardTimeout inBrokerContainer listenPort litePullMessageEnable
5.0.0 | broker | litePullMessageThreadPoolNums litePullThreadPoolQueueCapacity loadBalancePollNameServerInterval
5.0.0 | broker | loadBalanceProcessorThreadPoolNums loadBalanceThreadPoolQueueCapacity lockInStrictMode maxPopPollingSize popCkMaxBufferSize
5.0.0 | broker | popCkOffsetMaxQueueSize popCkStayBufferTime popCkStayBufferTimeOut popPollingMapSize popPollingSize
5.0.0 | broker | realTimeNotifyConsumerChange rejectPullConsumerEnable reviveInterval reviveMaxSlow reviveQueueNum reviveScanTime
5.0.0 | broker | sendHeartbeatTimeoutMillis serverLoadBalancerEnable skipPreOnline syncBrokerMemberGroupPeriod syncBrokerMetadataPeriod
5.0.0 | broker | syncControllerMetadataPeriod waitTimeMillsInAckQueue waitTimeMillsInLitePullQueue
5.0.0 | store | allAckInSyncStateSet asyncLearner cleanSwapedMapInterval commitLogForceSwapMapInterval commitLogSwapMapInterval
5.0.0 | store | commitLogSwapMapReserveFileNum correctLogicMinOffsetForceInterval correctLogicMinOffsetSleepInterval deleteFileBatchMax
5.0.0 | store | disappearTimeAfterStart diskSpaceCleanForciblyRatio diskSpaceWarningLevelRatio dispatchCqCacheNum dispatchCqThreads
5.0.0 | store | dispatchFromSenderThread enableAsyncReput enableAutoInSyncReplicas enableCleanExpiredOffset haFlowControlEnable
5.0.0 | store | haMaxGapNotInSync haMaxTimeSlaveNotCatchup inSyncReplicas logicQueueForceSwapMapInterval logicQueueSwapMapInterval
5.0.0 | store | logicQueueSwapMapReserveFileNum logicalDiskSpaceCleanForciblyThreshold mappedFileSizeTimerLog mappedFileSwapEnable
5.0.0 | store | mapperFileSizeBatchConsumeQueue maxAsyncPutMessageRequests maxBatchDeleteFilesNum maxChecksumRange maxHaTransferByteInSecond
5.0.0 | store | maxRecoveryCommitlogFiles maxSlaveResendLength maxTopicLength minInSyncReplicas pullBatchMaxMessageCount putMessageTimeout
5.0.0 | store | recheckReputOffsetFromCq replicasPerDiskPartition searchBcqByCacheEnable storePathEpochFile syncFromLastFile
5.0.0 | store | syncMasterFlushOffsetWhenStartup timerCongestNumEachSlot timerEnableCheckMetrics timerFlushIntervalMs
5.0.0 | store | timerGetMessageThreadNum timerInterceptDelayLevel timerMaxDelaySec timerMetricSmallThreshold timerPrecisionMs
5.0.0 | store | timerProgressLogIntervalMs timerPutMessageThreadNum timerRollWindowSlot timerStopEnqueue timerWheelEnable totalReplicas
5.0.0 | store | travelCqFileNumWhenGetMessage wakeCommitWhenPutMessage wakeFlushWhenPutMessage
5.0.0 | netty-server | bindAddress
5.0.0 | netty-client | disableCallbackExecutor disableNettyWorkerGroup
5.0.0 | namesrv | clientRequestThreadPoolNums clientRequestThreadPoolQueueCapacity defaultThreadPoolNums defaultThreadPoolQueueCapacity
5.0.0 | namesrv | enableAllTopicList enableControllerInNamesrv enableTopicList notifyMinBrokerIdChanged returnOrderTopicConfigToBroker
5.0.0 | namesrv | scanNotActiveBrokerInterval supportActingMaster unRegisterBrokerQueueCapacity
5.0.0 | controller | configStorePath controllerDLegerGroup controllerDLegerPeers controllerDLegerSelfId
5.0.0 | controller | controllerRequestThreadPoolQueueCapacity controllerStorePath controllerThreadPoolNums enableElectUncleanMaster
5.0.0 | controller | mappedFileSize notifyBrokerRoleChanged processReadEvent rocketmqHome scanNotActiveBrokerInterval
5.1.0 | broker | broadcastOffsetExpireMaxSecond broadcastOffsetExpireSecond brokerElectionPriority channelExpiredTimeout
5.1.0 | broker | controllerHeartBeatTimeoutMills enableBroadcastOffsetStore enableNotifyAfterPopOrderLockRelease enableSkipLongAwaitingAck
5.1.0 | broker | estimateAccumulation fetchControllerAddrByDnsLookup fetchNameSrvAddrByDnsLookup metricGrpcExporterIntervalInMills
5.1.0 | broker | metricGrpcExporterTimeOutInMills metricsExporterType metricsGrpcExporterHeader metricsGrpcExporterTarget metricsInDelta
5.1.0 | broker | metricsLabel metricsPromExporterHost metricsPromExporterPort recoverConcurrently recoverThreadPoolNums reviveAckWaitMs
5.1.0 | broker | subscriptionExpiredTimeout transactionOpBatchInterval transactionOpMsgMaxSize useServerSideResetOffset
5.1.0 | broker | validateSystemTopicWhenUpdateTopic
5.1.0 | store | autoMessageVersionOnTopicLen batchDispatchRequestThreadPoolNums compactionCqMappedFileSize compactionMappedFileSize
5.1.0 | store | compactionScheduleInternal compactionThreadNum enableBuildConsumeQueueConcurrently enableCompaction maxConsumeQueueScan
5.1.0 | store | maxOffsetMapSize sampleCountThreshold
5.1.0 | netty-client | socksProxyConfig
5.1.0 | namesrv | needWaitForService waitSecondsForService
5.1.0 | tiered | brokerClusterName brokerName commitLogRollingInterval commitLogRollingMinimumSize messageIndexEnable
5.1.0 | tiered | readAheadCacheExpireDuration readAheadCacheSizeThresholdRate readAheadMessageCountThreshold readAheadMessageSizeThreshold
5.1.0 | tiered | storePathRootDir tieredBackendServiceProvider tieredMetadataServiceProvider tieredStorageLevel tieredStoreCommitLogMaxSize
5.1.0 | tiered | tieredStoreConsumeQueueMaxSize tieredStoreFileReservedTime tieredStoreGroupCommitCount tieredStoreGroupCommitSize
5.1.0 | tiered | tieredStoreIndexFileMaxHashSlotNum tieredStoreIndexFileMaxIndexNum tieredStoreMaxGroupCommitCount
5.1.4 | broker | cgColdReadThreshold coldCtrStrategyEnable enableMixedMessageType enablePopBatchAck enableSingleTopicRegister
5.1.4 | broker | enableSplitRegistration fetchNamesrvAddrInterval globalColdReadThreshold initPopOffsetByCheckMsgInMem
5.1.4 | broker | metricLoggingExporterIntervalInMills metricsOtelCardinalityLimit popResponseReturnActualRetryTopic splitRegistrationSize
5.1.4 | broker | usePIDColdCtrStrategy useStaticSubscription
5.1.4 | store | accessMessageInMemoryHotRatio coldDataFlowControlEnable coldDataScanEnable dataReadAheadEnable enableRocksDBLog
5.1.4 | store | realTimePersistRocksDBConfig sampleSteps storePathBrokerIdentity storeType timerColdDataCheckIntervalMs topicQueueLockNum
5.1.4 | namesrv | deleteTopicWithBrokerRegistration
5.1.4 | controller | metricGrpcExporterIntervalInMills metricGrpcExporterTimeOutInMills metricLoggingExporterIntervalInMills
5.1.4 | controller | metricsExporterType metricsGrpcExporterHeader metricsGrpcExporterTarget metricsInDelta metricsLabel
5.1.4 | controller | metricsPromExporterHost metricsPromExporterPort scanInactiveMasterInterval
5.1.4 | tiered | objectStoreAccessKey objectStoreBucket objectStoreEndpoint objectStoreSecretKey tieredStoreFilePath
5.2.0 | broker | enablePopMessageThreshold enableRetryTopicV2 popInflightMessageThreshold retrieveMessageFromPopRetryTopicV1
5.2.0 | broker | transactionMetricFlushInterval
5.2.0 | store | cleanRocksDBDirtyCQIntervalMin enabledAppendPropCRC forceVerifyPropCRC maxFilterMessageSize memTableFlushIntervalMs
5.2.0 | store | statRocksDBCQIntervalSec timerSkipUnknownError
5.2.0 | netty-server | enableShutdownGracefully shutdownWaitTimeSeconds
5.2.0 | netty-client | enableReconnectForGoAway maxReconnectIntervalTimeSeconds
5.2.0 | controller | configBlackList controllerType electMasterMaxRetryCount jRaftControllerRPCAddr jRaftElectionTimeoutMs jRaftGroupId
5.2.0 | controller | jRaftInitConf jRaftScanWaitTimeoutMs jRaftServerId jRaftSnapshotIntervalSecs
5.2.0 | tiered | recordGetMessageResult
5.3.0 | broker | waitTimeMillsInAdminBrokerQueue
5.3.0 | store | readUnCommitted
5.3.0 | netty-client | scanAvailableNameSrv
5.3.0 | auth | aclCacheExpiredSecond aclCacheMaxNum aclCacheRefreshSecond authConfigPath authenticationEnabled
5.3.0 | auth | authenticationMetadataProvider authenticationProvider authenticationStrategy authenticationWhitelist authorizationEnabled
5.3.0 | auth | authorizationMetadataProvider authorizationProvider authorizationStrategy authorizationWhitelist clusterName configName
5.3.0 | auth | initAuthenticationUser innerClientAuthenticationCredentials migrateAuthFromV1Enabled statefulAuthenticationCacheExpiredSecond
5.3.0 | auth | statefulAuthenticationCacheMaxNum statefulAuthorizationCacheExpiredSecond statefulAuthorizationCacheMaxNum
5.3.0 | auth | userCacheExpiredSecond userCacheMaxNum userCacheRefreshSecond
5.3.0 | tiered | readAheadCacheEnable tieredStoreCrcCheckEnable tieredStoreGroupCommit tieredStoreGroupCommitTimeout
5.3.0 | tiered | tieredStoreMaxPendingLimit
5.3.3 | broker | allowRecallWhenBrokerNotWriteable appendAckAsync appendCkAsync clearRetryTopicWhenDeleteTopic configManagerVersion
5.3.3 | broker | enableCreateSysGroup enableFastChannelEventProcess enableLmqStats enableNotifyBeforePopCalculateLag enableRegisterProducer
5.3.3 | broker | maxStatsIdleTimeInMinutes popConsumerFSServiceInit popConsumerKVServiceEnable popConsumerKVServiceInit
5.3.3 | broker | popConsumerKVServiceLog popFromRetryProbability popLongPollingForceNotifyInterval popReviveMaxAttemptTimes
5.3.3 | broker | popReviveMaxReturnSizePerRead printChannelGroups printChannelGroupsMinNum recallMessageEnable skipWhenCKRePutReachMaxTimes
5.3.3 | broker | updateNameServerAddrPeriod
5.3.3 | store | bottomMostCompressionTypeForConsumeQueueStore putConsumeQueueDataByFileChannel rocksdbCQDoubleWriteEnable
5.3.3 | store | rocksdbCompressionType rocksdbFlushWalFrequency rocksdbWalFileRollingThreshold spinLockCollisionRetreatOptimalDegree
5.3.3 | store | timerEnableRetryUntilSuccess useABSLock
5.3.3 | netty-server | serverNettyWorkerGroupEnable
5.3.3 | tiered | tieredStoreDeleteFileEnable tieredStoreDeleteFileInterval
`

/** Keys that 5.3.3 has no more. */
export const KEYS_GONE = `
4.5.0 | store | mapedFileSizeCommitLog mapedFileSizeConsumeQueue
4.9.8 | broker | commercialBigCount commercialEnable commercialTimerCount commercialTransCount
4.9.8 | store | haSlaveFallbehindMax
5.1.0 | broker | filterServerNums maxDelayTime
5.1.0 | tiered | ossAccessKey ossBucket ossEndpoint ossSecretKey tieredStoreFilepath
5.1.4 | store | memTableFlushInterval
5.2.0 | tiered | readAheadBatchSizeFactorThreshold readAheadMaxFactor readAheadMinFactor
5.3.0 | netty-client | enableTransparentRetry
5.3.0 | tiered | maxCommitJitter tieredStoreIndexFileRollingIdleInterval tieredStoreMaxFallBehindSize
`
