/**
 * The only bridge between page and main process: the page says `{ mqlab: 'dial' }` to its own window and gets a message port
 * to the lab service. Nothing is exposed by name, so there is nothing to call.
 */
import { ipcRenderer } from 'electron'

const DIAL_CHANNEL = 'mqlab:dial'
const PORT_CHANNEL = 'mqlab:port'

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || !isDial(event.data)) return
  ipcRenderer.send(DIAL_CHANNEL)
})

ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage({ mqlab: 'port' }, window.location.origin, event.ports)
})

function isDial(data: unknown): boolean {
  return typeof data === 'object' && data !== null && (data as { mqlab?: unknown }).mqlab === 'dial'
}
