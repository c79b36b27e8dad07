/** What every `Network` promises, over real sockets and under virtual time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { Bytes } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import type { Address, ByteStream, Listener, Network, StreamHandler } from '../../../engine/base/ports.ts'

export interface NetworkUnderTest {
  readonly server: Network
  readonly client: Network
  /** Where the server's node can be reached. */
  readonly host: string
  /** Lets the world go on until the promise settles. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Lets the world go on until `predicate` holds. */
  eventually(predicate: () => boolean): Promise<void>
  close?(): Promise<void> | void
}

/** Records what a stream tells its owner and fails when calls nest or come after the close. */
export class RecordingHandler implements StreamHandler {
  text = ''
  receivedBytes = 0
  drains = 0
  closes: string[] = []
  onText: ((text: string) => void) | undefined
  #isInside = false

  onData(chunk: Bytes): void {
    this.#enter(() => {
      this.receivedBytes += chunk.length
      if (this.text.length < 1_000_000) this.text += chunk.utf8Slice()
      this.onText?.(chunk.utf8Slice())
    })
  }

  onDrain(): void {
    this.#enter(() => this.drains++)
  }

  onClose(reason: string): void {
    this.#enter(() => this.closes.push(reason))
  }

  #enter(action: () => void): void {
    if (this.#isInside) throw new Error('a call of the stream came inside another one')
    if (this.closes.length > 0) throw new Error('a call of the stream came after its close')
    this.#isInside = true
    action()
    this.#isInside = false
  }
}

