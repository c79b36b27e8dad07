import { describe, expect, test } from 'vitest'
import { bytesText, durationText } from '../../../engine/broker/runtime-info.ts'
import { getBrokerRuntimeInfo } from '../../../engine/protocol/apis/broker-admin.ts'
import { kvTable } from '../../../engine/protocol/bodies/kv-table.ts'
import { BrokerCluster } from './broker-cluster.ts'

/** Every key that 5.3.3 answers, per-level and per-path ones apart. */
const KEYS = `
bootTimestamp runtime putMessageEntireTimeMax putMessageTimesTotal putMessageFailedTimes putMessageSizeTotal
putMessageDistributeTime putMessageAverageSize dispatchMaxBuffer getMessageEntireTimeMax putTps getFoundTps getMissTps
getTotalTps getTransferredTps putLatency99 putLatency999 commitLogDiskRatio consumeQueueDiskRatio commitLogMinOffset
commitLogMaxOffset brokerActive brokerVersionDesc brokerVersion msgPutTotalYesterdayMorning msgPutTotalTodayMorning
msgPutTotalTodayNow msgGetTotalYesterdayMorning msgGetTotalTodayMorning msgGetTotalTodayNow dispatchBehindBytes
pageCacheLockTimeMills earliestMessageTimeStamp startAcceptSendRequestTimeStamp timerReadBehind timerOffsetBehind
timerCongestNum timerEnqueueTps timerDequeueTps remainTransientStoreBufferNumbs remainHowManyDataToFlush
commitLogDirCapacity sendThreadPoolQueueSize pullThreadPoolQueueSize ackThreadPoolQueueSize litePullThreadPoolQueueSize
queryThreadPoolQueueSize sendThreadPoolQueueCapacity pullThreadPoolQueueCapacity ackThreadPoolQueueCapacity
litePullThreadPoolQueueCapacity queryThreadPoolQueueCapacity sendThreadPoolQueueHeadWaitTimeMills
pullThreadPoolQueueHeadWaitTimeMills ackThreadPoolQueueHeadWaitTimeMills queryThreadPoolQueueHeadWaitTimeMills
litePullThreadPoolQueueHeadWaitTimeMills EndTransactionQueueSize EndTransactionThreadPoolQueueCapacity`
  .trim()
  .split(/\s+/)

async function infoOf(cluster: BrokerCluster, name = 'a'): Promise<ReadonlyMap<string, string>> {
  return kvTable.decode((await cluster.ask(name, getBrokerRuntimeInfo, {})).body).table
}

describe('runtime information', () => {
  test('has every key of 5.3.3, and a pair for each delay level', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    const info = await infoOf(cluster)
    expect(KEYS.filter((key) => !info.has(key))).toEqual([])
    for (let level = 1; level <= 18; level++) expect(info.get(`scheduleMessageOffset_${level}`)).toBe('0,0')
    expect(info.get('commitLogDiskRatio_/store/commitlog')).toBe(info.get('commitLogDiskRatio'))
  })

  test('what tools parse without asking is a number, on an empty broker too', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    const info = await infoOf(cluster)
    for (const key of ['putTps', 'getTransferredTps']) expect(info.get(key)).toMatch(/^\d+\.\d+ \d+\.\d+ \d+\.\d+$/)
    expect(info.get('commitLogDiskRatio')).toMatch(/^-?\d+\.\d+$/)
    expect(info.get('earliestMessageTimeStamp')).toBe('-1')
    expect(info.get('brokerVersionDesc')).toBe('V5_3_3')
    expect(info.get('brokerVersion')).toBe('479')
  })

  test('counts what was sent and fetched', async () => {
    const cluster = await BrokerCluster.make()
    const { parts } = await cluster.start('a')
    for (let i = 0; i < 10; i++) await cluster.send('a', 'message')
    await cluster.pull('a')
    await cluster.simulation.runFor(2000)
    const info = await infoOf(cluster)
    expect(info.get('putMessageTimesTotal')).toBe('10')
    expect(info.get('msgPutTotalTodayNow')).toBe('10')
    expect(info.get('msgGetTotalTodayNow')).toBe('10')
    expect(Number(info.get('putTps')!.split(' ')[0])).toBeGreaterThan(1)
    expect(info.get('commitLogMaxOffset')).toBe(String(parts.store.commitLog.appendedOffset))
    expect(Number(info.get('earliestMessageTimeStamp'))).toBeGreaterThanOrEqual(cluster.simulation.epochMs)
    expect(info.get('brokerActive')).toBe('true')
  })

  test('a slave is not active and puts nothing', async () => {
    const cluster = await BrokerCluster.make()
    await cluster.start('a')
    await cluster.send('a', 'x')
    const replica = await cluster.start('a-s', { brokerRole: 'SLAVE', brokerId: 1 })
    await cluster.simulation.runUntil(() => replica.parts.store.maxOffset('T', 0) === 1, 60_000)
    const info = await infoOf(cluster, 'a-s')
    expect(info.get('brokerActive')).toBe('false')
    expect(info.get('msgPutTotalTodayNow')).toBe('0')
    expect(info.get('commitLogMaxOffset')).toBe((await infoOf(cluster)).get('commitLogMaxOffset'))
  })

  test.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [5 * 1024 ** 3, '5.0 GiB'],
  ])('%d bytes read %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text)
  })

  test('a duration reads in days, hours, minutes and seconds', () => {
    expect(durationText(((26 * 60 + 3) * 60 + 4) * 1000)).toBe('[ 1 days, 2 hours, 3 minutes, 4 seconds ]')
  })
})
