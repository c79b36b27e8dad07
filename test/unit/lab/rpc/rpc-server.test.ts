import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { EngineError } from '../../../../engine/base/errors.ts'
import type { ApiFailure } from '../../../../engine/contract/rpc-client.ts'
import { RpcClient } from '../../../../engine/contract/rpc-client.ts'
import { call, RPC_OPEN_MAX, STREAM_CREDITS, stream, type StreamSink } from '../../../../engine/contract/rpc.ts'
import { serveRpc } from '../../../../engine/lab/rpc/rpc-server.ts'
import { portPair } from '../../contract/port-pair.ts'
import { keptLog } from './quiet-log.ts'

const api = {
  echo: call(z.object({ text: z.string().max(5) }), z.object({ text: z.string() })),
  fail: call(z.object({ how: z.enum(['engine', 'bug', 'output', 'never']) }), z.object({ ok: z.boolean() })),
  ticks: stream(z.object({ late: z.boolean().default(false) }), z.object({ n: z.number() })),
}

/** A served api whose streams are driven from outside and whose stops are counted. */
function serve() {
  const [near, far] = portPair()
  const log = keptLog()
  const sinks: StreamSink<{ n: number }>[] = []
  const releases: (() => void)[] = []
  let stops = 0
  const connection = serveRpc(
    api,
    {
      echo: ({ text }) => ({ text }),
      fail: ({ how }) => {
        if (how === 'engine') throw new EngineError('not-found', 'no such', { context: { field: 'x' }, zh: '没有' })
        if (how === 'bug') throw new TypeError('secret detail')
        if (how === 'never') return new Promise(() => undefined)
        return { ok: 'yes' } as never
      },
      ticks: async ({ late }, sink) => {
        sinks.push(sink)
        if (late) await new Promise<void>((resolve) => releases.push(resolve))
        return () => stops++
      },
    },
    far,
    { log },
  )
  return { near, far, log, sinks, releases, stops: () => stops, connection }
}

const settled = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

async function failureOf(promise: Promise<unknown>): Promise<ApiFailure> {
  try {
    await promise
  } catch (error) {
    return error as ApiFailure
  }
  throw new Error('it did not fail')
}

describe('calls', () => {
  test('a checked input reaches its handler and the answer comes back', async () => {
    const client = new RpcClient(api, serve().near)
    expect(await client.call('echo', { text: 'hello' })).toEqual({ text: 'hello' })
  })

  test('a wrong input names path, what came and what is wanted, in both languages, and not the value', async () => {
    const client = new RpcClient(api, serve().near)
    const failure = await failureOf(client.call('echo', { text: 'secret-body' }))
    expect(failure.code).toBe('bad-input')
    expect(failure.text.en).toBe('echo: "text" is text of 11 characters; wanted is text of <= 5 characters.')
    expect(failure.text.zh).toBe('echo：“text” 为长度 11 的文本；应为长度 <= 5 的文本。')
    expect(failure.context).toEqual({ name: 'echo', path: 'text', issues: 1 })
  })

  test('an EngineError keeps code, context and both texts', async () => {
    const client = new RpcClient(api, serve().near)
    const failure = await failureOf(client.call('fail', { how: 'engine' }))
    expect([failure.code, failure.text, failure.context]).toEqual([
      'not-found',
      { en: 'no such', zh: '没有' },
      { field: 'x' },
    ])
  })

  test.each(['bug', 'output'] as const)('%s: no text of ours leaves, the log has it', async (how) => {
    const { near, log } = serve()
    const failure = await failureOf(new RpcClient(api, near).call('fail', { how }))
    expect(failure.code).toBe('internal')
    expect(JSON.stringify(failure.text)).not.toContain('secret')
    expect(log.lines).toEqual(['error a call of the window failed'])
  })

  test.each(['nothing', '__proto__', 'constructor', 'toString'])('the name %s is refused', async (name) => {
    const { near } = serve()
    const answers: unknown[] = []
    near.onMessage((message) => answers.push(message))
    near.send({ t: 'call', id: 1, name, input: {} })
    await settled()
    expect(answers).toMatchObject([{ t: 'error', id: 1, error: { code: 'unsupported' } }])
  })

  test('one open call above the bound is refused, the others stay', async () => {
    const { near, connection } = serve()
    const answers: unknown[] = []
    near.onMessage((message) => answers.push(message))
    for (let id = 1; id <= RPC_OPEN_MAX + 1; id++) near.send({ t: 'call', id, name: 'fail', input: { how: 'never' } })
    await settled()
    expect(answers).toMatchObject([{ t: 'error', id: RPC_OPEN_MAX + 1, error: { code: 'overload' } }])
    expect(connection.openCount).toBe(RPC_OPEN_MAX)
  })

  test('an id that was used disconnects the window', async () => {
    const { near, log, stops } = serve()
    let isClosed = false
    near.onClose(() => (isClosed = true))
    near.send({ t: 'call', id: 1, name: 'ticks', input: {} })
    await settled()
    near.send({ t: 'call', id: 1, name: 'echo', input: { text: 'x' } })
    expect([isClosed, stops()]).toEqual([true, 1])
    expect(log.lines).toEqual(['warn a window broke the protocol, disconnecting it'])
  })
})

