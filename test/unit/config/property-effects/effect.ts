/**
 * What a property does, as something one can see: the same look at a broker gives one answer with one value and another
 * answer with the other. Brokers run in the simulation: virtual time, disks and links in memory.
 */
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import type { Broker } from '../../../../engine/broker/broker.ts'
import { updateBrokerConfig } from '../../../../engine/protocol/apis/broker-admin.ts'
import { ResponseCode } from '../../../../engine/protocol/codes.ts'
import { BrokerCluster, type Settings } from '../../broker/broker-cluster.ts'

export interface World {
  readonly cluster: BrokerCluster
  /** The broker on the machine `a`, whose property it is. */
  readonly broker: Broker
  /** Kills it and starts it again with the file it was started with. */
  readonly restart: () => Promise<Broker>
}

export interface Effect {
  readonly values: readonly [one: string, other: string]
  /** What one sees with each of the values. */
  readonly sees: readonly [unknown, unknown]
  /** Other keys of the file. */
  readonly with?: Settings
  /** Before the broker starts. */
  readonly before?: (cluster: BrokerCluster) => Promise<unknown> | void
  /** After the start, before an update: what must not be there too late. */
  readonly prepare?: (world: World) => Promise<unknown>
  readonly look: (world: World) => unknown
}

export type Effects = Readonly<Record<string, Effect>>

/** What one sees of a broker that started with the value. */
export async function seenFromStart(key: string, effect: Effect, value: string): Promise<unknown> {
  const world = await start(key, effect, value)
  return effect.look(world)
}

/** What one sees of a broker that started with the first value and was then told the other one by updateBrokerConfig. */
export async function seenAfterUpdate(key: string, effect: Effect): Promise<unknown> {
  const [one, other] = effect.values
  const world = await start(key, effect, one)
  const answer = await world.cluster.ask('a', updateBrokerConfig, {}, bytesFromUtf8(`${key}=${other}\n`))
  // A black-listed key is refused, and then one sees the first value still.
  if (answer.code !== ResponseCode.SUCCESS && answer.code !== ResponseCode.NO_PERMISSION) {
    throw new Error(`update of ${key}: ${answer.remark}`)
  }
  return effect.look(world)
}

async function start(key: string, effect: Effect, value: string): Promise<World> {
  const cluster = await BrokerCluster.make()
  await effect.before?.(cluster)
  const settings = { ...effect.with, [key]: value }
  const broker = await cluster.start('a', settings)
  const restart = (): Promise<Broker> => {
    cluster.kill('a')
    cluster.revive('a')
    return cluster.start('a', settings)
  }
  const world = { cluster, broker, restart }
  await effect.prepare?.(world)
  return world
}

/** Sends `count` messages of `bytes` each to queue 0 of T. */
export async function fill(
  { cluster }: World,
  count: number,
  bytes = 20,
  more: Record<string, string> = {},
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const { code, remark } = await cluster.send('a', String(i).padEnd(bytes, '.'), {}, more)
    if (code !== ResponseCode.SUCCESS) throw new Error(`message ${i} was not taken: ${remark}`)
  }
}

/** How long something took, in virtual seconds. */
export async function seconds({ cluster }: World, work: () => Promise<unknown>): Promise<number> {
  const startMs = cluster.simulation.nowMs
  await work()
  return Math.round((cluster.simulation.nowMs - startMs) / 1000)
}

export function fileExists({ cluster }: World, path: string): boolean {
  return cluster.simulation.ports('a').fs.info(path)?.kind === 'file'
}

export function fileBytes({ cluster }: World, path: string): number | undefined {
  return cluster.simulation.ports('a').fs.info(path)?.bytes
}
