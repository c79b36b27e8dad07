/**
 * Prints what one append costs in the store alone: plain path and general path, with dispatch and index, on a temporary
 * folder. Run: npx tsx test/bench/store-append.ts [messages] [bodyBytes]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { allocBytes, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Log } from '../../engine/base/ports.ts'
import { nodeChecksum } from '../../engine/node/node-checksum.ts'
import { NodeClock } from '../../engine/node/node-clock.ts'
import { NodeFileSystem } from '../../engine/node/node-file-system.ts'
import { NodeTimers } from '../../engine/node/node-timers.ts'
import { hostOf } from '../../engine/protocol/host-address.ts'
import { MessageStore } from '../../engine/store/message-store.ts'
import type { StorePorts } from '../../engine/store/types.ts'

const messages = Number(process.argv[2] ?? 1_000_000)
const bodyBytes = Number(process.argv[3] ?? 128)
const turn = 64
const host = hostOf({ host: '127.0.0.1', port: 50_000 })
const body = allocBytes(bodyBytes).fill(97)
const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => console.error('warn', message, fields),
  error: (message, fields) => console.error('error', message, fields),
  child: () => silent,
}

function properties(i: number): string {
  return `UNIQ_KEY\u00017F000001${i.toString(16).toUpperCase().padStart(24, '0')}\u0002WAIT\u0001true\u0002TAGS\u0001TagA\u0002CLUSTER\u0001DefaultCluster\u0002`
}

async function run(name: string, index: boolean, append: (store: MessageStore, i: number) => void): Promise<void> {
  const root = mkdtempSync(`${tmpdir()}/store-bench-`)
  const clock = new NodeClock()
  const timers = new NodeTimers(() => clock.forget())
  clock.connect(() => timers.wakeAtTurnEnd())
  const ports: StorePorts = { clock, timers, log: silent, checksum: nodeChecksum(), fs: new NodeFileSystem() }
  const store = await MessageStore.open(
    {
      rootPath: root,
      acquireLock: async () => ({ release: () => undefined }),
      processId: process.pid,
      storeHost: host,
      role: 'MASTER',
      flushDiskType: 'ASYNC_FLUSH',
      messageIndexEnable: index,
    },
    ports,
  )
  let refused = 0
  let appendNs = 0n
  let worstTurnMs = 0
  const cpuBefore = process.cpuUsage()
  const started = process.hrtime.bigint()
  for (let i = 0; i < messages;) {
    const turnStart = process.hrtime.bigint()
    for (let n = 0; n < turn && i < messages; n++, i++) {
      append(store, i)
      if (store.stats.putRefused > refused) refused = store.stats.putRefused
    }
    const turnEnd = process.hrtime.bigint()
    appendNs += turnEnd - turnStart
    await new Promise((resolve) => setImmediate(resolve))
    worstTurnMs = Math.max(worstTurnMs, Number(process.hrtime.bigint() - turnStart) / 1e6)
  }
  const allNs = process.hrtime.bigint() - started
  const cpu = process.cpuUsage(cpuBefore)
  const cpuNs = (micros: number): string => ((micros * 1000) / messages).toFixed(0)
  console.log(
    `${name.padEnd(26)} append ${(Number(appendNs) / messages).toFixed(0)} ns, with write and dispatch ` +
      `${(Number(allNs) / messages).toFixed(0)} ns, worst turn ${worstTurnMs.toFixed(1)} ms, refused ${refused}, ` +
      `behind ${store.dispatchBehindBytes} B, rss ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, cpu ${cpuNs(cpu.user)} + ${cpuNs(cpu.system)} ns (user + system)`,
  )
  const closing = process.hrtime.bigint()
  await store.shutdown()
  const closed = process.hrtime.bigint()
  const again = await MessageStore.open({ ...store.settings }, ports)
  const reopened = process.hrtime.bigint()
  console.log(
    `${''.padEnd(26)} shutdown ${(Number(closed - closing) / 1e6).toFixed(0)} ms, open ` +
      `${(Number(reopened - closed) / 1e6).toFixed(0)} ms, queue 0 has ${again.maxOffset('BenchTopic', 0)}`,
  )
  await again.shutdown()
  rmSync(root, { recursive: true })
}

let source = properties(0)
let sourceBytes = bytesFromUtf8(source)
function plain(store: MessageStore, i: number): void {
  if (i % 1024 === 0) {
    source = properties(i)
    sourceBytes = bytesFromUtf8(source)
  }
  const appender = store.plainAppend
  const queue = store.openQueue('BenchTopic', i & 3)
  const refusal = appender.begin(queue, body, 0, body.length, sourceBytes.length, host)
  if (refusal !== undefined) return
  sourceBytes.copy(appender.buffer, appender.propertiesStart)
  appender.end(sourceBytes.length, 0, 0, 1_700_000_000_000, 0)
}

function plainDistinct(store: MessageStore, i: number): void {
  // A different key each time: the hex digits of the counter, as the client's generator would make them.
  let at = 9 + 31
  for (let n = i; at > 9 + 15; at--, n = Math.floor(n / 16)) sourceBytes[at] = '0123456789ABCDEF'.charCodeAt(n % 16)
  const appender = store.plainAppend
  const queue = store.openQueue('BenchTopic', i & 3)
  const refusal = appender.begin(queue, body, 0, body.length, sourceBytes.length, host)
  if (refusal !== undefined) return
  sourceBytes.copy(appender.buffer, appender.propertiesStart)
  appender.end(sourceBytes.length, 0, 0, 1_700_000_000_000, 0)
}

function general(store: MessageStore, i: number): void {
  store.putMessage({
    topic: 'BenchTopic',
    queueId: i & 3,
    flag: 0,
    sysFlag: 0,
    bornTimestampMs: 1_700_000_000_000,
    bornHost: host,
    reconsumeTimes: 0,
    body,
    properties: sourceBytes,
  })
}

await run('plain, no index', false, plain)
await run('plain, index', true, plainDistinct)
await run('general, index', true, general)
