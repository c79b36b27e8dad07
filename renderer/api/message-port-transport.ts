/**
 * The lab service over a message port that the preload script hands to the page, as an `RpcPort`. The page asks with
 * `{ mqlab: 'dial' }`; preload answers `{ mqlab: 'port' }` with the port. In Chromium a port fires no event when its peer is
 * gone, so both ends say `ping` and `pong` beside the RPC, and `bye` when they close.
 */
import type { RpcPort } from '../../engine/contract/rpc.ts'

const PORT_WAIT_MS = 5000
/** How often the peer is asked, and how many questions in a row may stay open. */
const PING_EVERY_MS = 2000
const PINGS_UNANSWERED_MAX = 3

/** @throws when preload hands over no port in time: the service does not run. */
export function dialMessagePort(): Promise<RpcPort> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', take)
      reject(new Error('no port was handed over'))
    }, PORT_WAIT_MS)
    function take(event: MessageEvent<unknown>): void {
      const [port] = event.ports
      // Only preload shares this window; frames are forbidden, and their messages have another source.
      if (event.source !== window || !isPortMessage(event.data) || port === undefined) return
      clearTimeout(timer)
      window.removeEventListener('message', take)
      resolve(messagePortRpc(port))
    }
    window.addEventListener('message', take)
    window.postMessage({ mqlab: 'dial' }, window.location.origin)
  })
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && (data as { mqlab?: unknown }).mqlab === 'port'
}

export function messagePortRpc(port: MessagePort): RpcPort {
  let onMessage: (message: unknown) => void = () => undefined
  const closeListeners: (() => void)[] = []
  let isOpen = true
  let unanswered = 0
  const timer = setInterval(() => {
    if (unanswered === PINGS_UNANSWERED_MAX) closed()
    else {
      unanswered++
      port.postMessage({ t: 'ping' })
    }
  }, PING_EVERY_MS)

  function closed(): void {
    if (!isOpen) return
    isOpen = false
    clearInterval(timer)
    port.close()
    for (const listener of closeListeners) listener()
  }

  port.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (!isOpen) return
    unanswered = 0
    const kind = typeof event.data === 'object' && event.data !== null ? (event.data as { t?: unknown }).t : undefined
    if (kind === 'ping') port.postMessage({ t: 'pong' })
    else if (kind === 'bye') closed()
    else if (kind !== 'pong') onMessage(event.data)
  })
  port.addEventListener('close', closed)
  return {
    send: (message) => {
      if (isOpen) port.postMessage(message)
    },
    onMessage: (listener) => {
      onMessage = listener
      port.start()
    },
    onClose: (listener) => {
      closeListeners.push(listener)
    },
    close: () => {
      if (isOpen) port.postMessage({ t: 'bye' })
      closed()
    },
  }
}
