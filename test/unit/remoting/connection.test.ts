import { describe, expect, test } from 'vitest'
import { allocBytes, asBytes, bytesFromUtf8, concatBytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import {
  IN_FLIGHT_CALLS_MAX,
  IN_FLIGHT_REQUESTS_MAX,
  OUTGOING_BYTES_HIGH,
  OUTGOING_BYTES_MAX,
} from '../../../engine/base/limits.ts'
import { type Command, FLAG_ONEWAY, makeResponse } from '../../../engine/remoting/command.ts'
import { type RawFrameHook, RemotingConnection } from '../../../engine/remoting/connection.ts'
import { FlushGroup } from '../../../engine/remoting/outgoing.ts'
import { command, commandsIn, frameOf } from './commands.ts'
import { MemoryWorld } from './memory-world.ts'

function setUp(rawHooks?: Map<number, RawFrameHook>) {
  const world = new MemoryWorld()
  const [near, far] = world.pair()
  const requests: Command[] = []
  const connection = new RemotingConnection(1, near, {
    clock: world,
    timers: world,
    log: world.log,
    flushGroup: new FlushGroup(world),
    rawHooks,
    onRequest: (request) => requests.push(request),
  })
  near.handler = connection.handler
  /** What the peer has received so far. */
  const received = (): Command[] => commandsIn(concatBytes(near.writes))
  const feed = (...commands: Command[]): void => near.receive(concatBytes(commands.map(frameOf)))
  return { world, near, far, connection, requests, received, feed }
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof EngineError ? error.code : String(error)),
  )
}

describe('calls', () => {
  test('responses in any order find their calls', async () => {
    const { world, connection, received, feed } = setUp()
    const first = connection.call(command(), 1000)
    const second = connection.call(command(), 1000)
    await world.settle()
    const [one, two] = received()
    feed(makeResponse(two as Command, 0, { remark: 'two' }), makeResponse(one as Command, 17, { remark: 'one' }))
    expect(await Promise.all([first, second])).toMatchObject([
      { remark: 'one', code: 17 },
      { remark: 'two', code: 0 },
    ])
    expect(connection.pendingCalls).toBe(0)
  })

  test('all requests of a turn leave in one write', async () => {
    const { world, near, connection } = setUp()
    const calls = [1, 2, 3].map(() => connection.call(command(), 50))
    await world.settle()
    expect(near.writes).toHaveLength(1)
    connection.close('done')
    await Promise.allSettled(calls)
  })

  test('each call ends at its own deadline, with one timer for all', async () => {
    const { world, connection } = setUp()
    const ends: string[] = []
    for (const timeoutMs of [300, 100, 200]) {
      void codeOf(connection.call(command(), timeoutMs)).then((code) => ends.push(`${timeoutMs} ${code}`))
    }
    await world.advance(99)
    expect(ends).toEqual([])
    await world.advance(1)
    expect(ends).toEqual(['100 timeout'])
    await world.advance(100)
    expect(ends).toEqual(['100 timeout', '200 timeout'])
    await world.advance(100)
    expect(ends).toEqual(['100 timeout', '200 timeout', '300 timeout'])
  })

  test('an answer after the deadline is dropped and said so', async () => {
    const { world, connection, received, feed } = setUp()
    const late = codeOf(connection.call(command(), 100))
    await world.advance(200)
    expect(await late).toBe('timeout')
    feed(makeResponse(received()[0] as Command, 0))
    expect(world.log.has('response without a call dropped')).toBe(true)
    expect(connection.closed).toBe(false)
  })

  test('a close ends every call with its reason', async () => {
    const { connection } = setUp()
    const call = connection.call(command(), 1000)
    connection.close('going home')
    await expect(call).rejects.toMatchObject({ code: 'closed', context: { reason: 'going home' } })
    expect(await codeOf(connection.call(command(), 1000))).toBe('closed')
  })

  test('one call above the limit is refused at once', async () => {
    const { world, connection } = setUp()
    const calls: Promise<string>[] = []
    for (let i = 0; i < IN_FLIGHT_CALLS_MAX; i++) calls.push(codeOf(connection.call(command(), 1000)))
    expect(await codeOf(connection.call(command(), 1000))).toBe('overload')
    await world.advance(1000)
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['timeout']))
  })

  test('a request that is too large for a frame fails its call and nothing else', async () => {
    const { world, connection, received } = setUp()
    expect(await codeOf(connection.call(command({ body: allocBytes(17 * 1024 * 1024) }), 1000))).toBe('overload')
    connection.oneway(command({ code: 35 }))
    await world.settle()
    expect(received().map((found) => found.code)).toEqual([35])
  })
})

