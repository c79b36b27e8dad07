import { describe, expect, test } from 'vitest'
import { ACTS_OF_NODE_MAX, ActQueues } from '../../../../../engine/lab/service/control/act-queues.ts'

/** An act that is under way until `end` is called. */
function openAct() {
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  return { act: () => ended, end }
}

describe('acts on nodes', () => {
  test('of one node run one after the other in the order of asking; other nodes do not wait', async () => {
    const queues = new ActQueues()
    const first = openAct()
    const log: string[] = []
    const one = queues.run('c', ['a'], first.act).then(() => log.push('one'))
    const two = queues.run('c', ['a'], () => Promise.resolve(log.push('two')))
    await queues.run('c', ['b'], () => Promise.resolve(log.push('b')))
    await queues.run('d', ['a'], () => Promise.resolve(log.push('d/a')))
    expect(log).toEqual(['b', 'd/a'])
    first.end()
    await Promise.all([one, two])
    expect(log.slice(2).sort()).toEqual(['one', 'two'])
  })

  test('on several nodes wait for all of them and hold all of them', async () => {
    const queues = new ActQueues()
    const [onA, onBoth] = [openAct(), openAct()]
    const log: string[] = []
    const running = [
      queues.run('c', ['a'], onA.act),
      queues.run('c', ['a', 'b'], () => onBoth.act().then(() => log.push('both'))),
      queues.run('c', ['b'], () => Promise.resolve(log.push('b'))),
    ]
    onA.end()
    await running[0]
    expect(log).toEqual([])
    onBoth.end()
    await Promise.all(running)
    expect(log).toEqual(['both', 'b'])
  })

  test('a failed act lets the next one run and its error out', async () => {
    const queues = new ActQueues()
    const failed = queues.run('c', ['a'], () => Promise.reject(new Error('no')))
    const next = queues.run('c', ['a'], () => Promise.resolve('done'))
    await expect(failed).rejects.toThrow('no')
    expect(await next).toBe('done')
    await queues.whenIdle()
  })

  test(`the act after ${ACTS_OF_NODE_MAX} is refused at once, naming the node, and room comes back`, async () => {
    const queues = new ActQueues()
    const first = openAct()
    const running = [queues.run('c', ['a'], first.act)]
    for (let i = 1; i < ACTS_OF_NODE_MAX; i++) running.push(queues.run('c', ['a'], () => Promise.resolve()))
    await expect(queues.run('c', ['b', 'a'], () => Promise.resolve())).rejects.toMatchObject({
      code: 'overload',
      retriable: true,
      context: { node: 'a' },
    })
    // What was refused took no place on the other node.
    await queues.run('c', ['b'], () => Promise.resolve())
    first.end()
    await Promise.all(running)
    await queues.run('c', ['a'], () => Promise.resolve())
  })
})
