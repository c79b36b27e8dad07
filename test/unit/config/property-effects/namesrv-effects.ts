/** What keys of a name server's file do, seen in the simulation: with one value, with the other, and after an update. */
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import { parseNamesrvConfig, makeNamesrvConfig } from '../../../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../../../engine/namesrv/namesrv.ts'
import { topicRoute } from '../../../../engine/protocol/bodies/topic-route.ts'
import { RpcClient } from '../../../../engine/remoting/rpc-client.ts'
import { Simulation } from '../../../sim/kernel/simulation.ts'
import { MASTER, NamesrvAsker } from '../../namesrv/namesrv-asker.ts'
import { registration, slave } from '../../namesrv/registrations.ts'

interface World {
  readonly simulation: Simulation
  readonly namesrv: Namesrv
  readonly ns: NamesrvAsker
}

export interface NamesrvEffect {
  readonly values: readonly [one: string, other: string]
  readonly sees: readonly [unknown, unknown]
  readonly with?: Readonly<Record<string, string>>
  readonly look: (world: World) => unknown
}

const OFF_ON = ['false', 'true'] as const
const ON_OFF = ['true', 'false'] as const
const ORDER = { namespace: 'ORDER_TOPIC_CONFIG', key: 'T1', value: 'a:4' }
const UPDATE = 318

const codeOf =
  (request: number, ext: Record<string, string> = {}) =>
  async ({ ns }: World): Promise<number> =>
    (await ns.ask(request, ext)).code

async function exists({ simulation, ns }: World, paths: readonly string[]): Promise<string | undefined> {
  await ns.ask(100, ORDER)
  await ns.ask(UPDATE, {}, bytesFromUtf8('productEnvName=test'))
  return paths.find((path) => simulation.ports('ns').fs.info(path)?.kind === 'file')
}

export const NAMESRV_EFFECTS: Readonly<Record<string, NamesrvEffect>> = {
  kvConfigPath: {
    values: ['/one/kv.json', '/two/kv.json'],
    sees: ['/one/kv.json', '/two/kv.json'],
    look: (world) => exists(world, ['/one/kv.json', '/two/kv.json']),
  },
  configStorePath: {
    values: ['/one/ns.conf', '/two/ns.conf'],
    sees: ['/one/ns.conf', '/two/ns.conf'],
    look: (world) => exists(world, ['/one/ns.conf', '/two/ns.conf']),
  },
  configBlackList: {
    values: ['enableTopicList', 'waitSecondsForService'],
    sees: [0, 16],
    look: async ({ ns }) => (await ns.ask(UPDATE, {}, bytesFromUtf8('waitSecondsForService=9'))).code,
  },
  listenPort: {
    values: ['9876', '19876'],
    sees: [9876, 19876],
    look: ({ namesrv }) => namesrv.address.port,
  },
  orderMessageEnable: {
    values: OFF_ON,
    sees: [undefined, 'a:4'],
    look: async ({ ns }) => {
      await ns.register(MASTER)
      await ns.ask(100, ORDER)
      return topicRoute.decode((await ns.route('T1')).body).orderTopicConf
    },
  },
  returnOrderTopicConfigToBroker: {
    values: ON_OFF,
    sees: [true, false],
    look: async ({ ns }) => {
      await ns.ask(100, ORDER)
      return (await ns.register(MASTER)).body !== undefined
    },
  },
  supportActingMaster: {
    values: OFF_ON,
    sees: [[1], [0]],
    look: async ({ ns }) => {
      await ns.register(registration({ ...slave, enableActingMaster: true }))
      const { brokerDatas } = topicRoute.decode((await ns.route('T1')).body)
      return brokerDatas.flatMap(({ brokerAddrs }) => [...brokerAddrs.keys()])
    },
  },
  enableAllTopicList: { values: ON_OFF, sees: [0, 1], look: codeOf(206) },
  enableTopicList: { values: ON_OFF, sees: [0, 1], look: codeOf(224, { cluster: 'C' }) },
  needWaitForService: {
    values: OFF_ON,
    sees: [0, 1],
    look: async ({ ns }) => {
      await ns.register(MASTER)
      return (await ns.route('T1')).code
    },
  },
  waitSecondsForService: {
    values: ['45', '5'],
    sees: [1, 0],
    with: { needWaitForService: 'true' },
    look: async ({ simulation, ns }) => {
      await ns.register(MASTER)
      await simulation.runFor(10_000)
      return (await ns.route('T1')).code
    },
  },
  deleteTopicWithBrokerRegistration: {
    values: OFF_ON,
    sees: [0, 17],
    look: async ({ ns }) => {
      await ns.register(registration())
      await ns.register(registration({ topics: ['T1', 'T3'], version: 2 }))
      return (await ns.route('T2')).code
    },
  },
  scanNotActiveBrokerInterval: {
    values: ['5000', '60000'],
    sees: [17, 0],
    with: { serverChannelMaxIdleTimeSeconds: '1000' },
    look: async ({ simulation, ns }) => {
      await ns.register(registration({ heartbeatTimeoutMs: 10_000 }))
      await simulation.runFor(30_000)
      return (await ns.route('T1')).code
    },
  },
  serverChannelMaxIdleTimeSeconds: {
    values: ['30', '100'],
    sees: [0, 1],
    look: async ({ simulation, ns }) => {
      await ns.register(MASTER)
      await simulation.runFor(70_000)
      return simulation.network.connectionCount('client', 'ns')
    },
  },
}

/** What one sees of a name server that started with the value. */
export async function seenFromNamesrv(key: string, effect: NamesrvEffect, value: string): Promise<unknown> {
  return effect.look(await start(key, effect, value))
}

/** What one sees of one that started with the first value and was then told the other one. */
export async function seenFromUpdatedNamesrv(key: string, effect: NamesrvEffect): Promise<unknown> {
  const world = await start(key, effect, effect.values[0])
  await world.ns.ask(UPDATE, {}, bytesFromUtf8(`${key}=${effect.values[1]}`))
  return effect.look(world)
}

async function start(key: string, effect: NamesrvEffect, value: string): Promise<World> {
  const simulation = new Simulation({ seed: 1 })
  const settings = new Map(Object.entries({ ...effect.with, [key]: value }))
  const { config } = parseNamesrvConfig(settings, makeNamesrvConfig({ kvConfigPath: '/ns/kvConfig.json' }))
  const namesrv = Namesrv.create(config, simulation.node('ns', '10.0.0.1').ports)
  await simulation.settle(namesrv.start(), 1000)
  const client = new RpcClient({ ports: simulation.node('client').ports })
  return { simulation, namesrv, ns: new NamesrvAsker(simulation, client, `10.0.0.1:${namesrv.address.port}`) }
}
