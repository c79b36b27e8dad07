import { beforeEach, describe, expect, test } from 'vitest'
import { bytesFromUtf8, type Bytes } from '../../../engine/base/bytes.ts'
import { makeNamesrvConfig, type NamesrvConfig } from '../../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../../engine/namesrv/namesrv.ts'
import { encodeCompressedRegisterBroker } from '../../../engine/protocol/bodies/register-broker.ts'
import { topicRoute } from '../../../engine/protocol/bodies/topic-route.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import { Simulation } from '../../sim/kernel/simulation.ts'
import { MASTER, NamesrvAsker } from './namesrv-asker.ts'
import { registration, slave } from './registrations.ts'

const SLAVE = registration({ ...slave, brokerAddr: '10.0.0.3:10911', haServerAddr: '10.0.0.3:10912' })

let simulation: Simulation
let ns: NamesrvAsker

async function start(changes: Partial<NamesrvConfig> = {}): Promise<void> {
  simulation = new Simulation({ seed: 1 })
  const config = makeNamesrvConfig({ kvConfigPath: '/ns/kvConfig.json', ...changes })
  await simulation.settle(Namesrv.create(config, simulation.node('ns', '10.0.0.1').ports).start(), 1000)
  ns = new NamesrvAsker(simulation, new RpcClient({ ports: simulation.node('client').ports }), '10.0.0.1:9876')
}

function text(body: Bytes | undefined): string {
  return body?.toString() ?? ''
}

beforeEach(() => start())

describe('registration', () => {
  test('a master gets no fields, a slave its master, both get the order configuration if there is one', async () => {
    const master = await ns.register(MASTER)
    expect([master.code, master.ext, master.body]).toEqual([0, {}, undefined])
    expect((await ns.register(SLAVE)).ext).toEqual({ masterAddr: '10.0.0.2:10911', haServerAddr: '10.0.0.2:10912' })
    await ns.ask(100, { namespace: 'ORDER_TOPIC_CONFIG', key: 'T', value: 'a:4' })
    expect(text((await ns.register(MASTER)).body)).toBe('{"table":{"T":"a:4"}}')
  })

  test('a wrong CRC is refused, 0 and an absent one are not checked', async () => {
    expect(await ns.register(MASTER, { bodyCrc32: '1' })).toMatchObject({ code: 1, remark: 'crc32 not match' })
    expect((await ns.register(MASTER, { bodyCrc32: '0' })).code).toBe(0)
  })

  test("a first registration with one topic is refused with Java's remark", async () => {
    const single = registration({ topics: ['T1'] })
    expect(await ns.register(single)).toMatchObject({ code: 1, remark: 'register broker failed' })
  })

  test('a stale registration is answered with success and nothing else', async () => {
    await ns.register(registration({ stateVersion: 5 }))
    await ns.register(SLAVE)
    const stale = await ns.register(registration({ stateVersion: 4, brokerAddr: '10.0.0.9:10911' }))
    expect([stale.code, stale.ext]).toEqual([0, {}])
    expect(text((await ns.route('T1')).body)).toContain('10.0.0.1:10911')
  })

  test.each(['true', 'false'])('a deflated body is read, with compressed=%s', async (compressed) => {
    const body = encodeCompressedRegisterBroker(
      { filterServerList: [], topicConfigSerializeWrapper: MASTER.topics },
      simulation.ports('ns').compression,
    )
    expect((await ns.register(MASTER, { compressed, bodyCrc32: '0' }, body)).code).toBe(0)
    expect((await ns.route('T2')).code).toBe(0)
  })

  test('a body that cannot be read is refused with its reason and registers nothing', async () => {
    const answer = await ns.register(MASTER, { bodyCrc32: '0' }, bytesFromUtf8('{"topicConfigSerializeWrapper":'))
    expect(answer.code).toBe(1)
    expect(answer.remark).toContain('JSON at')
    expect((await ns.ask(106)).body?.toString()).toBe('{"brokerAddrTable":{},"clusterAddrTable":{}}')
  })

  test('a missing field is named', async () => {
    expect(await ns.ask(103, { brokerName: 'a' })).toMatchObject({
      code: 1,
      remark: 'header field brokerAddr is missing',
    })
  })

  test('an unregistered broker and its topics are gone', async () => {
    await ns.register(MASTER)
    const identity = { brokerName: 'a', brokerAddr: '10.0.0.2:10911', clusterName: 'C', brokerId: '0' }
    expect((await ns.ask(104, identity)).code).toBe(0)
    expect((await ns.route('T1')).code).toBe(17)
  })

  test('a data version query says whether a registration is due and what is known', async () => {
    const identity = { brokerName: 'a', brokerAddr: '10.0.0.2:10911', clusterName: 'C', brokerId: '0' }
    const version = bytesFromUtf8('{"counter":1,"stateVersion":0,"timestamp":1}')
    const unknown = await ns.ask(322, identity, version)
    expect([unknown.ext, unknown.body]).toEqual([{ changed: 'true' }, undefined])
    await ns.register(MASTER)
    const same = await ns.ask(322, identity, version)
    expect([same.ext, text(same.body)]).toEqual([{ changed: 'false' }, '{"counter":1,"stateVersion":0,"timestamp":1}'])
    const newer = bytesFromUtf8('{"counter":2,"stateVersion":0,"timestamp":1}')
    expect((await ns.ask(322, identity, newer)).ext).toEqual({ changed: 'true' })
  })

  test('a member group lists the addresses of a broker name', async () => {
    await ns.register(MASTER)
    await ns.register(SLAVE)
    expect(text((await ns.ask(901, { clusterName: 'C', brokerName: 'a' })).body)).toBe(
      '{"brokerMemberGroup":{"brokerAddrs":{"0":"10.0.0.2:10911","1":"10.0.0.3:10911"},"brokerName":"a","cluster":"C"}}',
    )
  })
})

