import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { ApiFailure, RpcClient } from '../../../engine/contract/rpc-client.ts'
import { call, RPC_OPEN_MAX, STREAM_CREDITS, stream } from '../../../engine/contract/rpc.ts'
import { portPair } from './port-pair.ts'

const api = {
  add: call(z.object({ a: z.number(), b: z.number() }), z.object({ sum: z.number() })),
  ticks: stream(z.object({}), z.object({ n: z.number() })),
}

function connect() {
  const [near, far] = portPair()
  let closedCount = 0
  const client = new RpcClient(api, near, { onClosed: () => closedCount++ })
  return { client, near, far, closed: () => closedCount }
}

const failureOf = (promise: Promise<unknown>): Promise<ApiFailure> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: unknown) => error as ApiFailure,
  )

describe('calls', () => {
  test('an answer reaches the call with its id', async () => {
    const { client, far } = connect()
    const first = client.call('add', { a: 1, b: 2 })
    const second = client.call('add', { a: 3, b: 4 })
    far.send({ t: 'value', id: 2, value: { sum: 7 } })
    far.send({ t: 'value', id: 1, value: { sum: 3 } })
    expect([await first, await second]).toEqual([{ sum: 3 }, { sum: 7 }])
  })

  test('an error arrives with code, text in both languages and context', async () => {
    const { client, far } = connect()
    const pending = failureOf(client.call('add', { a: 1, b: 2 }))
    const error = { code: 'not-found', message: { en: 'no', zh: '无' }, context: { field: 'a' }, retriable: false }
    far.send({ t: 'error', id: 1, error })
    const failure = await pending
    expect(failure).toBeInstanceOf(ApiFailure)
    expect([failure.code, failure.text, failure.context]).toEqual(['not-found', { en: 'no', zh: '无' }, { field: 'a' }])
  })

  test('an answer that breaks the contract is a failure, not a value', async () => {
    const { client, far } = connect()
    const pending = failureOf(client.call('add', { a: 1, b: 2 }))
    far.send({ t: 'value', id: 1, value: { sum: 'three' } })
    expect((await pending).code).toBe('protocol')
  })

  test('everything open fails as disconnected when the port closes, later calls too', async () => {
    const { client, far, closed } = connect()
    const pending = failureOf(client.call('add', { a: 1, b: 2 }))
    const ends: string[] = []
    client.stream('ticks', {}, { onItems: () => undefined, onError: (failure) => ends.push(failure.code) })
    far.close()
    expect((await pending).code).toBe('disconnected')
    expect(ends).toEqual(['disconnected'])
    expect((await failureOf(client.call('add', { a: 1, b: 2 }))).code).toBe('disconnected')
    expect(closed()).toBe(1)
  })

  test('one call above the bound is refused here, and there is room again after an answer', async () => {
    const { client, far } = connect()
    const calls = Array.from({ length: RPC_OPEN_MAX }, () => client.call('add', { a: 1, b: 1 }))
    expect((await failureOf(client.call('add', { a: 1, b: 1 }))).code).toBe('overload')
    far.send({ t: 'value', id: 1, value: { sum: 2 } })
    await calls[0]
    const again = client.call('add', { a: 1, b: 1 })
    far.send({ t: 'value', id: RPC_OPEN_MAX + 1, value: { sum: 2 } })
    expect(await again).toEqual({ sum: 2 })
    const rest = Promise.allSettled(calls)
    client.close()
    await rest
  })

  test('a message that is none of the protocol closes the port', () => {
    const { client, far, closed } = connect()
    far.send({ t: 'value', id: 0 } as never)
    expect([client.isClosed, closed()]).toEqual([true, 1])
  })
})

