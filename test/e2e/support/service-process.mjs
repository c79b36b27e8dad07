/**
 * The built lab service as Electron's utility process would run it: `process.parentPort` and its message ports, carried over the
 * IPC channel of a plain Node child. Ports are numbers on the wire: `{ port, data }`.
 */
import { EventEmitter } from 'node:events'

const ports = new Map()
const parentPort = Object.assign(new EventEmitter(), { postMessage: (message) => process.send({ answer: message }) })
process.parentPort = parentPort

process.on('message', (message) => {
  if (message.request !== undefined) {
    parentPort.emit('message', {
      data: message.request,
      ports: message.port === undefined ? [] : [openPort(message.port)],
    })
  } else {
    ports.get(message.port)?.emit('message', { data: message.data })
  }
})

function openPort(id) {
  const port = Object.assign(new EventEmitter(), {
    postMessage: (data) => process.connected && process.send({ port: id, data }),
    start: () => undefined,
    close: () => ports.delete(id),
  })
  ports.set(id, port)
  return port
}

await import(new URL('../../../dist/mqlab-service.js', import.meta.url).href)