describe('requests', () => {
  test('a one-way request carries the flag and waits for nothing', async () => {
    const { world, connection, received } = setUp()
    connection.oneway(command({ code: 40 }))
    await world.settle()
    expect(received()[0]?.flag).toBe(FLAG_ONEWAY)
    expect(connection.pendingCalls).toBe(0)
  })

  test('the same opaque may be in flight in both directions', async () => {
    const { world, connection, requests, received, feed } = setUp()
    const call = connection.call(command({ code: 220 }), 1000)
    await world.settle()
    const opaque = received()[0]?.opaque ?? 0
    feed(command({ code: 34, opaque }))
    expect(requests).toHaveLength(1)
    expect(connection.pendingCalls).toBe(1)
    feed(makeResponse(command({ opaque }), 0))
    expect((await call).code).toBe(0)
  })

  test('a late answer goes out, and is a no-op after a close', async () => {
    const { world, connection, requests, received, feed } = setUp()
    feed(command({ opaque: 5 }), command({ opaque: 6 }))
    await world.advance(15_000)
    connection.respond(makeResponse(requests[0] as Command, 0))
    await world.settle()
    expect(received().map((found) => found.opaque)).toEqual([5])
    connection.close('bye')
    connection.respond(makeResponse(requests[1] as Command, 0))
    await world.settle()
    expect(received()).toHaveLength(1)
  })

  test('an answer that does not fit a frame becomes an error the peer can read', async () => {
    const { world, connection, requests, received, feed } = setUp()
    feed(command({ opaque: 5 }))
    connection.respond(makeResponse(requests[0] as Command, 0, { body: allocBytes(17 * 1024 * 1024) }))
    await world.settle()
    expect(received()[0]).toMatchObject({ opaque: 5, code: 1, flag: 1 })
  })
})

describe('bounds', () => {
  test('reading stops when too many answers are owed and goes on when some are given', () => {
    const { near, connection, requests, feed } = setUp()
    for (let i = 0; i < IN_FLIGHT_REQUESTS_MAX - 1; i++) feed(command({ opaque: i }))
    expect(near.isReading).toBe(true)
    feed(command({ opaque: IN_FLIGHT_REQUESTS_MAX }))
    expect(near.isReading).toBe(false)
    expect(connection.owedRequests).toBe(IN_FLIGHT_REQUESTS_MAX)
    connection.respond(makeResponse(requests[0] as Command, 0))
    expect(near.isReading).toBe(true)
  })

  test('one-way requests owe nothing', () => {
    const { connection, feed } = setUp()
    feed(command({ flag: FLAG_ONEWAY }))
    expect(connection.owedRequests).toBe(0)
  })

  test('reading stops while the peer does not take its answers, and goes on when it does', async () => {
    const { world, near, connection, requests, feed } = setUp()
    near.isHeld = true
    feed(command({ opaque: 1 }), command({ opaque: 2 }), command({ opaque: 3 }))
    const body = allocBytes(12 * 1024 * 1024)
    for (const request of requests) connection.respond(makeResponse(request, 0, { body }))
    await world.settle()
    expect(near.pendingBytes).toBeGreaterThan(OUTGOING_BYTES_HIGH)
    expect(near.isReading).toBe(false)
    near.release()
    await world.settle()
    expect(near.isReading).toBe(true)
  })

  test('a peer that never reads is cut off', async () => {
    const { world, near, connection } = setUp()
    near.isHeld = true
    const body = allocBytes(15 * 1024 * 1024)
    for (let bytes = 0; bytes <= OUTGOING_BYTES_MAX; bytes += body.length) {
      connection.respond(makeResponse(command(), 0, { body }))
      await world.settle()
    }
    expect(connection.closed).toBe(true)
    expect(world.log.has('the peer does not read')).toBe(true)
  })
})