describe('streams', () => {
  const credits = (sent: readonly unknown[]): number =>
    sent.filter((message) => (message as { t: string }).t === 'credit').length

  test('a batch that was worked off grants one credit', () => {
    const { client, near, far } = connect()
    const seen: number[] = []
    client.stream('ticks', {}, { onItems: (items) => void seen.push(...items.map(({ n }) => n)) })
    far.send({ t: 'next', id: 1, items: [{ n: 1 }, { n: 2 }] })
    expect(seen).toEqual([1, 2])
    expect(near.sent.at(-1)).toEqual({ t: 'credit', id: 1, n: 1 })
  })

  test('a reader whose promise is pending grants nothing and gets no second batch', async () => {
    const { client, near, far } = connect()
    const seen: number[] = []
    let release: () => void = () => undefined
    client.stream(
      'ticks',
      {},
      {
        onItems: (items) => {
          seen.push(...items.map(({ n }) => n))
          return new Promise((resolve) => (release = resolve))
        },
      },
    )
    far.send({ t: 'next', id: 1, items: [{ n: 1 }] })
    far.send({ t: 'next', id: 1, items: [{ n: 2 }] })
    expect([seen, credits(near.sent)]).toEqual([[1], 0])
    release()
    await Promise.resolve()
    await Promise.resolve()
    expect([seen, credits(near.sent)]).toEqual([[1, 2], 1])
  })

  test('the end is told after the batches before it', async () => {
    const { client, far } = connect()
    const told: string[] = []
    client.stream(
      'ticks',
      {},
      {
        onItems: async (items) => {
          await Promise.resolve()
          told.push(`items ${items.length}`)
        },
        onEnd: () => told.push('end'),
      },
    )
    far.send({ t: 'next', id: 1, items: [{ n: 1 }] })
    far.send({ t: 'next', id: 1, items: [{ n: 2 }, { n: 3 }] })
    far.send({ t: 'end', id: 1 })
    await expect.poll(() => told).toEqual(['items 1', 'items 2', 'end'])
  })

  test('a service that sends more batches than it has credits is cut off', () => {
    const { client, near, far } = connect()
    const codes: string[] = []
    client.stream(
      'ticks',
      {},
      {
        onItems: () => new Promise<void>(() => undefined),
        onError: (failure) => codes.push(failure.code),
      },
    )
    for (let n = 0; n < STREAM_CREDITS; n++) far.send({ t: 'next', id: 1, items: [{ n }] })
    expect(near.sent.at(-1)).not.toMatchObject({ t: 'abort' })
    far.send({ t: 'next', id: 1, items: [{ n: 99 }] })
    expect(near.sent.at(-1)).toEqual({ t: 'abort', id: 1 })
  })

  test('after close nothing is delivered and the service is told once', () => {
    const { client, near, far } = connect()
    const seen: unknown[] = []
    const open = client.stream('ticks', {}, { onItems: (items) => void seen.push(items), onError: (e) => seen.push(e) })
    open.close()
    open.close()
    far.send({ t: 'next', id: 1, items: [{ n: 1 }] })
    far.close()
    expect(seen).toEqual([])
    expect(near.sent.filter((message) => (message as { t: string }).t === 'abort')).toHaveLength(1)
  })

  test('a reader that throws ends its stream and leaves the others', () => {
    const { client, near, far } = connect()
    const codes: string[] = []
    const seen: unknown[] = []
    client.stream(
      'ticks',
      {},
      {
        onItems: () => {
          throw new Error('a bug of the screen')
        },
        onError: (failure) => codes.push(failure.code),
      },
    )
    client.stream('ticks', {}, { onItems: (items) => void seen.push(items) })
    far.send({ t: 'next', id: 1, items: [{ n: 1 }] })
    far.send({ t: 'next', id: 2, items: [{ n: 1 }] })
    expect(codes).toEqual(['internal'])
    expect(near.sent).toContainEqual({ t: 'abort', id: 1 })
    expect(seen).toHaveLength(1)
  })

  test('an item that breaks the contract ends the stream as protocol', () => {
    const { client, far } = connect()
    const codes: string[] = []
    client.stream('ticks', {}, { onItems: () => undefined, onError: (failure) => codes.push(failure.code) })
    far.send({ t: 'next', id: 1, items: [{ n: 'one' }] })
    expect(codes).toEqual(['protocol'])
  })
})
