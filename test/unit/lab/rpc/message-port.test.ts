import { expect, test } from 'vitest'
import type { TimerHandle, Timers } from '../../../../engine/base/ports.ts'
import { messagePortRpc } from '../../../../engine/lab/rpc/message-port.ts'

function open() {
  const posted: unknown[] = []
  const seen: unknown[] = []
  let deliver: (message: unknown) => void = () => undefined
  let tick: () => void = () => undefined
  let isRawOpen = true
  let closes = 0
  const handle: TimerHandle = { cancel: () => (tick = () => undefined) }
  const timers: Timers = {
    after: () => handle,
    every: (_periodMs, task) => {
      tick = task
      return handle
    },
    atTurnEnd: (task) => task(),
  }
  const port = messagePortRpc(
    {
      postMessage: (message) => posted.push(message),
      onMessage: (listener) => (deliver = listener),
      onClose: () => undefined,
      close: () => (isRawOpen = false),
    },
    timers,
  )
  port.onMessage((message) => seen.push(message))
  port.onClose(() => closes++)
  return {
    port,
    posted,
    seen,
    tick: () => tick(),
    deliver: (m: unknown) => deliver(m),
    isOpen: () => isRawOpen,
    closes: () => closes,
  }
}

test('a peer that stays silent through three questions is closed once; one that answers stays', () => {
  const silent = open()
  const answering = open()
  for (let i = 0; i < 10; i++) {
    silent.tick()
    answering.tick()
    answering.deliver({ t: 'pong' })
  }
  expect([silent.isOpen(), silent.closes(), silent.posted.length]).toEqual([false, 1, 3])
  expect([answering.isOpen(), answering.closes()]).toEqual([true, 0])
})

test('questions are answered and never reach the rpc', () => {
  const { posted, seen, deliver } = open()
  deliver({ t: 'ping' })
  deliver({ t: 'abort', id: 1 })
  expect([posted, seen]).toEqual([[{ t: 'pong' }], [{ t: 'abort', id: 1 }]])
})

test('closing says good-bye, and a good-bye closes', () => {
  const near = open()
  near.port.close()
  expect([near.posted, near.isOpen(), near.closes()]).toEqual([[{ t: 'bye' }], false, 1])
  const far = open()
  far.deliver({ t: 'bye' })
  expect([far.isOpen(), far.closes()]).toEqual([false, 1])
})