describe('routes', () => {
  test('an unknown topic is 17 with the topic in the remark', async () => {
    expect(await ns.route('nowhere')).toMatchObject({
      code: 17,
      remark: 'No topic route info in name server for the topic: nowhere',
    })
  })

  test('a route is what Java clients parse, member for member', async () => {
    await ns.register(MASTER)
    expect(text((await ns.route('T1')).body)).toBe(
      '{"brokerDatas":[{"brokerAddrs":{"0":"10.0.0.2:10911"},"brokerName":"a","cluster":"C","enableActingMaster":false}],' +
        '"filterServerTable":{},"queueDatas":[{"brokerName":"a","perm":6,"readQueueNums":4,"topicSysFlag":0,"writeQueueNums":4}]}',
    )
  })

  test('standard JSON goes to clients of 4.9.4 and later and to those that ask for it', async () => {
    await ns.register(registration({ topics: ['主题', 'T2'], clusterName: '集群' }))
    const isEscaped = async (ext: Record<string, string>, version: number): Promise<boolean> =>
      !text((await ns.route('T2', ext, version)).body).includes('集群')
    expect(await isEscaped({}, 401)).toBe(true)
    expect(await isEscaped({}, 400)).toBe(false)
    expect(await isEscaped({ acceptStandardJsonOnly: 'true' }, 400)).toBe(true)
  })

  test('the order configuration is attached only when enabled', async () => {
    const order = { namespace: 'ORDER_TOPIC_CONFIG', key: 'T1', value: 'a:4' }
    await ns.register(MASTER)
    await ns.ask(100, order)
    expect(topicRoute.decode((await ns.route('T1')).body).orderTopicConf).toBeUndefined()
    await ns.ask(318, {}, bytesFromUtf8('orderMessageEnable=true'))
    expect(topicRoute.decode((await ns.route('T1')).body).orderTopicConf).toBe('a:4')
  })

  test('a client with a zone sees the brokers of its zone', async () => {
    await ns.register(registration({ zoneName: 'z1' }))
    await ns.register(registration({ brokerName: 'b', brokerAddr: '10.0.0.8:10911', zoneName: 'z2' }))
    const near = topicRoute.decode((await ns.route('T1', { __ZONE_MODE: 'true', __ZONE_NAME: 'Z2' })).body)
    expect(near.brokerDatas.map((broker) => broker.brokerName)).toEqual(['b'])
    expect(topicRoute.decode((await ns.route('T1', { __ZONE_NAME: 'z2' })).body).brokerDatas).toHaveLength(2)
  })

  test('a slave stands in for its master only where that is supported', async () => {
    const alone = registration({ ...slave, enableActingMaster: true })
    await ns.register(alone)
    const idOf = async (): Promise<number[]> =>
      topicRoute.decode((await ns.route('T1')).body).brokerDatas.flatMap((broker) => [...broker.brokerAddrs.keys()])
    expect(await idOf()).toEqual([1])
    await ns.ask(318, {}, bytesFromUtf8('supportActingMaster=true'))
    expect(await idOf()).toEqual([0])
  })

  test('a topic registered by hand is found, a deleted one is not', async () => {
    await ns.register(MASTER)
    const route = topicRoute.decode((await ns.route('T1')).body)
    expect((await ns.ask(217, { topic: 'hand' }, topicRoute.encode(route))).code).toBe(0)
    expect((await ns.route('hand')).code).toBe(0)
    await ns.ask(216, { topic: 'hand' })
    expect((await ns.route('hand')).code).toBe(17)
    await ns.ask(216, { topic: 'T1', clusterName: 'other' })
    expect((await ns.route('T1')).code).toBe(0)
  })

  test('cluster information names clusters, groups and addresses', async () => {
    await ns.register(MASTER)
    expect(text((await ns.ask(106)).body)).toBe(
      '{"brokerAddrTable":{"a":{"brokerAddrs":{"0":"10.0.0.2:10911"},"brokerName":"a","cluster":"C","enableActingMaster":false}},' +
        '"clusterAddrTable":{"C":["a"]}}',
    )
  })
})

