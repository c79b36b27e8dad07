import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import { makeNamesrvConfig, type NamesrvConfig } from '../../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../../engine/namesrv/namesrv.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { MASTER, NamesrvAsker } from './namesrv-asker.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'

const KV_PATH = '/home/namesrv/kvConfig.json'

async function setUp(changes: Partial<NamesrvConfig> = {}) {
  const simulation = new Simulation({ seed: 1 })
  const ports = simulation.node('ns', '10.0.0.1').ports
  simulation.node('client', '10.0.0.2')
  const namesrv = Namesrv.create(makeNamesrvConfig({ kvConfigPath: KV_PATH, ...changes }), ports)
  await simulation.settle(namesrv.start(), 1000)
  const client = new RpcClient({ ports: simulation.ports('client') })
  return { simulation, namesrv, client, ns: new NamesrvAsker(simulation, client, '10.0.0.1:9876') }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof EngineError ? error.code : String(error)),
  )
}

describe('Namesrv', () => {
  test("says in Java's words that it runs, and where", async () => {
    const { simulation, namesrv } = await setUp()
    const line = 'The Name Server boot success. serializeType=JSON, address 0.0.0.0:9876'
    expect(simulation.trace.map((entry) => entry.message)).toContain(line)
    expect(namesrv.address.port).toBe(9876)
  })

  test('a port that is taken stops the start', async () => {
    const { simulation } = await setUp()
    const other = Namesrv.create(makeNamesrvConfig({ kvConfigPath: KV_PATH }), simulation.ports('ns'))
    expect(await simulation.settle(codeOf(other.start()), 1000)).toBe('connect-failed')
  })

  test('a broker whose connection closes is gone at once', async () => {
    const { simulation, client, ns } = await setUp()
    await ns.register(MASTER)
    expect((await ns.route('T1')).code).toBe(0)
    client.stop()
    await simulation.runFor(100)
    const other = new RpcClient({ ports: simulation.ports('client') })
    const again = new NamesrvAsker(simulation, other, '10.0.0.1:9876')
    expect((await again.route('T1')).code).toBe(17)
  })

  test('a broker that is silent for 120 s is gone and its connection closed; one that sends heartbeats stays', async () => {
    const { simulation, client, ns } = await setUp()
    await ns.register(MASTER)
    for (let second = 0; second < 180; second += 30) {
      await simulation.runFor(30_000)
      await ns.ask(904, { clusterName: 'C', brokerAddr: '10.0.0.2:10911', brokerName: 'a' })
    }
    expect((await ns.route('T1')).code).toBe(0)
    await simulation.runFor(100_000)
    expect((await ns.route('T1')).code).toBe(0)
    await simulation.runFor(26_000)
    expect(client.connected('10.0.0.1:9876') === undefined).toBe(true)
    expect((await ns.route('T1')).code).toBe(17)
  })

  test('a name server that was stopped for minutes forgets nobody when it wakes', async () => {
    const { simulation, ns } = await setUp()
    await ns.register(MASTER)
    simulation.pause('ns')
    await simulation.runFor(115_000)
    const answer = ns.send(904, { clusterName: 'C', brokerAddr: '10.0.0.2:10911', brokerName: 'a' }, 60_000)
    await simulation.runFor(10_000)
    simulation.resume('ns')
    expect((await simulation.settle(answer, 10_000)).code).toBe(0)
    expect((await ns.route('T1')).code).toBe(0)
  })

  test('stop closes the port and every connection', async () => {
    const { simulation, namesrv, client, ns } = await setUp()
    await ns.register(MASTER)
    await simulation.settle(namesrv.stop(), 5000)
    await simulation.runFor(1000)
    expect(client.connected('10.0.0.1:9876') === undefined).toBe(true)
    expect(await simulation.settle(codeOf(ns.send(105, { topic: 'T1' }, 3000)), 10_000)).toBe('connect-failed')
  })

  test('routes are forgotten by a restart, key-value settings are not', async () => {
    const { simulation, ns } = await setUp()
    await ns.register(MASTER)
    await ns.ask(100, { namespace: 'n', key: 'k', value: 'v' })
    simulation.restart('ns', (ports) => Namesrv.create(makeNamesrvConfig({ kvConfigPath: KV_PATH }), ports).start())
    await simulation.runFor(5000)
    expect((await ns.route('T1')).code).toBe(17)
    expect((await ns.ask(101, { namespace: 'n', key: 'k' })).ext).toEqual({ value: 'v' })
  })

  test('says that it waits for brokers during the first seconds, if it shall', async () => {
    const { simulation, ns } = await setUp({ needWaitForService: true, waitSecondsForService: 5 })
    await ns.register(MASTER)
    expect(await ns.route('T1')).toMatchObject({ code: 1, remark: 'name server not ready' })
    await simulation.runFor(5000)
    expect((await ns.route('T1')).code).toBe(0)
  })

  test('a changed configuration is written to its file and a black-listed key changes nothing', async () => {
    const { simulation, ns } = await setUp({ configStorePath: '/home/namesrv/namesrv.properties' })
    expect((await ns.ask(318, {}, bytesFromUtf8('orderMessageEnable=true\nenableTopicList=false\n'))).code).toBe(0)
    const written = simulation.ports('ns').fs.readFile('/home/namesrv/namesrv.properties')?.toString()
    expect(written).toContain('orderMessageEnable=true\n')
    expect((await ns.ask(319)).body?.toString()).toBe(written)
    expect(await ns.ask(318, {}, bytesFromUtf8('kvConfigPath=/x\n'))).toMatchObject({
      code: 16,
      remark: 'Can not update config in black list.',
    })
    expect(await ns.ask(318, {}, bytesFromUtf8('=x\n'))).toMatchObject({ code: 1, remark: 'string2Properties error' })
  })
})
