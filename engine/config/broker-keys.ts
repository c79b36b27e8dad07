/**
 * The properties that this engine's broker acts on, with the type each one has in code. Defaults and meanings are in the
 * catalogue; tests hold this table against it, and each key against what it does. A key that is not here is known and dumped, but
 * changes nothing (ignored-reasons.ts says why).
 */

export type BrokerRole = 'ASYNC_MASTER' | 'SYNC_MASTER' | 'SLAVE'

export type FlushDiskType = 'ASYNC_FLUSH' | 'SYNC_FLUSH'

interface ValueOfKind {
  readonly text: string
  readonly number: number
  readonly flag: boolean
  readonly role: BrokerRole
  readonly flush: FlushDiskType
}

export const BROKER_KEYS = {
  // Identity and pairing
  brokerClusterName: 'text',
  brokerName: 'text',
  brokerId: 'number',
  brokerRole: 'role',
  namesrvAddr: 'text',
  configBlackList: 'text',
  // Network
  bindAddress: 'text',
  listenPort: 'number',
  haListenPort: 'number',
  brokerIP1: 'text',
  brokerIP2: 'text',
  registerNameServerPeriod: 'number',
  registerBrokerTimeoutMills: 'number',
  serverChannelMaxIdleTimeSeconds: 'number',
  connectTimeoutMillis: 'number',
  // Topics, groups, permissions
  brokerPermission: 'number',
  defaultTopicQueueNums: 'number',
  autoCreateTopicEnable: 'flag',
  autoCreateSubscriptionGroup: 'flag',
  clusterTopicEnable: 'flag',
  brokerTopicEnable: 'flag',
  traceTopicEnable: 'flag',
  msgTraceTopicName: 'text',
  traceOn: 'flag',
  regionId: 'text',
  validateSystemTopicWhenUpdateTopic: 'flag',
  reviveQueueNum: 'number',
  timerWheelEnable: 'flag',
  // Sending
  maxMessageSize: 'number',
  maxMsgsNumBatch: 'number',
  autoMessageVersionOnTopicLen: 'flag',
  startAcceptSendRequestTimeStamp: 'number',
  // Pulling and consuming
  slaveReadEnable: 'flag',
  longPollingEnable: 'flag',
  shortPollingTimeMills: 'number',
  notifyConsumerIdsChangedEnable: 'flag',
  rejectPullConsumerEnable: 'flag',
  litePullMessageEnable: 'flag',
  useServerSideResetOffset: 'flag',
  maxTransferBytesOnMessageInMemory: 'number',
  maxTransferCountOnMessageInMemory: 'number',
  maxTransferBytesOnMessageInDisk: 'number',
  maxTransferCountOnMessageInDisk: 'number',
  maxFilterMessageSize: 'number',
  accessMessageInMemoryMaxRatio: 'number',
  flushConsumerOffsetInterval: 'number',
  consumerOffsetUpdateVersionStep: 'number',
  // Delay levels
  messageDelayLevel: 'text',
  flushDelayOffsetInterval: 'number',
  delayOffsetUpdateVersionStep: 'number',
  // Store files
  storePathRootDir: 'text',
  storePathCommitLog: 'text',
  mappedFileSizeCommitLog: 'number',
  mappedFileSizeConsumeQueue: 'number',
  messageIndexEnable: 'flag',
  messageIndexSafe: 'flag',
  maxHashSlotNum: 'number',
  maxIndexNum: 'number',
  defaultQueryMaxNum: 'number',
  checkCRCOnRecover: 'flag',
  // Flushing
  flushDiskType: 'flush',
  flushIntervalCommitLog: 'number',
  flushIntervalConsumeQueue: 'number',
  syncFlushTimeout: 'number',
  // Retention
  cleanResourceInterval: 'number',
  deleteWhen: 'text',
  fileReservedTime: 'number',
  deleteFileBatchMax: 'number',
  deleteCommitLogFilesInterval: 'number',
  cleanFileForciblyEnable: 'flag',
  diskMaxUsedSpaceRatio: 'number',
  diskSpaceWarningLevelRatio: 'number',
  diskSpaceCleanForciblyRatio: 'number',
  // Replication
  slaveTimeout: 'number',
  inSyncReplicas: 'number',
  haMasterAddress: 'text',
  haSendHeartbeatInterval: 'number',
  haHousekeepingInterval: 'number',
  haTransferBatchSize: 'number',
  haMaxGapNotInSync: 'number',
  offsetCheckInSlave: 'flag',
} as const satisfies Readonly<Record<string, keyof ValueOfKind>>

export type BrokerKey = keyof typeof BROKER_KEYS

/** The values the broker runs by. A text that Java leaves null is empty here. */
export type BrokerValues = { readonly [K in BrokerKey]: ValueOfKind[(typeof BROKER_KEYS)[K]] } & DerivedValues

/** What follows from several keys. */
export interface DerivedValues {
  /** The port slaves pull topics from, and "VIP" clients use: `listenPort - 2`; 0 (chosen by the system) below 2. */
  readonly fastListenPort: number
}
