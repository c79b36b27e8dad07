/**
 * The key-value table of GET_BROKER_RUNTIME_INFO with every key that 5.3.3's tools print or parse. Numbers are what this
 * broker measured; keys about things it does not have (thread pools, a timer wheel, an off-heap pool, put latencies) carry
 * the constant that stands for "none". Source: AdminBrokerProcessor#prepareRuntimeInfo, StoreStatsService#getRuntimeInfo,
 * DefaultMessageStore#getRuntimeInfo; wire-protocol 4.12.
 */
import { decodeRecord } from '../protocol/record.ts'
import { ENGINE_VERSION } from '../remoting/command.ts'
import type { MessageStore } from '../store/message-store.ts'
import type { BrokerParts } from './parts.ts'
import type { Rates } from './stats.ts'

export type RuntimeInfoParts = Pick<BrokerParts, 'clock' | 'delay' | 'fs' | 'isMaster' | 'settings' | 'stats' | 'store'>

/** MQVersion's name of `ENGINE_VERSION`. */
const VERSION_TEXT = 'V5_3_3'

/** Java's answer of a broker without an off-heap pool: as many buffers as an int counts. */
const NO_BUFFER_POOL = '2147483647'

/** Java keeps a queue of requests for each; here requests run as they are read. */
const POOLS = ['send', 'pull', 'litePull', 'query', 'ack'] as const

const TIME_RANGES = [
  '[<=0ms]',
  '[0~10ms]',
  '[10~50ms]',
  '[50~100ms]',
  '[100~200ms]',
  '[200~500ms]',
  '[500ms~1s]',
  '[1~2s]',
  '[2~3s]',
  '[3~4s]',
  '[4~5s]',
  '[5~10s]',
  '[10s~]',
]

export async function runtimeInfo(parts: RuntimeInfoParts): Promise<Map<string, string>> {
  const table = new Map<string, string>()
  const set = (key: string, value: string | number | boolean): void => {
    table.set(key, String(value))
  }
  const { store, stats, settings, isMaster, clock } = parts
  const puts = stats.putTotals
  const gets = stats.getTotals

  set('brokerActive', isMaster)
  set('brokerVersionDesc', VERSION_TEXT)
  set('brokerVersion', ENGINE_VERSION)
  set('bootTimestamp', store.stats.startedAtMs)
  set('runtime', durationText(clock.nowMs() - store.stats.startedAtMs))
  set('msgPutTotalYesterdayMorning', puts.yesterdayMorning)
  set('msgPutTotalTodayMorning', puts.todayMorning)
  set('msgPutTotalTodayNow', puts.now)
  set('msgGetTotalYesterdayMorning', gets.yesterdayMorning)
  set('msgGetTotalTodayMorning', gets.todayMorning)
  set('msgGetTotalTodayNow', gets.now)
  set('startAcceptSendRequestTimeStamp', settings().startAcceptSendRequestTimeStamp)
  set('earliestMessageTimeStamp', await earliestStoreTime(store))
  setStoreFigures(parts, set)
  setDisk(parts, set)
  for (const { level, delivered, max } of parts.delay.progress()) {
    set(`scheduleMessageOffset_${level}`, `${delivered},${max}`)
  }
  setAbsent(set)
  return table
}

type Set = (key: string, value: string | number | boolean) => void

function setStoreFigures({ store, stats }: RuntimeInfoParts, set: Set): void {
  const { putMessages, putRefused, putBytes } = store.stats
  set('putMessageTimesTotal', putMessages)
  set('putMessageFailedTimes', putRefused)
  set('putMessageSizeTotal', putBytes)
  set('putMessageAverageSize', doubleText(putMessages === 0 ? 0 : putBytes / putMessages))
  set('putTps', ratesText(stats.storeRates((totals) => totals.putMessages)))
  set('getFoundTps', ratesText(stats.storeRates((totals) => totals.getFoundCalls)))
  set('getMissTps', ratesText(stats.storeRates((totals) => totals.getMissCalls)))
  set('getTotalTps', ratesText(stats.storeRates((totals) => totals.getFoundCalls + totals.getMissCalls)))
  set('getTransferredTps', ratesText(stats.storeRates((totals) => totals.getMessages)))
  set('commitLogMinOffset', store.commitLog.minOffset)
  set('commitLogMaxOffset', store.commitLog.appendedOffset)
  set('dispatchBehindBytes', store.dispatchBehindBytes)
  set('remainHowManyDataToFlush', bytesText(store.commitLog.appendedOffset - store.commitLog.flushedOffset))
}

function setDisk({ store, fs }: RuntimeInfoParts, set: Set): void {
  const { storePathCommitLog, rootPath } = store.settings
  const ratios = store.diskRatios()
  set('commitLogDiskRatio', doubleText(ratios.commitLog))
  set(`commitLogDiskRatio_${storePathCommitLog}`, doubleText(ratios.commitLog))
  set('consumeQueueDiskRatio', doubleText(ratios.consumeQueue))
  const { totalBytes, freeBytes } = fs.diskUsage(rootPath)
  set('commitLogDirCapacity', `Total : ${bytesText(totalBytes)}, Free : ${bytesText(freeBytes)}.`)
}

/** What this broker has none of, in the form that tools parse. */
function setAbsent(set: Set): void {
  set('putMessageEntireTimeMax', 0)
  set('putMessageDistributeTime', TIME_RANGES.map((range) => `${range}:0 `).join(''))
  set('putLatency99', '0.00')
  set('putLatency999', '0.00')
  set('getMessageEntireTimeMax', 0)
  set('dispatchMaxBuffer', 0)
  set('pageCacheLockTimeMills', 0)
  set('timerReadBehind', 0)
  set('timerOffsetBehind', 0)
  set('timerCongestNum', 0)
  set('timerEnqueueTps', '0.0')
  set('timerDequeueTps', '0.0')
  set('remainTransientStoreBufferNumbs', NO_BUFFER_POOL)
  for (const pool of POOLS) {
    set(`${pool}ThreadPoolQueueSize`, 0)
    set(`${pool}ThreadPoolQueueCapacity`, 0)
    set(`${pool}ThreadPoolQueueHeadWaitTimeMills`, 0)
  }
  set('EndTransactionQueueSize', 0)
  set('EndTransactionThreadPoolQueueCapacity', 0)
}

/** Store time of the first record of the log, -1 when there is none. */
async function earliestStoreTime(store: MessageStore): Promise<number> {
  const { minOffset } = store.commitLog
  if (minOffset < 0) return -1
  const first = await store.lookMessage(minOffset)
  return first === undefined ? -1 : decodeRecord(first.bytes).storeTimestampMs
}

function ratesText(rates: Rates): string {
  return rates.map(doubleText).join(' ')
}

/** As Java prints a double: always with a point. */
function doubleText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value)
}

/** `[ 0 days, 2 hours, 3 minutes, 4 seconds ]`. Source: StoreStatsService#getFormatRuntime. */
export function durationText(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return `[ ${days} days, ${hours} hours, ${minutes} minutes, ${seconds % 60} seconds ]`
}

/** `512 B`, `1.5 KiB`. Source: MixAll#humanReadableByteCount. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const exponent = Math.min(6, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** exponent).toFixed(1)} ${'KMGTPE'[exponent - 1]}iB`
}
