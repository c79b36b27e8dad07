import { expect, test } from 'vitest'
import { actionsFor, commandOf, undoOf } from '../../../../../renderer/features/topology/node-actions.ts'
import { nodeOf } from './views.ts'

test('actions fit the state', () => {
  expect(actionsFor(nodeOf('broker-a'))).toEqual(['stop', 'restart', 'freeze', 'kill', 'wipe'])
  expect(actionsFor(nodeOf('broker-a', { state: 'killed', health: 'crashed' }))).toEqual(['start', 'wipe'])
  expect(actionsFor(nodeOf('broker-a', { state: 'frozen', health: 'frozen' }))).toEqual(['resume', 'kill', 'wipe'])
  expect(actionsFor(nodeOf('namesrv-1'))).toEqual(['stop', 'restart', 'freeze', 'kill'])
  expect(actionsFor(nodeOf('broker-a-s', { health: 'diverged' }))).toContain('clone')
})

test('a node that is not ours has no action', () => {
  expect(actionsFor(nodeOf('broker-a', { isOurs: false }))).toEqual([])
})

test('an action stands for a command and its signal', () => {
  expect(commandOf('kill', nodeOf('broker-a'))).toEqual({
    command: 'mqlab kill broker-a --name orders',
    comment: 'kill -9 48210',
  })
  expect(commandOf('start', nodeOf('broker-a', { pid: null })).comment).toBeUndefined()
})

test('what stops a node is undone by starting it, a freeze by resuming', () => {
  expect(undoOf('kill')).toBe('start')
  expect(undoOf('stop')).toBe('start')
  expect(undoOf('freeze')).toBe('resume')
  expect(undoOf('start')).toBeUndefined()
})
