import { afterEach, expect, test, vi } from 'vitest'
import { messagePortRpc } from '../../../../renderer/api/message-port-transport.ts'

const channels: MessageChannel[] = []

function open() {
  const channel = new MessageChannel()
  channels.push(channel)
  const far: unknown[] = []
  const near: unknown[] = []
  channel.port2.onmessage = (event: MessageEvent<unknown>) => void far.push(event.data)
  const port = messagePortRpc(channel.port1)
  let closes = 0
  port.onMessage((message) => near.push(message))
  port.onClose(() => closes++)
  return { port, peer: channel.port2, far, near, closes: () => closes }
}

afterEach(() => {
  vi.useRealTimers()
  for (const channel of channels.splice(0)) {
    channel.port1.close()
    channel.port2.close()
  }
})

test('rpc messages cross as they are, pings are answered beside them', async () => {
  const { port, peer, far, near } = open()
  port.send({ t: 'abort', id: 1 })
  peer.postMessage({ t: 'ping' })
  peer.postMessage({ t: 'end', id: 1 })
  await expect.poll(() => [far, near]).toEqual([[{ t: 'abort', id: 1 }, { t: 'pong' }], [{ t: 'end', id: 1 }]])
  port.close()
})

test('a peer that says nothing any more counts as gone, without any event of the port', () => {
  vi.useFakeTimers()
  const { closes } = open()
  vi.advanceTimersByTime(6000)
  expect(closes()).toBe(0)
  vi.advanceTimersByTime(2000)
  expect(closes()).toBe(1)
})

test('a good-bye closes once', async () => {
  const { port, peer, closes } = open()
  peer.postMessage({ t: 'bye' })
  await expect.poll(closes).toBe(1)
  port.close()
  expect(closes()).toBe(1)
})