describe('topic lists', () => {
  beforeEach(async () => {
    const flagged = [1, 2].map((topicSysFlag) => makeTopicConfig(`F${topicSysFlag}`, { topicSysFlag }))
    await ns.register(registration({ topics: ['T1', ...flagged] }))
  })

  test.each([
    [206, {}, ['T1', 'F1', 'F2']],
    [224, { cluster: 'C' }, ['T1', 'F1', 'F2']],
    [224, { cluster: 'D' }, []],
    [311, {}, ['F1']],
    [312, {}, ['F2']],
    [313, {}, ['F2']],
  ])('%i %o lists %j', async (code, ext, topics) => {
    expect(text((await ns.ask(code, ext as Record<string, string>)).body)).toBe(JSON.stringify({ topicList: topics }))
  })

  test('the system list names clusters and groups and a broker to ask', async () => {
    expect(text((await ns.ask(304)).body)).toBe('{"brokerAddr":"10.0.0.1:10911","topicList":["C","a"]}')
  })

  test('lists that are switched off are refused', async () => {
    await ns.ask(318, {}, bytesFromUtf8('enableTopicList=false\nenableAllTopicList=false'))
    for (const [code, ext] of [
      [206, {}],
      [224, { cluster: 'C' }],
      [311, {}],
      [312, {}],
      [313, {}],
    ] as const) {
      expect(await ns.ask(code, ext)).toMatchObject({ code: 1, remark: 'disable' })
    }
    expect((await ns.ask(304)).code).toBe(0)
  })
})

describe('permissions and settings', () => {
  test('write permission is wiped and given, with the count of topics', async () => {
    await ns.register(MASTER)
    expect((await ns.ask(205, { brokerName: 'a' })).ext).toEqual({ wipeTopicCount: '2' })
    expect(topicRoute.decode((await ns.route('T1')).body).queueDatas[0]?.perm).toBe(4)
    expect((await ns.ask(327, { brokerName: 'a' })).ext).toEqual({ addTopicCount: '2' })
    expect(topicRoute.decode((await ns.route('T1')).body).queueDatas[0]?.perm).toBe(6)
  })

  test('settings are put, got, listed and deleted', async () => {
    expect((await ns.ask(100, { namespace: 'n', key: 'k', value: 'v' })).code).toBe(0)
    expect((await ns.ask(101, { namespace: 'n', key: 'k' })).ext).toEqual({ value: 'v' })
    expect(text((await ns.ask(219, { namespace: 'n' })).body)).toBe('{"table":{"k":"v"}}')
    expect((await ns.ask(102, { namespace: 'n', key: 'k' })).code).toBe(0)
    expect(await ns.ask(101, { namespace: 'n', key: 'k' })).toMatchObject({
      code: 22,
      remark: 'No config item, Namespace: n Key: k',
    })
    expect(await ns.ask(219, { namespace: 'x' })).toMatchObject({ code: 22, remark: 'No config item, Namespace: x' })
    expect(await ns.ask(100, { namespace: 'n' })).toMatchObject({ code: 1, remark: 'namespace or key is null' })
  })
})
