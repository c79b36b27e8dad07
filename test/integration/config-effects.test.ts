/** One broker of ours on real sockets takes every key it acts on: from its file, by update, and says so when asked. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { Broker } from '../../engine/broker/broker.ts'
import { BROKER_KEYS } from '../../engine/config/broker-keys.ts'
import { BROKER_FILE_OWNERS, rowFor } from '../../engine/config/catalogue.ts'
import { parseProperties, propertiesView } from '../../engine/config/properties-text.ts'
import { supportOf } from '../../engine/config/property-support.ts'
import { makeNamesrvConfig } from '../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../engine/namesrv/namesrv.ts'
import { getBrokerConfig, updateBrokerConfig } from '../../engine/protocol/apis/broker-admin.ts'
import { ResponseCode } from '../../engine/protocol/codes.ts'
import { getNamesrvConfig } from '../../engine/protocol/apis/kv-config.ts'
import { makeRequest } from '../../engine/remoting/command.ts'
import { otherValue } from '../unit/config/property-effects/other-value.ts'
import { BrokerWorld } from './broker-world.ts'

/** Every key that the broker acts on, with a valid value that is not its default. */
const OTHER_VALUES: ReadonlyMap<string, string> = new Map(
  Object.keys(BROKER_KEYS).flatMap((key): [string, string][] => {
    const row = rowFor(key, BROKER_FILE_OWNERS)
    return row === undefined || supportOf(row, 'broker').engine !== 'acts' ? [] : [[key, otherValue(row)]]
  }),
)

/** What the test's world has to decide. */
const OF_THE_WORLD = [
  'listenPort',
  'haListenPort',
  'bindAddress',
  'brokerIP1',
  'brokerIP2',
  'namesrvAddr',
  'storePathRootDir',
  'storePathCommitLog',
]

describe('a running broker', () => {
  const world = new BrokerWorld()

  beforeAll(async () => {
    await world.startNamesrv()
  })

  afterAll(async () => {
    await world.stop()
  })

  async function ask(broker: Broker, request: Parameters<typeof world.client.call>[1]) {
    const { bindAddress, listenPort } = broker.config.values
    return world.client.call(`${bindAddress}:${listenPort}`, request, 10_000)
  }

  async function shown(broker: Broker): Promise<ReadonlyMap<string, string>> {
    const answer = await ask(broker, makeRequest(getBrokerConfig, {}))
    return propertiesView(parseProperties(answer.body?.utf8Slice() ?? ''))
  }

  test('shows every value of its file that it acts on', async () => {
    const settings = Object.fromEntries([...OTHER_VALUES].filter(([key]) => !OF_THE_WORLD.includes(key)))
    const broker = await world.startBroker({ ...settings, brokerRole: 'SLAVE', brokerId: 7, brokerName: 'from-file' })
    const view = await shown(broker)
    const expected = { ...settings, brokerRole: 'SLAVE', brokerId: '7', brokerName: 'from-file' }
    for (const [key, value] of Object.entries(expected)) {
      // A slave lowers this one itself, as in Java.
      const wanted = key === 'accessMessageInMemoryMaxRatio' ? String(Number(value) - 10) : value
      expect(view.get(key), key).toBe(wanted)
    }
  })

  test('takes every such key by update, shows the new value, and runs by it where that is said', async () => {
    const broker = await world.startBroker({ brokerName: 'by-update' })
    const before = { ...broker.config.values } as Record<string, unknown>
    const keys = [...OTHER_VALUES].filter(([key]) => key !== 'configBlackList' && key !== 'namesrvAddr')
    const text = keys.map(([key, value]) => `${key}=${value}\n`).join('')
    const answer = await ask(broker, makeRequest(updateBrokerConfig, {}, bytesFromUtf8(text)))
    expect(answer.code).toBe(ResponseCode.SUCCESS)
    const view = await shown(broker)
    const after = broker.config.values as unknown as Record<string, unknown>
    for (const [key, value] of keys) {
      expect(view.get(key), key).toBe(value)
      expect(after[key] !== before[key], key).toBe(supportOf(key, 'broker').hotInEngine === 'now')
    }
  })

  test('refuses an update of a key on its black list as a whole', async () => {
    const broker = await world.startBroker({ brokerName: 'listed', configBlackList: 'traceOn' })
    const answer = await ask(broker, makeRequest(updateBrokerConfig, {}, bytesFromUtf8('traceOn=false\nregionId=x\n')))
    expect(answer.code).toBe(ResponseCode.NO_PERMISSION)
    expect((await shown(broker)).get('regionId')).toBe('DefaultRegion')
  })

  test('listens at bindAddress only', async () => {
    const broker = await world.startBroker({ brokerName: 'bound', bindAddress: '127.0.0.2' })
    expect((await shown(broker)).get('bindAddress')).toBe('127.0.0.2')
    const elsewhere = `127.0.0.1:${broker.config.values.listenPort}`
    await expect(world.client.call(elsewhere, makeRequest(getBrokerConfig, {}), 3000)).rejects.toThrow(/ECONNREFUSED/)
  })
})

describe('a running name server', () => {
  test('listens at bindAddress only', async () => {
    const world = new BrokerWorld()
    const config = makeNamesrvConfig({ bindAddress: '127.0.0.2', listenPort: 0 })
    const namesrv = Namesrv.create(config, world.ports)
    await namesrv.start()
    try {
      const { port } = namesrv.address
      const asked = await world.client.call(`127.0.0.2:${port}`, makeRequest(getNamesrvConfig, {}), 3000)
      expect(asked.body?.utf8Slice()).toContain('bindAddress=127.0.0.2\n')
      const elsewhere = world.client.call(`127.0.0.1:${port}`, makeRequest(getNamesrvConfig, {}), 3000)
      await expect(elsewhere).rejects.toThrow(/ECONNREFUSED/)
    } finally {
      await namesrv.stop()
      await world.stop()
    }
  })
})
