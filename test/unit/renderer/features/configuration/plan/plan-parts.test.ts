import { describe, expect, test } from 'vitest'
import type { ApplyState, ConfigChange } from '../../../../../../engine/contract/config-api.ts'
import { linksToHeal } from '../../../../../../renderer/features/configuration/plan/links-to-heal.ts'
import { stepValues } from '../../../../../../renderer/features/configuration/plan/step-values.ts'
import {
  currentStep,
  endedSteps,
  isUnderWay,
  lostEdits,
} from '../../../../../../renderer/features/configuration/plan/apply-facts.ts'

const change = (
  node: string,
  key: string,
  to: string | null,
  effect: ConfigChange['effect'] = 'now',
): ConfigChange => ({
  node,
  key,
  from: null,
  to,
  running: null,
  effect,
  why: null,
})

describe('what an update gives the brokers', () => {
  const step = { action: 'update' as const, nodes: ['broker-a', 'broker-a-s'] }

  test('names the nodes only where not all of the step get the value', () => {
    const changes = [
      change('broker-a', 'fileReservedTime', '48'),
      change('broker-a-s', 'fileReservedTime', '48'),
      change('broker-a-s', 'deleteWhen', '04'),
      change('broker-a', 'sendMessageThreadPoolNums', '8', 'restart'),
      change('broker-b', 'fileReservedTime', '48'),
    ]
    expect(stepValues(step, changes)).toEqual([
      { text: 'fileReservedTime=48', only: [] },
      { text: 'deleteWhen=04', only: ['broker-a-s'] },
    ])
  })

  test('a key that is taken out of the file goes back to its default', () => {
    const changes = [change('broker-a', 'deleteWhen', null), change('broker-a-s', 'deleteWhen', null)]
    expect(stepValues(step, changes)).toEqual([{ text: 'deleteWhen=04', only: [] }])
  })

  test('other steps give none', () => {
    expect(stepValues({ action: 'write', nodes: ['broker-a'] }, [change('broker-a', 'x', '1')])).toEqual([])
  })
})

describe('links to heal', () => {
  test('are those of the node, each once however many faults it has', () => {
    const faults = [
      { node: 'broker-a', peer: 'broker-a-s' },
      { node: 'broker-a-s', peer: 'broker-a' },
      { node: 'broker-b', peer: 'broker-b-s' },
    ]
    expect(linksToHeal(faults, 'broker-a-s')).toEqual([
      { from: 'broker-a', to: 'broker-a-s', name: 'broker-a → broker-a-s' },
    ])
  })
})

function applyOf(...states: ApplyState['steps'][number]['state'][]): ApplyState {
  return {
    cluster: 'lab',
    version: 3,
    state: 'running',
    startedAtMs: 1,
    endedAtMs: null,
    problem: null,
    steps: states.map((state, index) => ({
      number: index + 1,
      action: 'restart-slave',
      nodes: ['broker-a-s'],
      title: { en: 't', zh: 't' },
      detail: { en: 'd', zh: 'd' },
      expectedMs: 1,
      command: null,
      state,
      startedAtMs: state === 'waiting' || state === 'skipped' ? null : 1,
      endedAtMs: state === 'waiting' || state === 'running' || state === 'skipped' ? null : 2,
      now: null,
    })),
  }
}

describe('how far an apply is', () => {
  test('the step that runs, else the last one that began', () => {
    expect(currentStep(applyOf('done', 'running', 'waiting'))).toBe(2)
    expect(currentStep(applyOf('done', 'failed', 'skipped'))).toBe(2)
    expect(currentStep(applyOf('waiting'))).toBe(0)
  })

  test('steps that failed have ended too', () => {
    expect(endedSteps(applyOf('done', 'rolled-back', 'skipped'))).toBe(2)
  })

  test('it is under way while it stops', () => {
    expect(isUnderWay({ ...applyOf('running'), state: 'stopping' })).toBe(true)
    expect(isUnderWay({ ...applyOf('done'), state: 'done' })).toBe(false)
  })
})

describe('edits that a rolled back apply would lose', () => {
  const wanted = [{ node: 'broker-a-s', text: 'x=2\n' }]

  test('come back where the file is as before and nothing is edited', () => {
    const edits = { saved: { 'broker-a-s': 'x=1\n' }, texts: { 'broker-a-s': 'x=1\n' } }
    expect(lostEdits(applyOf('rolled-back'), wanted, edits)).toEqual({ 'broker-a-s': 'x=2\n' })
    expect(lostEdits(applyOf('done'), wanted, edits)).toEqual({})
  })

  test('stay away where something else is edited, or the file has them', () => {
    expect(
      lostEdits(applyOf('rolled-back'), wanted, { saved: { 'broker-a-s': 'x=1\n' }, texts: { 'broker-a-s': 'x=3\n' } }),
    ).toEqual({})
    expect(
      lostEdits(applyOf('failed'), wanted, { saved: { 'broker-a-s': 'x=2\n' }, texts: { 'broker-a-s': 'x=2\n' } }),
    ).toEqual({})
  })
})
