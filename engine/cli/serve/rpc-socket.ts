/**
 * One WebSocket of a signed-in window as an `RpcPort`: text frames only, a bounded rate of messages, pings that find a peer
 * that is gone without a word, and an end for one that does not read.
 */
import type { WebSocket } from 'ws'
import { decodeRpcMessage, encodeRpcMessage } from '../../contract/rpc-json.ts'
import type { RpcPort } from '../../contract/rpc.ts'

/** A busy window sends some hundred messages a second, most of them credits. */
export const SOCKET_MESSAGES_PER_SECOND = 1000
export const SOCKET_MESSAGES_BURST = 3000
const PING_EVERY_MS = 15_000
/** Credits bound streams; this bounds the answers to many large calls at once. */
const UNSENT_BYTES_MAX = 64 * 1024 * 1024
const TRY_AGAIN_LATER = 1013
const POLICY_VIOLATION = 1008

export interface RpcSocketOptions {
  readonly socket: WebSocket
  readonly nowMs: () => number
  readonly pingEveryMs?: number
}

export function rpcSocket({ socket, nowMs, pingEveryMs = PING_EVERY_MS }: RpcSocketOptions): RpcPort {
  let onMessage: (message: unknown) => void = () => undefined
  let isAlive = true
  let tokens = SOCKET_MESSAGES_BURST
  let refilledAtMs = nowMs()
  const ping = setInterval(() => {
    if (!isAlive) {
      socket.terminate()
      return
    }
    isAlive = false
    socket.ping()
  }, pingEveryMs)
  ping.unref()

  function isWithinRate(): boolean {
    const atMs = nowMs()
    tokens = Math.min(SOCKET_MESSAGES_BURST, tokens + ((atMs - refilledAtMs) * SOCKET_MESSAGES_PER_SECOND) / 1000)
    refilledAtMs = atMs
    tokens -= 1
    return tokens >= 0
  }

  socket.on('pong', () => (isAlive = true))
  // Too long, or no WebSocket frame at all: ws closes it, nothing is left to do here.
  socket.on('error', () => undefined)
  socket.on('close', () => clearInterval(ping))
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return
    if (isBinary) socket.close(POLICY_VIOLATION, 'text only')
    else if (!isWithinRate()) socket.close(POLICY_VIOLATION, 'too many messages')
    else onMessage(decodeRpcMessage(data.toString('utf8')))
  })
  return {
    send: (message) => {
      const text = encodeRpcMessage(message)
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > UNSENT_BYTES_MAX) socket.terminate()
      else socket.send(text)
    },
    onMessage: (listener) => {
      onMessage = listener
    },
    onClose: (listener) => {
      socket.on('close', () => listener())
    },
    close: () => {
      if (socket.readyState === socket.OPEN) socket.close(TRY_AGAIN_LATER)
    },
  }
}
