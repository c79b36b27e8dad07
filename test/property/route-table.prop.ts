/**
 * The route table against a model that keeps only facts: who is registered at which id, when it was last heard, which
 * topics its master has brought. Random registrations, heartbeats, closes, expiries and deletions must leave both equal.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RouteTable } from '../../engine/namesrv/route-table.ts'
import { registration } from '../unit/namesrv/registrations.ts'

interface Member {
  readonly id: number
  readonly addr: string
  lastSignMs: number
  readonly connectionId: number
}

/** Masters and slaves of fixed addresses: name `b0`..`b2`, id 0..2. */
class Model {
  readonly members = new Map<string, Map<number, Member>>()
  readonly topics = new Map<string, Set<string>>()

  register(name: string, id: number, topics: readonly string[], connectionId: number, nowMs: number): boolean {
    const group = this.members.get(name)
    if (group?.has(id) !== true && topics.length === 1) return false
    const members = group ?? new Map<number, Member>()
    members.set(id, { id, addr: addrOf(name, id), lastSignMs: nowMs, connectionId })
    this.members.set(name, members)
    const isPrime = id === Math.min(...members.keys())
    if (isPrime) for (const topic of topics) this.topics.set(topic, (this.topics.get(topic) ?? new Set()).add(name))
    return true
  }

  drop(isGone: (member: Member) => boolean): void {
    for (const [name, members] of this.members) {
      for (const member of [...members.values()]) if (isGone(member)) members.delete(member.id)
      if (members.size > 0) continue
      this.members.delete(name)
      for (const topic of [...this.topics.keys()]) this.forget(topic, name)
    }
  }

  forget(topic: string, name: string): void {
    const names = this.topics.get(topic)
    names?.delete(name)
    if (names?.size === 0) this.topics.delete(topic)
  }
}

function addrOf(name: string, id: number): string {
  return `${name}-${id}:10911`
}

const brokerName = fc.constantFrom('b0', 'b1', 'b2')
const brokerId = fc.nat(2)
const someTopics = fc.uniqueArray(fc.constantFrom('T0', 'T1', 'T2', 'T3'), { maxLength: 4 })

const step = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constant('register' as const), brokerName, brokerId, someTopics) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('heartbeat' as const), brokerName, brokerId) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('unregister' as const), brokerName, brokerId) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('close' as const), brokerName, brokerId) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('wait' as const), fc.integer({ min: 1, max: 100_000 })) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('delete' as const), fc.constantFrom('T0', 'T1')) },
)

/** One connection a broker. */
function connectionOf(name: string, id: number): number {
  return Number(name.slice(1)) * 10 + id + 1
}

function expectSame(table: RouteTable, model: Model): void {
  expect(table.topicNames().sort()).toEqual([...model.topics.keys()].sort())
  for (const [topic, names] of model.topics) {
    const route = table.findRoute(topic)
    expect(route?.queueDatas.map((queue) => queue.brokerName)).toEqual([...names].sort())
    for (const broker of route?.brokerDatas ?? []) {
      const members = [...(model.members.get(broker.brokerName)?.values() ?? [])]
      expect([...broker.brokerAddrs].sort()).toEqual(members.map(({ id, addr }) => [id, addr]).sort())
    }
  }
  expect([...table.clusterInfo().brokerAddrTable.keys()].sort()).toEqual([...model.members.keys()].sort())
  expect([...(table.clusterInfo().clusterAddrTable.get('C') ?? [])].sort()).toEqual([...model.members.keys()].sort())
}

describe('RouteTable', () => {
  test('agrees with its model after any sequence of events', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const table = new RouteTable()
        const model = new Model()
        let nowMs = 0
        let version = 0
        for (const event of steps) {
          switch (event[0]) {
            case 'register': {
              const [, name, id, topics] = event
              const connectionId = connectionOf(name, id)
              const wasTaken = model.register(name, id, topics, connectionId, nowMs)
              const result = table.register(
                registration({
                  brokerName: name,
                  brokerId: id,
                  brokerAddr: addrOf(name, id),
                  topics,
                  connectionId,
                  version: ++version,
                }),
                nowMs,
              )
              expect(result.status).toBe(wasTaken ? 'registered' : 'refused')
              break
            }
            case 'heartbeat': {
              const [, name, id] = event
              const member = model.members.get(name)?.get(id)
              if (member !== undefined) member.lastSignMs = nowMs
              expect(table.touch('C', addrOf(name, id), nowMs)).toBe(member !== undefined)
              break
            }
            case 'unregister': {
              const brokerAddr = addrOf(event[1], event[2])
              model.drop((member) => member.addr === brokerAddr)
              table.unregister({ clusterName: 'C', brokerName: event[1], brokerAddr })
              break
            }
            case 'close': {
              const connectionId = connectionOf(event[1], event[2])
              model.drop((member) => member.connectionId === connectionId)
              table.unregisterConnection(connectionId)
              break
            }
            case 'wait': {
              nowMs += event[1]
              const silentSinceMs = nowMs - 120_000
              model.drop((member) => member.lastSignMs < silentSinceMs)
              table.expire(nowMs)
              break
            }
            case 'delete':
              model.topics.delete(event[1])
              table.deleteTopic(event[1])
          }
          expectSame(table, model)
        }
      }),
    )
  })

  test('never holds more than what is alive: when everything has expired it is empty', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(brokerName, brokerId, someTopics), { maxLength: 20 }), (brokers) => {
        const table = new RouteTable()
        brokers.forEach(([name, id, topics], i) =>
          table.register(
            registration({ brokerName: name, brokerId: id, brokerAddr: `h:${i}`, topics, connectionId: i, version: i }),
            i,
          ),
        )
        for (const address of brokers.keys()) table.unregisterConnection(address)
        expect(table.topicNames()).toEqual([])
        expect(table.clusterInfo()).toEqual({ brokerAddrTable: new Map(), clusterAddrTable: new Map() })
      }),
    )
  })
})
