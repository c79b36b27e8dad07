/** One connection after the other to a server under fuzzing: each frame gets a verdict before the next one goes out. */
import { connect, type Socket } from 'node:net'
import { type HostileFrame, jsonFrame, UNKNOWN_CODE } from './hostile-frames.ts'

const VERDICT_MS = 15_000
/** Above what hostile frames use as their own `opaque`. */
const PROBE_OPAQUE = 2_000_000_000

export type Verdict = 'closed' | 'alive'

export class HostileClient {
  connections = 0
  readonly #port: number
  #socket: Socket | undefined
  #received = Buffer.alloc(0)
  #isClosed = true
  #probe = 0
  #wake: () => void = () => undefined

  constructor(port: number) {
    this.#port = port
  }

  /** @throws {Error} when the server neither answers nor closes the connection in time. */
  async send(frame: HostileFrame): Promise<Verdict> {
    const socket = await this.#open()
    this.#received = Buffer.alloc(0)
    const opaque = PROBE_OPAQUE + (this.#probe++ % 100_000_000)
    // Behind a frame that leaves the stream in order stands a question that any server answers.
    const probe = jsonFrame(JSON.stringify({ code: UNKNOWN_CODE, opaque, flag: 0, language: 'JAVA', version: 479 }))
    if (frame.effect === 'half') socket.end(frame.bytes)
    else socket.write(Buffer.concat([frame.bytes, probe]))
    const answer = `"opaque":${opaque}`
    await this.#until(() => this.#isClosed || this.#received.includes(answer), frame)
    return this.#isClosed ? 'closed' : 'alive'
  }

  async close(): Promise<void> {
    const socket = this.#socket
    if (socket === undefined || this.#isClosed) return
    await new Promise<void>((resolve) => {
      socket.on('close', () => resolve())
      socket.destroy()
    })
  }

  async #open(): Promise<Socket> {
    if (this.#socket !== undefined && !this.#isClosed) return this.#socket
    const socket = connect(this.#port, '127.0.0.1')
    socket.setNoDelay(true)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    this.connections++
    this.#socket = socket
    this.#isClosed = false
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    // A server that closes while more is on its way makes the system answer with a reset.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (this.#socket === socket) this.#isClosed = true
      this.#wake()
    })
    return socket
  }

  #until(isDone: () => boolean, frame: HostileFrame): Promise<void> {
    if (isDone()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#wake = () => undefined
        const shown = frame.bytes.subarray(0, 400).toString('latin1')
        reject(new Error(`no answer within ${VERDICT_MS} ms to ${frame.kind}: ${JSON.stringify(shown)}`))
      }, VERDICT_MS)
      this.#wake = () => {
        if (!isDone()) return
        clearTimeout(timer)
        this.#wake = () => undefined
        resolve()
      }
    })
  }
}