describe('streams', () => {
  test('a slow reader holds its stream back after the credits of the start', async () => {
    const { near, sinks } = serve()
    const client = new RpcClient(api, near)
    const releases: (() => void)[] = []
    client.stream('ticks', {}, { onItems: () => new Promise<void>((resolve) => releases.push(resolve)) })
    await settled()
    const [sink] = sinks as [StreamSink<{ n: number }>]
    let made = 0
    const fill = (): void => {
      while (sink.isReady && made < 1000) sink.push([{ n: made++ }])
    }
    sink.onReady(fill)
    fill()
    await settled()
    // One batch is being worked off and has granted nothing yet.
    expect(made).toBe(STREAM_CREDITS)
    expect(() => sink.push([{ n: 0 }])).toThrow(/onReady/)
    for (let i = 0; i < 5; i++) {
      releases.shift()?.()
      await settled()
    }
    expect(made).toBe(STREAM_CREDITS + 5)
  })

  test('a page that is blocked finds no more than the credits waiting, then goes on', async () => {
    const { near, far, sinks } = serve()
    // Blocked: messages lie in the transport until the page turns to them.
    const held: unknown[] = []
    let isBlocked = true
    let deliver: (message: unknown) => void = () => undefined
    const client = new RpcClient(api, {
      send: (message) => near.send(message),
      onMessage: (listener) => {
        deliver = listener
        near.onMessage((message) => (isBlocked ? held.push(message) : listener(message)))
      },
      onClose: (listener) => near.onClose(listener),
      close: () => near.close(),
    })
    let read = 0
    client.stream('ticks', {}, { onItems: (items) => void (read += items.length) })
    await settled()
    const [sink] = sinks as [StreamSink<{ n: number }>]
    let made = 0
    for (let tick = 0; tick < 5000; tick++) if (sink.isReady) sink.push([{ n: made++ }])
    expect([made, held.length]).toEqual([STREAM_CREDITS, STREAM_CREDITS])
    isBlocked = false
    for (const message of held) deliver(message)
    await settled()
    for (let tick = 0; tick < 100; tick++) if (sink.isReady) sink.push([{ n: made++ }])
    await settled()
    expect([read, made]).toEqual([made, STREAM_CREDITS + 100])
    far.close()
  })

  test('a window that grants more than it was sent gets no more than the credits', async () => {
    const { near, sinks } = serve()
    near.send({ t: 'call', id: 1, name: 'ticks', input: {} })
    await settled()
    for (let i = 0; i < 50; i++) near.send({ t: 'credit', id: 1, n: STREAM_CREDITS })
    let made = 0
    while (sinks[0]?.isReady === true && made < 1000) sinks[0].push([{ n: made++ }])
    expect(made).toBe(STREAM_CREDITS)
  })

  test('a disconnect stops every stream handler exactly once', async () => {
    const { near, stops, connection } = serve()
    const client = new RpcClient(api, near)
    const streams = Array.from({ length: 5 }, () => client.stream('ticks', {}, { onItems: () => undefined }))
    await settled()
    streams[0]?.close()
    expect(stops()).toBe(1)
    near.close()
    connection.close()
    streams[1]?.close()
    expect([stops(), connection.openCount]).toEqual([5, 0])
  })

  test('a stream closed while its handler still starts is stopped once, when it has', async () => {
    const { near, releases, stops } = serve()
    const client = new RpcClient(api, near)
    const open = client.stream('ticks', { late: true }, { onItems: () => undefined })
    await settled()
    open.close()
    await settled()
    expect(stops()).toBe(0)
    releases[0]?.()
    await settled()
    expect(stops()).toBe(1)
    near.close()
    expect(stops()).toBe(1)
  })

  test('a handler that ends its stream itself is not stopped again', async () => {
    const { near, sinks, stops } = serve()
    const told: string[] = []
    new RpcClient(api, near).stream('ticks', {}, { onItems: () => undefined, onEnd: () => told.push('end') })
    await settled()
    sinks[0]?.end()
    near.close()
    expect([told, stops()]).toEqual([['end'], 0])
  })

  test('an item that breaks the contract fails the stream and stops its handler', async () => {
    const { near, sinks, stops, log } = serve()
    const codes: string[] = []
    new RpcClient(api, near).stream('ticks', {}, { onItems: () => undefined, onError: (e) => codes.push(e.code) })
    await settled()
    sinks[0]?.push([{ n: 'one' as never }])
    expect([codes, stops(), log.lines.length]).toEqual([['internal'], 1, 1])
  })

  test('abort and credit of an unknown id are ignored', async () => {
    const { near, connection } = serve()
    const client = new RpcClient(api, near)
    near.send({ t: 'abort', id: 77 })
    near.send({ t: 'credit', id: 77, n: 1 })
    expect(await client.call('echo', { text: 'x' })).toEqual({ text: 'x' })
    expect(connection.openCount).toBe(0)
  })
})

test('no message from a hostile window throws, and a broken one ends the connection with its streams stopped', async () => {
  const almost = fc.record(
    {
      t: fc.constantFrom('call', 'credit', 'abort', 'value', '__proto__'),
      id: fc.oneof(fc.integer({ min: -2, max: 20 }), fc.double(), fc.string()),
      name: fc.oneof(fc.constantFrom('echo', 'fail', 'ticks', 'hasOwnProperty'), fc.string({ maxLength: 80 })),
      n: fc.integer({ min: -1, max: 20 }),
      input: fc.anything(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(almost, fc.anything()), { maxLength: 20 }), async (messages) => {
      const { near, far, sinks, stops, connection } = serve()
      near.send({ t: 'call', id: 1, name: 'ticks', input: {} })
      await settled()
      for (const message of messages) far.receive(message)
      await settled()
      connection.close()
      expect([connection.openCount, stops()]).toEqual([0, sinks.length])
    }),
    { numRuns: 300 },
  )
})
