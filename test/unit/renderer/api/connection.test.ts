import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { ApiFailure } from '../../../../engine/contract/rpc-client.ts'
import { call, type RpcPort, stream, type StreamSink } from '../../../../engine/contract/rpc.ts'
import { serveRpc } from '../../../../engine/lab/rpc/rpc-server.ts'
import { LabConnection, type Probe, REDIAL_MS_MAX, REDIAL_MS_MIN } from '../../../../renderer/api/connection.ts'
import { type MemoryPort, portPair } from '../../contract/port-pair.ts'
import { keptLog } from '../../lab/rpc/quiet-log.ts'

const api = {
  echo: call(z.object({ text: z.string() }), z.object({ text: z.string() })),
  ticks: stream(z.object({}), z.object({ n: z.number() })),
}

/** A connection whose service can be taken away and whose pauses pass by hand. */
function world(probe?: Probe) {
  const pauses: number[] = []
  const sinks: StreamSink<{ n: number }>[] = []
  const calls: string[] = []
  let pending: (() => void) | undefined
  let isUp = true
  let far: MemoryPort | undefined
  const dial = async (): Promise<RpcPort> => {
    if (!isUp) throw new Error('refused')
    const [near, other] = portPair()
    far = other
    const echo = ({ text }: { text: string }) => {
      calls.push(text)
      return { text }
    }
    const ticks = (_input: object, sink: StreamSink<{ n: number }>) => {
      sinks.push(sink)
      return () => undefined
    }
    serveRpc(api, { echo, ticks }, other, { log: keptLog() })
    return near
  }
  const connection = new LabConnection({
    api,
    dial,
    nowMs: () => 1000,
    after: (delayMs, task) => {
      pauses.push(delayMs)
      pending = task
      return () => (pending = undefined)
    },
    ...(probe === undefined ? {} : { probe }),
  })
  return {
    connection,
    pauses,
    sinks,
    calls,
    setUp: (value: boolean) => (isUp = value),
    lose: () => far?.close(),
    hasPlan: () => pending !== undefined,
    elapse: async () => {
      const task = pending
      pending = undefined
      task?.()
      await settled()
    },
  }
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

describe('a connection that was lost', () => {
  test('is dialled again after pauses that double to their bound, and shows when', async () => {
    const { connection, pauses, setUp, lose, elapse } = world()
    connection.start()
    await settled()
    expect(connection.getState()).toMatchObject({ status: 'open', attempt: 0, retryAtMs: undefined })
    setUp(false)
    lose()
    await settled()
    expect(connection.getState()).toMatchObject({ status: 'lost', attempt: 0, retryAtMs: 1000 + REDIAL_MS_MIN })
    for (let i = 0; i < 7; i++) await elapse()
    expect(pauses).toEqual([250, 500, 1000, 2000, 4000, REDIAL_MS_MAX, REDIAL_MS_MAX, REDIAL_MS_MAX])
    setUp(true)
    await elapse()
    expect(connection.getState()).toMatchObject({ status: 'open', attempt: 0, retryAtMs: undefined })
  })

  test('opens its streams anew and says that they start over', async () => {
    const { connection, sinks, lose, elapse } = world()
    const told: string[] = []
    connection.stream(
      'ticks',
      {},
      {
        onStart: (isAgain) => told.push(isAgain ? 'again' : 'first'),
        onItems: (items) => void told.push(...items.map(({ n }) => String(n))),
        onError: (failure) => told.push(failure.code),
      },
    )
    connection.start()
    await settled()
    sinks[0]?.push([{ n: 1 }])
    lose()
    await settled()
    await elapse()
    sinks[1]?.push([{ n: 2 }])
    expect(told).toEqual(['first', '1', 'again', '2'])
  })

  test('does not bring back a stream that was closed meanwhile', async () => {
    const { connection, sinks, lose, elapse } = world()
    const open = connection.stream('ticks', {}, { onItems: () => undefined })
    connection.start()
    await settled()
    lose()
    await settled()
    open.close()
    await elapse()
    expect([connection.getState().status, sinks.length]).toEqual(['open', 1])
  })

  test('refuses calls at once and never repeats one', async () => {
    const { connection, calls, setUp, lose, elapse } = world()
    connection.start()
    await settled()
    setUp(false)
    lose()
    await settled()
    const failure = await connection.call('echo', { text: 'lost' }).catch((error: unknown) => error as ApiFailure)
    expect(failure).toMatchObject({ code: 'disconnected', retriable: true })
    setUp(true)
    await elapse()
    expect(await connection.call('echo', { text: 'new' })).toEqual({ text: 'new' })
    expect(calls).toEqual(['new'])
  })

  test('is dialled at once when asked', async () => {
    const { connection, lose, hasPlan } = world()
    connection.start()
    await settled()
    lose()
    await settled()
    expect([connection.getState().status, hasPlan()]).toEqual(['lost', true])
    connection.retryNow()
    await settled()
    expect([connection.getState().status, hasPlan()]).toEqual(['open', false])
  })
})

test('a call made before the first connection waits for it', async () => {
  const { connection } = world()
  const pending = connection.call('echo', { text: 'early' })
  connection.start()
  expect(await pending).toEqual({ text: 'early' })
})

test('a call made before the first connection fails with it', async () => {
  const { connection, setUp } = world()
  setUp(false)
  const pending = connection.call('echo', { text: 'early' }).catch((error: unknown) => error as ApiFailure)
  connection.start()
  expect(await pending).toMatchObject({ code: 'disconnected' })
})

test('a host that answers but no longer knows this browser is shown with the way back in', async () => {
  let answer: Awaited<ReturnType<Probe>> = 'signed-out'
  const { connection, setUp, lose, elapse } = world(async () => answer)
  connection.start()
  await settled()
  setUp(false)
  lose()
  await settled()
  expect(connection.getState().status).toBe('signed-out')
  expect(connection.getState().explanation?.en).toContain('mqlab serve --open')
  expect(connection.getState().explanation?.zh).toContain('mqlab serve --open')
  answer = 'unreachable'
  await elapse()
  expect(connection.getState()).toMatchObject({ status: 'lost', explanation: undefined })
  setUp(true)
  await elapse()
  expect(connection.getState().status).toBe('open')
})

test('a closed connection dials no more', async () => {
  const { connection, hasPlan } = world()
  connection.start()
  await settled()
  connection.close()
  await settled()
  expect(hasPlan()).toBe(false)
})
