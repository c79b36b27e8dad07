/**
 * Every hot key of the catalogue at once: a few updates give each a valid other value, the configuration shows all of them, the
 * broker goes on to take and give messages, and the old values come back. The answer names the keys that did not follow.
 */
import { ResponseCode } from '../../../engine/protocol/codes.ts'
import { changedValue, HOT_ROWS } from './changed-values.ts'
import { type HotBench, linesOf } from './hot-bench.ts'

export interface ReadBack {
  readonly key: string
  readonly before: string | undefined
  readonly wanted: string | undefined
  readonly after: string | undefined
}

/** Apache's slave tries each 5 s, once it has heard of its master. */
const SLAVE_MS = 40_000
/** So many updates; a key that breaks the broker is found in its part. */
const PARTS = 4

/** @throws when the broker does not serve while the values are other ones, or does not take the old ones back. */
export async function readBackAll(bench: HotBench): Promise<readonly ReadBack[]> {
  const topic = await bench.topic()
  // A group of the broker's own: a key that keeps other ones out does not stop it.
  const group = 'CID_RMQ_SYS_HOT'
  await bench.fill(topic, 1)
  // One of the keys makes sends wait for the slave.
  const follows = async (): Promise<boolean> =>
    (await bench.admin.brokers.haStatus(bench.target.master)).inSyncSlaveNums === 1
  await bench.until('the slave follows', follows, SLAVE_MS)
  await bench.pull({ topic, group })
  const rows = HOT_ROWS.map((row) => row)
  const perPart = Math.ceil(rows.length / PARTS)
  const results: ReadBack[] = []
  for (let part = 0; part < PARTS; part++) {
    const mine = rows.slice(part * perPart, (part + 1) * perPart)
    const before = await bench.config()
    const changed: Record<string, string> = {}
    for (const row of mine) {
      const wanted = changedValue(row, before.get(row.key) ?? '')
      if (wanted !== undefined) changed[row.key] = wanted
    }
    await bench.update(changed)
    const after = await bench.config()
    await serves(bench, topic, group, `with ${linesOf(changed)}`)
    const old = Object.fromEntries(
      Object.keys(changed).flatMap((key) => {
        const value = before.get(key)
        return value === undefined ? [] : [[key, value]]
      }),
    )
    await bench.update(old)
    for (const { key } of mine) {
      results.push({ key, before: before.get(key), wanted: changed[key], after: after.get(key) })
    }
  }
  await serves(bench, topic, group, 'with the old values')
  return results
}

/** Keys whose new value the configuration does not show. */
export function notRead(results: readonly ReadBack[]): readonly ReadBack[] {
  return results.filter(({ wanted, after }) => wanted === undefined || after !== wanted)
}

async function serves(bench: HotBench, topic: string, group: string, when: string): Promise<void> {
  const code = await bench.sendCode({ topic })
  if (code !== ResponseCode.SUCCESS) throw new Error(`a send is answered ${code} ${when}`)
  const pulled = await bench.pull({ topic, group })
  if (pulled.code !== ResponseCode.SUCCESS)
    throw new Error(`a pull is answered ${pulled.code} ${pulled.remark} ${when}`)
}