export function networkConformance(name: string, make: () => NetworkUnderTest | Promise<NetworkUnderTest>): void {
  describe(`${name} keeps the promises of Network`, () => {
    let world: NetworkUnderTest
    const listeners: Listener[] = []
    const streams: ByteStream[] = []

    beforeEach(async () => {
      world = await make()
    })
    afterEach(async () => {
      for (const stream of streams.splice(0)) stream.destroy('test is over')
      for (const listener of listeners.splice(0)) await listener.close()
      await world.close?.()
    })

    const listen = async (accept: (stream: ByteStream) => StreamHandler, port = 0): Promise<Address> => {
      const listener = await world.settle(world.server.listen({ host: world.host, port, accept }))
      listeners.push(listener)
      return listener.address
    }
    const connect = async (address: Address, handler: StreamHandler): Promise<ByteStream> => {
      const stream = await world.settle(world.client.connect({ address, timeoutMs: 5000 }, () => handler))
      streams.push(stream)
      return stream
    }
    const pair = async (): Promise<{
      near: ByteStream
      far: ByteStream
      nearSaw: RecordingHandler
      farSaw: RecordingHandler
    }> => {
      const farSaw = new RecordingHandler()
      const nearSaw = new RecordingHandler()
      const accepted: ByteStream[] = []
      const address = await listen((stream) => {
        accepted.push(stream)
        streams.push(stream)
        return farSaw
      })
      const near = await connect(address, nearSaw)
      await world.eventually(() => accepted.length === 1)
      return { near, far: accepted[0] as ByteStream, nearSaw, farSaw }
    }

    test('carries bytes both ways and knows both addresses', async () => {
      const { near, far, nearSaw, farSaw } = await pair()
      near.write(bytesFromUtf8('hello'))
      far.write(bytesFromUtf8('welcome'))
      await world.eventually(() => farSaw.text === 'hello' && nearSaw.text === 'welcome')
      expect(near.remote).toEqual(far.local)
      expect(far.remote).toEqual(near.local)
      expect(far.local.host).toBe(world.host)
    })

    test('answers inside onData without nesting', async () => {
      const { near, far, nearSaw, farSaw } = await pair()
      farSaw.onText = (text) => far.write(bytesFromUtf8(text.toUpperCase()))
      nearSaw.onText = () => near.pendingBytes
      for (let i = 0; i < 50; i++) near.write(bytesFromUtf8(`ping ${i};`))
      await world.eventually(() => nearSaw.text.endsWith('PING 49;'))
      expect(nearSaw.text.split(';').length).toBe(51)
    })

    test('keeps the order of many writes of many sizes', async () => {
      const { near, farSaw } = await pair()
      let sent = ''
      for (let i = 0; i < 300; i++) {
        const part = String.fromCharCode(97 + (i % 26)).repeat(i)
        sent += part
        near.write(bytesFromUtf8(part))
      }
      await world.eventually(() => farSaw.receivedBytes === sent.length)
      expect(farSaw.text === sent).toBe(true)
    })

    test('lets a scratch buffer be used again once nothing is pending', async () => {
      const { near, farSaw } = await pair()
      const scratch = bytesFromUtf8('first')
      near.write(scratch)
      await world.eventually(() => near.pendingBytes === 0)
      scratch.fill(0)
      await world.eventually(() => farSaw.text === 'first')
    })

    test('says stop above the high mark, and drains once after', async () => {
      const { near, far, nearSaw, farSaw } = await pair()
      far.pauseReading()
      const chunk = allocBytes(4 * 1024 * 1024).fill(97)
      let writes = 1
      while (near.write(chunk)) writes++
      expect(near.pendingBytes).toBeGreaterThan(0)
      expect(writes).toBeLessThan(20)
      expect(nearSaw.drains).toBe(0)
      far.resumeReading()
      await world.eventually(() => farSaw.receivedBytes === writes * chunk.length && nearSaw.drains === 1)
      expect(near.pendingBytes).toBe(0)
      expect(near.write(bytesFromUtf8('more'))).toBe(true)
    })

    test('hands nothing over while reading is paused', async () => {
      const { near, far, nearSaw, farSaw } = await pair()
      far.pauseReading()
      near.write(bytesFromUtf8('wait'))
      far.write(bytesFromUtf8('other way'))
      await world.eventually(() => nearSaw.text === 'other way')
      expect(farSaw.text).toBe('')
      far.resumeReading()
      await world.eventually(() => farSaw.text === 'wait')
    })

    test('ends after everything queued was sent, and both ends hear of it once', async () => {
      const { near, nearSaw, farSaw } = await pair()
      const bytes = allocBytes(3_000_000).fill(98)
      near.write(bytes)
      near.end()
      near.end()
      expect(near.write(bytesFromUtf8('too late'))).toBe(false)
      await world.eventually(() => farSaw.closes.length === 1 && nearSaw.closes.length === 1)
      expect(farSaw.receivedBytes).toBe(bytes.length)
      expect(farSaw.closes).toEqual(['closed by peer'])
    })

    test('destroys with a reason, later than the call, once', async () => {
      const { near, nearSaw, farSaw } = await pair()
      near.destroy('bad frame')
      near.destroy('again')
      expect(nearSaw.closes).toEqual([])
      expect(near.write(bytesFromUtf8('x'))).toBe(false)
      await world.eventually(() => nearSaw.closes.length === 1 && farSaw.closes.length === 1)
      expect(nearSaw.closes).toEqual(['bad frame'])
    })

    test('may be destroyed inside onData and says nothing more', async () => {
      const { near, far, farSaw } = await pair()
      farSaw.onText = () => far.destroy('seen enough')
      near.write(bytesFromUtf8('one'))
      await world.eventually(() => farSaw.closes.length === 1)
      expect(farSaw.text).toBe('one')
      expect(farSaw.closes).toEqual(['seen enough'])
    })

    test('refuses a port in use and an address where nobody listens', async () => {
      const address = await listen(() => new RecordingHandler())
      const taken = world.server.listen({ host: world.host, port: address.port, accept: () => new RecordingHandler() })
      await expect(world.settle(taken)).rejects.toMatchObject({
        code: 'connect-failed',
        context: { port: address.port, systemCode: 'EADDRINUSE' },
      })
      await listeners.pop()?.close()
      const refused = await world
        .settle(world.client.connect({ address, timeoutMs: 5000 }, () => new RecordingHandler()))
        .catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(EngineError)
      expect(refused).toMatchObject({ code: 'connect-failed', context: { ...address, systemCode: 'ECONNREFUSED' } })
    })

    test('keeps connections when the listener closes, and frees the port', async () => {
      const { near, farSaw } = await pair()
      const { port } = near.remote
      await listeners.pop()?.close()
      await listen(() => new RecordingHandler(), port)
      near.write(bytesFromUtf8('still here'))
      await world.eventually(() => farSaw.text === 'still here')
    })
  })
}
