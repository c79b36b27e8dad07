/** The lab service over a WebSocket of the page's own origin, as an `RpcPort`. The browser answers the host's pings itself. */
import { decodeRpcMessage, encodeRpcMessage } from '../../engine/contract/rpc-json.ts'
import type { RpcPort } from '../../engine/contract/rpc.ts'

/** A host on this machine answers at once; one that takes longer is stuck. */
const OPEN_TIMEOUT_MS = 5000

/** @throws when the socket does not open; the browser tells no reason. */
export function dialWebSocket(url: string = rpcUrl(window.location)): Promise<RpcPort> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const timer = setTimeout(() => socket.close(), OPEN_TIMEOUT_MS)
    socket.addEventListener('open', () => {
      clearTimeout(timer)
      resolve(new WebSocketPort(socket))
    })
    // Nothing to do once it is open: a settled promise stays settled.
    socket.addEventListener('close', () => {
      clearTimeout(timer)
      reject(new Error('the socket did not open'))
    })
  })
}

export function rpcUrl(location: Pick<Location, 'protocol' | 'host'>): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/rpc`
}

class WebSocketPort implements RpcPort {
  readonly #socket: WebSocket

  constructor(socket: WebSocket) {
    this.#socket = socket
  }

  send(message: Parameters<RpcPort['send']>[0]): void {
    const text = encodeRpcMessage(message)
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      listener(typeof event.data === 'string' ? decodeRpcMessage(event.data) : undefined)
    })
  }

  onClose(listener: () => void): void {
    this.#socket.addEventListener('close', listener)
  }

  close(): void {
    this.#socket.close()
  }
}
