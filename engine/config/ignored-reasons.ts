/**
 * Why this engine has no use for a property it knows: one sentence for each feature that is not there or needs no setting.
 * It refuses to decide which keys those are; see property-support.ts.
 */
import type { PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'

interface Reason {
  readonly fits: (row: PropertyRow) => boolean
  readonly text: BilingualText
}

/** The first that fits decides. */
const REASONS: readonly Reason[] = [
  { fits: (row) => row.dead, text: say('5.3.3 itself never reads it', '5.3.3 本身也从不读取它') },
  { fits: (row) => !row.settable, text: say('5.3.3 has no setter for it: no file can set it', '5.3.3 没有它的 setter:无法通过文件设置') },
  { fits: (row) => row.owner === 'proxy', text: say('it belongs to the gRPC proxy, which this engine does not have', '它属于 gRPC 代理,本引擎没有代理') },
  { fits: (row) => row.owner === 'controller', text: say('it belongs to the controller, which this engine does not have', '它属于控制器,本引擎没有控制器') },
  { fits: (row) => row.owner === 'tiered', text: say('there is no tiered storage', '没有分层存储') },
  { fits: (row) => row.owner === 'auth', text: say('there are no users and permissions', '没有用户与权限') },
  { fits: keyHas(/RocksDB/i, /memTable/, /popConsumerKV/), text: say('there is no RocksDB store', '没有 RocksDB 存储') },
  { fits: keyHas(/compaction/i, /offsetMap/i), text: say('there are no compacted topics', '没有压缩主题') },
  {
    fits: keyHas(/transientStorePool/i, /commitLeast/i, /commitCommitLog/, /commitInterval/, /NoBufferInStorePool/, /wakeCommit/),
    text: say('records go straight to the page cache: there is no off-heap pool', '消息直接写入页缓存:没有堆外内存池'),
  },
  { fits: keyHas(/lmq/i), text: say('there are no light queues', '没有轻量队列') },
  { fits: keyHas(/bloom/i, /ConsumeQueueExt/, /filterData/i, /filterSupport/, /expectConsumerNumUseFilter/, /CalcFilterBitMap/), text: say('there are no SQL92 filters', '没有 SQL92 过滤') },
  { fits: keyHas(/propertyFilter/i), text: say('subscriptions by SQL92 are refused whatever it says', '无论取值如何,SQL92 订阅都会被拒绝') },
  { fits: keyHas(/metrics/i, /metric[GL]/), text: say('no metrics are exported', '不会导出指标') },
  { fits: keyHas(/^pop/i, /^revive/i, /pop[A-Z]/i, /Ack/, /appendCk/), text: say('consumers pull: there is no POP consuming', '消费者使用 PULL:没有 POP 消费') },
  { fits: (row) => row.group === 'transactions', text: say('transactional messages are refused', '事务消息会被拒绝') },
  { fits: keyHas(/^timer/, /TimerLog/, /recall/i), text: say('there are no timer messages, only delay levels', '没有任意时间的定时消息,只有延迟级别') },
  { fits: keyHas(/reply/i), text: say('there are no request-reply messages', '没有请求-应答消息') },
  { fits: keyHas(/scheduleAsync/i), text: say('delayed messages are delivered in order, one queue at a time', '延迟消息按队列顺序投递') },
  { fits: keyHas(/cold/i, /dataReadAhead/), text: say('reads of old messages are not limited', '不限制冷数据读取') },
  { fits: (row) => row.group === 'dledger', text: say('there are no DLedger groups', '没有 DLedger 组') },
  { fits: keyHas(/controller/i, /ActingMaster/, /RemoteEscape/, /preOnline/i, /MemberGroup/, /syncControllerMetadata/, /BrokerIdentity/, /EpochFile/, /heartbeatTimeoutMillis/i, /brokerNotActive/, /brokerHeartbeat/), text: say('there is no controller and no acting master', '没有控制器与代理主节点') },
  { fits: keyHas(/^haFlow/, /maxHaTransferByte/), text: say('replication is not slowed down', '复制不限速') },
  { fits: keyHas(/batchQueue/i, /BatchConsume/, /searchBcq/), text: say('there are no batch queues', '没有批量队列') },
  { fits: keyHas(/lock/i), text: say('one thread appends: there is nothing to lock', '单线程写入:无需加锁') },
  { fits: keyHas(/WaitTimeMills/i, /FastFailure/, /PageCacheBusy/, /QueueCapacity/), text: say('requests do not wait in queues: a busy broker stops reading from the connection', '请求不排队:繁忙时停止从连接读取') },
  { fits: (row) => row.group === 'threads' || /ThreadPool|Threads?(Num|s)?$/.test(row.key), text: say('it runs on one thread: there are no thread pools', '单线程运行:没有线程池') },
  { fits: keyHas(/mappedFileSwap/, /swap/i, /warm/i, /transferMsgByHeap/, /FileChannel/), text: say('files are read and written, not mapped into memory', '文件直接读写,不做内存映射') },
  {
    fits: (row) => row.owner === 'netty-server' || row.owner === 'netty-client',
    text: say('connections are not handled by Netty', '连接不由 Netty 处理'),
  },
  { fits: keyHas(/stats/i, /commercial/i, /print/i, /Log$/), text: say('statistics and logs have a fixed form', '统计与日志的形式固定') },
]

const OTHERWISE = say('nothing in it depends on this', '没有任何行为依赖它')

/** Why the engine ignores the property. */
export function ignoredReason(row: PropertyRow): BilingualText {
  return REASONS.find((reason) => reason.fits(row))?.text ?? OTHERWISE
}

function keyHas(...patterns: readonly RegExp[]): (row: PropertyRow) => boolean {
  return (row) => patterns.some((pattern) => pattern.test(row.key))
}