describe('closing', () => {
  test('a bad frame closes the connection with a logged reason', () => {
    const { world, near, connection } = setUp()
    near.receive(bytesFromUtf8('GET / HTTP/1.1\r\n\r\n'))
    expect(connection.closed).toBe(true)
    expect(near.isClosed).toBe(true)
    expect(world.log.lines).toMatchObject([{ level: 'warn', message: 'connection closed: bad frame' }])
  })

  test('close listeners run once, those that come late run at once', async () => {
    const { world, near, connection } = setUp()
    const reasons: string[] = []
    connection.onClose((reason) => reasons.push(`a ${reason}`))
    connection.onClose((reason) => reasons.push(`taken back ${reason}`))()
    near.destroy('reset')
    await world.settle()
    connection.close('again')
    connection.onClose((reason) => reasons.push(`b ${reason}`))
    expect(reasons).toEqual(['a reset', 'b reset'])
  })

  test('end sends what was placed before it closes', async () => {
    const { world, connection, received } = setUp()
    connection.oneway(command({ code: 40 }))
    connection.end()
    await world.settle()
    expect(received()).toHaveLength(1)
    expect(connection.closed).toBe(true)
  })
})

describe('raw-frame hooks', () => {
  function hooked(code: number, result: boolean) {
    const seen: string[] = []
    const hook: RawFrameHook = (_connection, bytes, headerStart, headerEnd, bodyEnd, serializeType) => {
      seen.push(`${serializeType} ${headerEnd - headerStart > 0} ${bytes.utf8Slice(headerEnd, bodyEnd)}`)
      return result
    }
    return { seen, ...setUp(new Map([[code, hook]])) }
  }

  test.each(['JSON', 'ROCKETMQ'] as const)('take the frames of their code in the %s form', (serializeType) => {
    const { seen, requests, feed } = hooked(310, true)
    feed(command({ code: 310, serializeType, body: bytesFromUtf8('b') }), command({ code: 31, serializeType }))
    expect(seen).toEqual([`${serializeType === 'JSON' ? 0 : 1} true b`])
    expect(requests.map((request) => request.code)).toEqual([31])
  })

  test('a hook that declines leaves the frame to the general way', () => {
    const { seen, requests, feed } = hooked(310, false)
    feed(command({ code: 310 }))
    expect(seen).toHaveLength(1)
    expect(requests.map((request) => request.code)).toEqual([310])
  })

  test.each(['{"opaque":1,"code":310}', '{ "code":310,"opaque":1}', '{"code":"310","opaque":1}', '{"code":310}'])(
    'a header in another shape goes the general way: %s',
    (header) => {
      const { near, seen, requests } = hooked(310, true)
      const bytes = allocBytes(8 + header.length)
      bytes.writeInt32BE(4 + header.length, 0)
      bytes.writeInt32BE(header.length, 4)
      bytes.latin1Write(header, 8)
      near.receive(bytes)
      expect(seen).toEqual([])
      expect(requests.map((request) => request.code)).toEqual([310])
    },
  )

  test('requests taken by a hook count as owed when it says so', () => {
    const { near, connection } = hooked(310, true)
    connection.noteOwed(IN_FLIGHT_REQUESTS_MAX)
    expect(near.isReading).toBe(false)
    connection.noteAnswered(1)
    expect(near.isReading).toBe(true)
  })
})

describe('fuzzing', () => {
  test('2,000 malformed frames close their connections and hurt nothing else', () => {
    let seed = 12_345
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const good = [
      frameOf(command({ ext: { topic: 'T', queueId: '1' }, body: bytesFromUtf8('some body') })),
      frameOf(
        command({
          code: 310,
          ext: { a: 'g', b: 'T' },
          remark: 'r',
          serializeType: 'ROCKETMQ',
          body: bytesFromUtf8('x'),
        }),
      ),
    ]
    let closed = 0
    for (let round = 0; round < 2000; round++) {
      const { near, connection, world } = setUp()
      const bytes = asBytes(Uint8Array.from(good[round % 2] ?? good[0] ?? []))
      for (let flips = 1 + random(4); flips > 0; flips--) bytes[random(bytes.length)] = random(256)
      const cut = random(bytes.length)
      near.receive(asBytes(bytes.subarray(0, cut)))
      near.receive(asBytes(bytes.subarray(cut)))
      if (connection.closed) closed++
      expect(connection.closed).toBe(world.log.lines.some((line) => line.message === 'connection closed: bad frame'))
      expect(world.log.lines.filter((line) => line.level === 'error')).toEqual([])
    }
    expect(closed).toBeGreaterThan(200)
  })
})
