import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8 } from '../../engine/base/bytes.ts'
import { LINK_FAULT_QUEUE_BYTES } from '../../engine/base/limits.ts'
import type { Address, ByteStream, Listener } from '../../engine/base/ports.ts'
import { FaultyNetwork } from '../../engine/node/faulty-network.ts'
import type { PeerFinder } from '../../engine/node/faulty-network.ts'
import { NodeClock } from '../../engine/node/node-clock.ts'
import { NodeNetwork } from '../../engine/node/node-network.ts'
import { NodeTimers } from '../../engine/node/node-timers.ts'
import { procPeerFinder } from '../../engine/node/proc-sockets.ts'
import { RecordingHandler } from '../unit/node/network-conformance.ts'
import { eventually } from '../unit/node/real-time.ts'

const clock = new NodeClock()
const timers = new NodeTimers(() => clock.forget())
clock.connect(() => timers.wakeAtTurnEnd())

function network(findPeer: PeerFinder = () => 'unknown'): FaultyNetwork {
  return new FaultyNetwork({ inner: new NodeNetwork(), clock, timers, findPeer })
}

/** Lets real time pass: only to show that something does not happen. */
function quiet(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

describe('link faults over real sockets', () => {
  let server: FaultyNetwork
  let client: FaultyNetwork
  let listener: Listener
  let address: Address
  let near: ByteStream
  let far: ByteStream
  let nearSaw: RecordingHandler
  let farSaw: RecordingHandler
  let accepted: number

  beforeEach(async () => {
    // The server finds every accepted connection to be the peer's; finding out is tested below.
    server = network(() => 'yes')
    client = network()
    farSaw = new RecordingHandler()
    nearSaw = new RecordingHandler()
    accepted = 0
    listener = await server.listen({
      host: '127.0.0.1',
      port: 0,
      accept: (stream) => {
        accepted++
        if (accepted > 1) return new RecordingHandler()
        far = stream
        return farSaw
      },
    })
    address = listener.address
    near = await client.connect({ address, timeoutMs: 1000 }, () => nearSaw)
    await eventually(() => accepted === 1)
  })
  afterEach(async () => {
    client.applyFault({ peer: '*', direction: 'both', kind: 'heal' })
    server.applyFault({ peer: '*', direction: 'both', kind: 'heal' })
    near.destroy('over')
    far.destroy('over')
    await listener.close()
  })
  const peer = (): string => `127.0.0.1:${address.port}`
  const send = (stream: ByteStream, text: string): boolean => stream.write(bytesFromUtf8(text))

  describe('cut', () => {
    test('swallows bytes both ways, keeps the connection, and resets it when it heals', async () => {
      expect(client.applyFault({ peer: peer(), direction: 'both', kind: 'cut' })).toEqual({ connections: 1 })
      expect(send(near, 'lost')).toBe(true)
      expect(near.pendingBytes).toBe(0)
      send(far, 'lost too')
      await quiet(100)
      expect([farSaw.text, nearSaw.text, nearSaw.closes.length, farSaw.closes.length]).toEqual(['', '', 0, 0])
      expect(client.applyFault({ peer: peer(), direction: 'both', kind: 'heal' })).toEqual({ connections: 1 })
      await eventually(() => nearSaw.closes.length === 1 && farSaw.closes.length === 1)
      expect(nearSaw.closes).toEqual(['link healed after bytes were lost'])
    })

    test('leaves a connection that lost nothing usable', async () => {
      client.applyFault({ peer: peer(), direction: 'both', kind: 'cut' })
      await quiet(20)
      client.applyFault({ peer: peer(), direction: 'both', kind: 'heal' })
      send(near, 'still here')
      await eventually(() => farSaw.text === 'still here')
    })

    test.each(['in', 'out'] as const)('in direction %s lets the other one through', async (direction) => {
      client.applyFault({ peer: peer(), direction, kind: 'cut' })
      send(near, 'from client')
      send(far, 'from server')
      await eventually(() => (direction === 'out' ? nearSaw.text : farSaw.text) !== '')
      await quiet(30)
      expect([farSaw.text, nearSaw.text]).toEqual(direction === 'out' ? ['', 'from server'] : ['from client', ''])
    })

    test('hides a close from the other end until it heals', async () => {
      client.applyFault({ peer: peer(), direction: 'both', kind: 'cut' })
      near.destroy('client gave up')
      await eventually(() => nearSaw.closes.length === 1)
      send(far, 'anyone?')
      await quiet(50)
      expect(nearSaw.closes).toEqual(['client gave up'])
      expect(farSaw.closes).toEqual([])
      client.applyFault({ peer: peer(), direction: 'both', kind: 'heal' })
      await eventually(() => farSaw.closes.length === 1)
    })

    test('hides the close of the peer from this end until it heals', async () => {
      client.applyFault({ peer: peer(), direction: 'in', kind: 'cut' })
      far.destroy('server stops')
      await quiet(50)
      expect(nearSaw.closes).toEqual([])
      client.applyFault({ peer: peer(), direction: 'in', kind: 'heal' })
      await eventually(() => nearSaw.closes.length === 1)
      expect(nearSaw.closes).toEqual(['closed by peer'])
    })

    test('lets new connections hang until their timeout, or until it heals', async () => {
      client.applyFault({ peer: 'broker-a', addresses: [peer()], direction: 'in', kind: 'cut' })
      const startMs = performance.now()
      const hanging = client.connect({ address, timeoutMs: 150 }, () => new RecordingHandler())
      await expect(hanging).rejects.toMatchObject({ code: 'timeout', context: { port: address.port } })
      expect(performance.now() - startMs).toBeGreaterThan(140)
      const patient = client.connect({ address, timeoutMs: 5000 }, () => new RecordingHandler())
      client.applyFault({ peer: 'broker-a', direction: 'both', kind: 'heal' })
      const stream = await patient
      await eventually(() => accepted === 2)
      stream.destroy('over')
    })

    test('at the accepting side: bytes vanish and new connections are never heard of', async () => {
      expect(server.applyFault({ peer: 'client', direction: 'both', kind: 'cut' })).toEqual({ connections: 1 })
      send(near, 'lost')
      send(far, 'lost')
      const second = new RecordingHandler()
      const stream = await client.connect({ address, timeoutMs: 1000 }, () => second)
      send(stream, 'hello?')
      await quiet(50)
      expect([farSaw.text, nearSaw.text, accepted]).toEqual(['', '', 1])
      server.applyFault({ peer: 'client', direction: 'both', kind: 'heal' })
      await eventually(() => second.closes.length === 1 && nearSaw.closes.length === 1 && farSaw.closes.length === 1)
      expect(accepted).toBe(1)
    })
  })

  describe('delay', () => {
    test('adds its time each way and keeps the order', async () => {
      client.applyFault({ peer: peer(), direction: 'both', kind: 'delay', ms: 60 })
      farSaw.onText = (text) => send(far, text)
      const startMs = performance.now()
      for (let i = 0; i < 100; i++) send(near, `${i};`)
      await eventually(() => nearSaw.text.endsWith('99;'))
      expect(performance.now() - startMs).toBeGreaterThan(118)
      expect(nearSaw.text).toBe(Array.from({ length: 100 }, (_, i) => `${i};`).join(''))
    })

    test('lets bytes on the way pass at once when it heals, and loses none', async () => {
      client.applyFault({ peer: peer(), direction: 'out', kind: 'delay', ms: 60_000 })
      send(near, 'slow ')
      await quiet(20)
      expect(farSaw.text).toBe('')
      client.applyFault({ peer: peer(), direction: 'both', kind: 'heal' })
      send(near, 'fast')
      await eventually(() => farSaw.text === 'slow fast')
      expect(nearSaw.closes).toEqual([])
    })

    test('holds a bounded amount: the writer is told to stop', async () => {
      client.applyFault({ peer: peer(), direction: 'out', kind: 'delay', ms: 200 })
      const chunk = allocBytes(512 * 1024)
      let written = 0
      do written += chunk.length
      while (near.write(chunk))
      expect(written).toBeLessThanOrEqual(LINK_FAULT_QUEUE_BYTES + chunk.length)
      expect(near.pendingBytes).toBeGreaterThan(0)
      await eventually(() => farSaw.receivedBytes === written && nearSaw.drains === 1)
    })

    test('keeps the end behind what was sent before', async () => {
      client.applyFault({ peer: peer(), direction: 'out', kind: 'delay', ms: 40 })
      send(near, 'last words')
      near.end()
      await eventually(() => farSaw.closes.length === 1)
      expect(farSaw.text).toBe('last words')
    })
  })

  describe('throttle', () => {
    test('lets its rate through, in order, both kinds of side', async () => {
      const bytes = allocBytes(150_000)
      for (let i = 0; i < bytes.length; i++) bytes[i] = 97 + (i % 26)
      // 4000 kbit/s is 500 bytes a ms with a burst of 25,000: 150,000 bytes take 250 ms.
      client.applyFault({ peer: peer(), direction: 'out', kind: 'throttle', kbps: 4000 })
      const startMs = performance.now()
      near.write(bytes)
      await eventually(() => farSaw.receivedBytes === bytes.length)
      const tookMs = performance.now() - startMs
      expect(tookMs).toBeGreaterThan(230)
      expect(tookMs).toBeLessThan(1500)
      expect(farSaw.text).toBe(bytes.toString('latin1'))
    })

    test('slows what comes in without losing it, and pauses the peer when too much waits', async () => {
      client.applyFault({ peer: peer(), direction: 'in', kind: 'throttle', kbps: 400_000 })
      const bytes = allocBytes(12 * 1024 * 1024)
      far.write(bytes)
      await eventually(() => nearSaw.receivedBytes > 0)
      expect(nearSaw.receivedBytes).toBeLessThan(bytes.length)
      await eventually(() => nearSaw.receivedBytes === bytes.length)
    })
  })

  test('reset closes matching connections now, as a broken one', async () => {
    expect(client.applyFault({ peer: '*:1', direction: 'both', kind: 'reset' })).toEqual({ connections: 0 })
    expect(client.applyFault({ peer: peer(), direction: 'both', kind: 'reset' })).toEqual({ connections: 1 })
    await eventually(() => nearSaw.closes.length === 1 && farSaw.closes.length === 1)
    expect(farSaw.closes).toEqual(['ECONNRESET'])
    expect(client.faults()).toEqual([])
  })

  test('are listed per direction, replaced by kind, healed by peer and direction', () => {
    client.applyFault({ peer: 'b', addresses: ['h:1'], direction: 'both', kind: 'delay', ms: 10 })
    client.applyFault({ peer: 'b', addresses: ['h:1'], direction: 'out', kind: 'delay', ms: 20 })
    client.applyFault({ peer: 'c', direction: 'in', kind: 'cut' })
    const short = (): string[] => client.faults().map((f) => `${f.peer} ${f.direction} ${f.kind} ${f.ms ?? ''}`.trim())
    expect(short()).toEqual(['b in delay 10', 'b out delay 20', 'c in cut'])
    client.applyFault({ peer: 'b', direction: 'in', kind: 'heal' })
    expect(short()).toEqual(['b out delay 20', 'c in cut'])
    client.applyFault({ peer: '*', direction: 'both', kind: 'heal' })
    expect(short()).toEqual([])
  })

  test('touch only the peer that is meant', async () => {
    client.applyFault({ peer: '127.0.0.9:*', direction: 'both', kind: 'cut' })
    client.applyFault({ peer: `*:${address.port + 1}`, direction: 'both', kind: 'cut' })
    send(near, 'untouched')
    await eventually(() => farSaw.text === 'untouched')
  })

  test.runIf(process.platform === 'linux')('find the process behind an accepted connection', () => {
    const find = procPeerFinder()
    const connection = { local: far.local, remote: far.remote }
    expect(find(connection, { addresses: [], pids: [process.pid] })).toBe('yes')
    // By where the process listens, as after a restart of the peer with a new id.
    expect(find(connection, { addresses: [peer()], pids: [1] })).toBe('yes')
    expect(find(connection, { addresses: ['127.0.0.1:1'], pids: [1] })).toBe('no')
    const nobody = { local: far.local, remote: { host: '127.0.0.1', port: 1 } }
    expect(find(nobody, { addresses: [], pids: [process.pid] })).toBe('unknown')
  })
})
