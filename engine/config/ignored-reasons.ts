/**
 * Why this engine has no use for a property it knows: one sentence for each feature that is not there or needs no setting.
 * It refuses to decide which keys those are; see property-support.ts.
 */
import type { PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'

interface Reason {
  readonly text: BilingualText
  readonly fits: (row: PropertyRow) => boolean
}

const NOT_MAPPED = say('files are not mapped into memory: they are deleted at once', '文件不做内存映射：直接删除')
const FLUSHES_ALL = say('every flush writes all there is', '每次刷盘都写出全部内容')
const STOPS_GRACEFULLY = say(
  'a stop always lets answers out that are owed, for a second at most',
  '停止时总是先发完应答，最多一秒',
)
const NO_PROXY_BROADCAST = say('broadcast offsets stay with the clients', '广播消费位点由客户端保存')
const REGISTERS_ALL = say(
  'each period registers all topics, a change the changed ones',
  '定期注册全部主题，变更时只注册变更的主题',
)
const FIXED_EXPIRY = say('clients are dropped after two minutes without a heartbeat', '客户端两分钟无心跳即移除')
const SERVES_SLOW = say('groups that lag are served like the others', '落后的消费组同样得到服务')

const FLUSH_FOLLOWS = say('a flush follows each write after the interval', '每次写入后按间隔刷盘')
const COUNTS_LAG = say('lag is counted, not estimated', '堆积按实际计数，不做估算')
const CORRECTED_WITH_FILES = say('queues are corrected when files of the log go', '删除 commitlog 文件时即校正队列')
const WHOLE_PARTITION = say('a disk partition is not divided among brokers', '不在多个 broker 之间划分磁盘分区')
const CLIENTS_BALANCE = say('clients divide the queues themselves', '队列由客户端自行分配')

/** Single keys whose reason no pattern tells. */
const REASON_OF_KEY: Readonly<Record<string, BilingualText>> = {
  broadcastOffsetExpireMaxSecond: NO_PROXY_BROADCAST,
  broadcastOffsetExpireSecond: NO_PROXY_BROADCAST,
  enableBroadcastOffsetStore: NO_PROXY_BROADCAST,
  channelExpiredTimeout: FIXED_EXPIRY,
  clientChannelMaxIdleTimeSeconds: say(
    'its own connections close after two idle minutes',
    '自身的连接空闲两分钟即关闭',
  ),
  subscriptionExpiredTimeout: say('subscriptions end with their clients', '订阅随客户端结束'),
  consumerFallbehindThreshold: SERVES_SLOW,
  disableConsumeIfConsumerReadSlowly: SERVES_SLOW,
  diskFallRecorded: say('lag behind the disk is not recorded', '不记录落后磁盘的统计'),
  maxConsumeQueueScan: COUNTS_LAG,
  estimateAccumulation: COUNTS_LAG,
  correctLogicMinOffsetForceInterval: CORRECTED_WITH_FILES,
  correctLogicMinOffsetSleepInterval: CORRECTED_WITH_FILES,
  replicasPerDiskPartition: WHOLE_PARTITION,
  logicalDiskSpaceCleanForciblyThreshold: WHOLE_PARTITION,
  serverLoadBalancerEnable: CLIENTS_BALANCE,
  loadBalancePollNameServerInterval: CLIENTS_BALANCE,
  inBrokerContainer: say('there are no broker containers', '没有 broker 容器'),
  fetchNamesrvAddrInterval: say('name servers are taken from namesrvAddr only', 'NameServer 只取自 namesrvAddr'),
  splitRegistrationSize: REGISTERS_ALL,
  enableCreateSysGroup: say('system groups are always made', '系统消费组总是自动创建'),
  enableDetailStat: say('the detailed statistics always run', '详细统计始终进行'),
  enableShutdownGracefully: STOPS_GRACEFULLY,
  shutdownWaitTimeSeconds: STOPS_GRACEFULLY,
  compressedRegister: say('registrations are sent as they are', '注册请求不压缩'),
  enableSingleTopicRegister: REGISTERS_ALL,
  forceRegister: REGISTERS_ALL,
  updateNameServerAddrPeriod: say('a change of namesrvAddr is taken over at once', 'namesrvAddr 的变更立即生效'),
  flushCommitLogLeastPages: FLUSHES_ALL,
  flushCommitLogThoroughInterval: FLUSHES_ALL,
  flushConsumeQueueLeastPages: FLUSHES_ALL,
  flushConsumeQueueThoroughInterval: FLUSHES_ALL,
  flushCommitLogTimed: FLUSH_FOLLOWS,
  wakeFlushWhenPutMessage: FLUSH_FOLLOWS,
  recheckReputOffsetFromCq: say('the start always takes up where the queues end', '启动时总是从消费队列的末尾继续分发'),
  travelCqFileNumWhenGetMessage: say('a pull goes on through the files it needs', '一次拉取会读完所需的文件'),
  clearRetryTopicWhenDeleteTopic: say('there are no POP retry topics', '没有 POP 重试主题'),
  deleteConsumeQueueFilesInterval: NOT_MAPPED,
  destroyMapedFileIntervalForcibly: NOT_MAPPED,
  redeleteHangedFileInterval: NOT_MAPPED,
  lockInStrictMode: say('the broker that is asked grants order locks alone', '顺序锁由收到请求的 broker 单独授予'),
  minInSyncReplicas: say('inSyncReplicas is never lowered by itself', 'inSyncReplicas 不会自动降低'),
  totalReplicas: say('slaves are counted as they connect', '从节点按实际连接计数'),
  maxAsyncPutMessageRequests: say('the number of waiting sends has a fixed bound', '等待中的发送数有固定上限'),
  enablePropertyFilter: say('SQL92 subscriptions are refused in any case', '任何情况下都拒绝 SQL92 订阅'),
}

/** The first that fits decides. */
const REASONS: readonly Reason[] = [
  { text: say('5.3.3 itself never reads it', '5.3.3 本身也从不读取它'), fits: (row) => row.dead },
  {
    text: say('5.3.3 has no setter for it: no file can set it', '5.3.3 没有它的 setter:无法通过文件设置'),
    fits: (row) => !row.settable,
  },
  {
    text: say('it belongs to the gRPC proxy, which is not here', '它属于 gRPC 代理，本引擎没有代理'),
    fits: (row) => row.owner === 'proxy',
  },
  {
    text: say('it belongs to the controller, which is not here', '它属于控制器，本引擎没有控制器'),
    fits: (row) => row.owner === 'controller',
  },
  { text: say('there is no tiered storage', '没有分层存储'), fits: (row) => row.owner === 'tiered' },
  { text: say('there are no users and permissions', '没有用户与权限'), fits: (row) => row.owner === 'auth' },
  {
    text: say('there is no RocksDB store', '没有 RocksDB 存储'),
    fits: has(/rocksdb/i, /^memTable/, /KVService/, /^bottomMost/),
  },
  { text: say('there are no compacted topics', '没有压缩主题'), fits: has(/compaction/i, /^maxOffsetMapSize$/) },
  {
    text: say('records go straight to the page cache', '消息直接写入页缓存'),
    fits: has(/^transientStore/, /^commit(CommitLog|Interval)/, /InStorePool$/, /^wakeCommit/),
  },
  { text: say('there are no light queues', '没有轻量队列'), fits: has(/lmq/i) },
  {
    text: say('there are no SQL92 filters', '没有 SQL92 过滤'),
    fits: has(/bloom/i, /ConsumeQueueExt/, /^filter/, /UseFilter$/, /CalcFilterBitMap/),
  },
  { text: say('no metrics are exported', '不会导出指标'), fits: has(/^metrics?[A-Z]/) },
  {
    text: say('consumers pull: there is no POP', '消费者使用 PULL:没有 POP'),
    fits: has(/pop[A-Z]/i, /^revive/, /Ack/, /CKRePut/, /appendCk/, /RetryTopicV2/, /MessageRequestMode/),
  },
  { text: say('transactional messages are refused', '事务消息会被拒绝'), fits: (row) => row.group === 'transactions' },
  {
    text: say('there are no timer messages, only delay levels', '没有任意时间的定时消息，只有延迟级别'),
    fits: has(/^timer/, /TimerLog$/, /recall/i),
  },
  { text: say('there are no request-reply messages', '没有请求-应答消息'), fits: has(/reply/i) },
  {
    text: say('delayed messages are delivered in the order of their queue', '延迟消息按其队列的顺序投递'),
    fits: has(/^(enableS|s)cheduleAsync/),
  },
  { text: say('reads of old messages are not limited', '不限制对旧消息的读取'), fits: has(/cold/i, /readAhead/i) },
  { text: say('there are no DLedger groups', '没有 DLedger 组'), fits: (row) => row.group === 'dledger' },
  {
    text: say('there is neither a controller nor an acting master', '没有控制器，也没有代理主节点'),
    fits: (row) =>
      row.group === 'controller' ||
      has(/ActingMaster/, /RemoteEscape/, /PreOnline/, /MemberGroup/, /^brokerHeartbeat/, /^brokerNotActive/)(row) ||
      has(
        /^sendHeartbeatTimeout/,
        /AutoInSync/,
        /OldNameSrv/,
        /ChecksumRange/,
        /UnCommitted/,
        /MasterFlushOffset/,
      )(row),
  },
  { text: say('replication is not slowed down', '复制不限速'), fits: has(/^haFlow/, /^maxHaTransferByte/) },
  { text: say('there are no batch queues', '没有批量队列'), fits: has(/Batch.*Queue|Bcq/i) },
  {
    text: say('one thread appends: there is nothing to lock', '单线程写入：无需加锁'),
    fits: has(/lock(WhenPut|Enable|Num|Collision)?/i),
  },
  {
    text: say('requests do not wait in queues: a busy broker stops reading', '请求不排队：繁忙时停止读取连接'),
    fits: has(/^waitTimeMills/, /FastFailure/, /PageCacheBusy/, /QueueCapacity$/),
  },
  {
    text: say('it runs on one thread: there are no thread pools', '单线程运行：没有线程池'),
    fits: (row) => row.group === 'threads' || has(/ThreadPool/, /Threads?(Num)?$/)(row),
  },
  {
    text: say('files are read and written, not mapped into memory', '文件直接读写，不做内存映射'),
    fits: has(/swap/i, /warm/i, /ByHeap$/, /FileChannel$/, /mapped/i),
  },
  {
    text: say('connections are not handled by Netty', '连接不由 Netty 处理'),
    fits: (row) => row.owner === 'netty-server' || row.owner === 'netty-client',
  },
  {
    text: say('statistics and logs have a fixed form', '统计与日志的形式固定'),
    fits: has(/stats/i, /^commercial/, /^print/, /Log(Enable)?$/, /^sample/),
  },
]

const OTHERWISE = say('nothing in it depends on this', '没有任何行为依赖它')

/** Why the engine ignores the property. */
export function ignoredReason(row: PropertyRow): BilingualText {
  const ofKey = row.owner === 'proxy' || row.owner === 'controller' ? undefined : REASON_OF_KEY[row.key]
  return ofKey ?? REASONS.find((reason) => reason.fits(row))?.text ?? OTHERWISE
}

function has(...patterns: readonly RegExp[]): (row: PropertyRow) => boolean {
  return (row) => patterns.some((pattern) => pattern.test(row.key))
}
