import { describe, expect, test } from 'vitest'
import { EngineError } from '../../../../../engine/base/errors.ts'
import { type BrokerPlace, BrokerReach, mapBounded } from '../../../../../engine/lab/service/resources/broker-reach.ts'
import { kindOfTopic, systemTopics } from '../../../../../engine/lab/service/resources/topic-kinds.ts'

const A: BrokerPlace = place('broker-a', 'a:0', 'a:1')
const B: BrokerPlace = place('broker-b', 'b:0')

function place(brokerName: string, ...addresses: string[]): BrokerPlace {
  return { clusterName: 'C', brokerName, members: addresses.map((address, brokerId) => ({ brokerId, address })) }
}

function reach(silent: readonly string[] = []): BrokerReach {
  const context = {
    clusters: { get: () => ({ name: 'lab' }) },
    observed: { nodes: () => silent.map((address) => ({ address, state: 'frozen' })) },
  }
  return new BrokerReach(context as never, 'lab')
}

const gone = (address: string): EngineError => new EngineError('connect-failed', `cannot reach ${address}`)

describe('asking every group of brokers', () => {
  test('a slave answers for a silent master, and that is said', async () => {
    const { answers, problems } = await reach().each([A, B], (address) =>
      address === 'a:0' ? Promise.reject(gone(address)) : Promise.resolve(address),
    )
    expect(answers.map(({ value }) => value)).toEqual(['a:1', 'b:0'])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.en).toContain('a:1 answered in its place')
    expect(problems[0]?.zh).toContain('代为应答')
  })

  test('a slave that answers for a master nobody waited for is named too', async () => {
    const slaveOnly: BrokerPlace = { ...A, members: [{ brokerId: 1, address: 'a:1' }] }
    const demoted: BrokerPlace = { ...A, members: [...A.members].reverse() }
    const askAll = (place: BrokerPlace) => reach().each([place], (address) => Promise.resolve(address))
    expect((await askAll(slaveOnly)).problems[0]?.en).toContain('has no master')
    expect((await askAll(demoted)).problems[0]?.en).toContain('may be behind')
    expect((await askAll(A)).problems).toEqual([])
  })

  test('a group without an answer becomes a sentence and the others count', async () => {
    const { answers, problems } = await reach().each([A, B], (address) =>
      address === 'b:0' ? Promise.reject(gone(address)) : Promise.resolve(address),
    )
    expect(answers.map(({ place: { brokerName } }) => brokerName)).toEqual(['broker-a'])
    expect(problems[0]?.en).toContain('broker-b did not answer')
  })

  test('a refusal is an answer: nobody else of the group is asked', async () => {
    const asked: string[] = []
    const { problems } = await reach().each([A, B], (address) => {
      asked.push(address)
      return address === 'a:0' ? Promise.reject(new EngineError('refused', 'no')) : Promise.resolve(address)
    })
    expect(asked.sort()).toEqual(['a:0', 'b:0'])
    expect(problems).toHaveLength(1)
  })

  test('when nobody answers the failure is thrown', async () => {
    await expect(reach().each([A, B], (address) => Promise.reject(gone(address)))).rejects.toMatchObject({
      code: 'connect-failed',
    })
  })

  test('members that the last poll saw silent are asked last', () => {
    const route = {
      queueDatas: [],
      filterServerTable: new Map(),
      brokerDatas: [
        {
          cluster: 'C',
          brokerName: 'broker-a',
          brokerAddrs: new Map([
            [0, 'a:0'],
            [1, 'a:1'],
          ]),
          enableActingMaster: false,
        },
      ],
    }
    expect(
      reach()
        .placesOf(route)[0]
        ?.members.map(({ address }) => address),
    ).toEqual(['a:0', 'a:1'])
    expect(
      reach(['a:0'])
        .placesOf(route)[0]
        ?.members.map(({ address }) => address),
    ).toEqual(['a:1', 'a:0'])
  })
})

test('no more than the bound is under way at once, and results keep their order', async () => {
  let now = 0
  let most = 0
  const results = await mapBounded(
    Array.from({ length: 20 }, (_, i) => i),
    async (i) => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now--
      return i * 2
    },
    3,
  )
  expect(most).toBe(3)
  expect(results).toEqual(Array.from({ length: 20 }, (_, i) => i * 2))
})

test('system topics are the fixed ones, those of the brokers and clusters, and what brokers call so', () => {
  const system = systemTopics([A], ['their_own'])
  const kinds = ['TBW102', 'rmq_sys_X', 'C', 'broker-a', 'C_REPLY_TOPIC', 'their_own'].map((topic) =>
    kindOfTopic(topic, system),
  )
  expect(new Set(kinds)).toEqual(new Set(['system']))
  expect(kindOfTopic('orders', system)).toBe('normal')
  expect(kindOfTopic('%RETRY%g', system)).toBe('retry')
  expect(kindOfTopic('%DLQ%g', system)).toBe('dlq')
})
