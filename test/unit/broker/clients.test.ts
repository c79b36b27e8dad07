import { describe, expect, test } from 'vitest'
import { CLIENT_EXPIRY_MS, Clients, type ConsumerSettings } from '../../../engine/broker/clients.ts'
import type { SubscriptionData } from '../../../engine/protocol/bodies/heartbeat.ts'
import { AnswerReader } from './send-frames.ts'

const CLUSTERING: ConsumerSettings = {
  consumeType: 'CONSUME_PASSIVELY',
  messageModel: 'CLUSTERING',
  consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET',
}

function subscription(topic: string, subVersion = 1): SubscriptionData {
  return { topic, subString: '*', tagsSet: [], codeSet: [], subVersion, expressionType: 'TAG', classFilterMode: false }
}

function setUp() {
  const { world } = new AnswerReader()
  const clients = new Clients(world, world.log)
  const changed: string[] = []
  clients.onMembershipChanged(({ group, members }) => changed.push(`${group}:${members.size}`))
  const identity = (clientId: string) => ({
    connection: new AnswerReader().connection,
    clientId,
    language: 'JAVA' as const,
    version: 479,
  })
  return { world, clients, changed, identity }
}

describe('Clients', () => {
  test('announce a new member and a changed subscription, not a repeated heartbeat', () => {
    const { clients, changed, identity } = setUp()
    const one = identity('one')
    const beat = (subscriptions: readonly SubscriptionData[] | undefined): boolean =>
      clients.registerConsumer('g', one, CLUSTERING, subscriptions, true)
    expect(beat([subscription('T')])).toBe(true)
    expect(beat([subscription('T', 2)])).toBe(false)
    expect(beat(undefined)).toBe(false)
    expect(clients.consumerGroup('g')?.subscriptions.get('T')?.subVersion).toBe(2)
    expect(beat([subscription('U')])).toBe(true)
    expect([...clients.consumerGroup('g')!.subscriptions.keys()]).toEqual(['U'])
    expect(changed).toEqual(['g:1', 'g:1'])
  })

  test('broadcasting consumers and groups that want no notice are not announced', () => {
    const { clients, changed, identity } = setUp()
    clients.registerConsumer('b', identity('x'), { ...CLUSTERING, messageModel: 'BROADCASTING' }, [], true)
    clients.registerConsumer('q', identity('y'), CLUSTERING, [], false)
    expect(changed).toEqual([])
  })

  test('name each client once', () => {
    const { clients, identity } = setUp()
    for (const id of ['one', 'two', 'one']) clients.registerConsumer('g', identity(id), CLUSTERING, [], true)
    expect(clients.consumerIds('g')).toEqual(['one', 'two'])
    expect(clients.findConsumer('g', 'two')?.clientId).toBe('two')
    expect(clients.findConsumer('g', 'three')).toBeUndefined()
  })

  test('a closed connection takes its consumers and producers along and wakes the others', () => {
    const { clients, changed, identity } = setUp()
    const one = identity('one')
    clients.registerConsumer('g', one, CLUSTERING, [subscription('T')], true)
    clients.registerConsumer('g', identity('two'), CLUSTERING, [subscription('T')], true)
    clients.registerProducer('p', one)
    clients.connectionClosed(one.connection)
    expect(clients.consumerIds('g')).toEqual(['two'])
    expect(clients.producersOf('p')).toBeUndefined()
    expect(changed.at(-1)).toBe('g:1')
    expect(clients.groupsSubscribedTo('T')).toEqual(['g'])
  })

  test('a group ends with its last member', () => {
    const { clients, identity } = setUp()
    const one = identity('one')
    clients.registerConsumer('g', one, CLUSTERING, [], true)
    clients.unregisterConsumer('g', one.connection, true)
    expect(clients.consumerGroup('g')).toBeUndefined()
  })

  test('drops who has not been heard of for two minutes', async () => {
    const { world, clients, identity } = setUp()
    const silent = identity('silent')
    const lively = identity('lively')
    clients.registerConsumer('g', silent, CLUSTERING, [], true)
    clients.registerConsumer('g', lively, CLUSTERING, [], true)
    await world.advance(CLIENT_EXPIRY_MS)
    clients.registerConsumer('g', lively, CLUSTERING, undefined, true)
    clients.expire()
    expect(clients.consumerIds('g')).toEqual(['silent', 'lively'])
    await world.advance(1)
    clients.expire()
    expect(clients.consumerIds('g')).toEqual(['lively'])
    expect(silent.connection.closed).toBe(true)
  })
})
