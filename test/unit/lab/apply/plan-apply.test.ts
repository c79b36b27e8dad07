import { describe, expect, test } from 'vitest'
import type { ConfigPlan } from '../../../../engine/contract/config-api.ts'
import type { ApplyTarget } from '../../../../engine/lab/apply/apply-target.ts'
import { planApply } from '../../../../engine/lab/apply/plan-apply.ts'
import { leftToRestart, problemWords } from '../../../../engine/lab/apply/plan-notices.ts'
import { edited, targetOf, textOf } from './apply-support.ts'

const HOT = 'brokerPermission'
const RESTART = 'flushConsumerOffsetInterval'

function stepsOf({ steps }: ConfigPlan): string[] {
  return steps.map(({ action, nodes }) => `${action} ${nodes.join(',')}`)
}

function errorsOf({ problems }: ConfigPlan): string[] {
  return problems.filter(({ severity }) => severity === 'error').map(({ id, node, key }) => `${id} ${node} ${key}`)
}

/** The same change on every broker. */
function onAll(target: ApplyTarget, keys: Readonly<Record<string, string | undefined>>): ConfigPlan {
  const brokers = target.nodes.filter(({ kind }) => kind === 'broker')
  return planApply(
    target,
    brokers.map(({ name }) => edited(target, name, keys)),
  ).plan
}

describe('a plan', () => {
  const target = targetOf('2m-2s-sync')

  test('of the files as they are has nothing to do', () => {
    const files = target.nodes.map(({ name, text }) => ({ node: name, text: text ?? '' }))
    expect(planApply(target, files).plan).toMatchObject({ changes: [], steps: [], clientsNotice: [] })
  })

  test('of comments and order writes the file and changes nothing', () => {
    const lines = textOf(target, 'broker-a').trimEnd().split('\n').reverse()
    const { plan } = planApply(target, [{ node: 'broker-a', text: ['# mine', ...lines, ''].join('\n') }])
    expect(plan.changes).toEqual([])
    expect(stepsOf(plan)).toEqual(['write broker-a'])
    expect(plan.clientsNotice).toHaveLength(1)
  })

  test('updates a hot key on all nodes in one step, then writes their files', () => {
    const plan = onAll(target, { [HOT]: '4' })
    expect(stepsOf(plan)).toEqual([
      'update broker-a,broker-b,broker-a-s,broker-b-s',
      'write broker-a,broker-b,broker-a-s,broker-b-s',
    ])
    expect(plan.changes[0]).toEqual({
      node: 'broker-a',
      key: HOT,
      from: null,
      to: '4',
      running: '6',
      effect: 'now',
      why: null,
    })
  })

  test('restarts slaves first, one at a time, then masters one group at a time', () => {
    const plan = onAll(target, { [RESTART]: '4000' })
    expect(stepsOf(plan)).toEqual([
      'restart-slave broker-a-s',
      'restart-slave broker-b-s',
      'restart-master broker-a',
      'restart-master broker-b',
    ])
    expect(plan.expectedMs).toBeGreaterThan(0)
    expect(plan.steps.map(({ number }) => number)).toEqual([1, 2, 3, 4])
    expect(plan.steps[2]?.command).toMatch(/wipeWritePerm.*mqlab restart broker-a.*addWritePerm/)
  })

  test('updates first what is hot, and the file of a restarted node is written with its restart', () => {
    const plan = planApply(target, [edited(target, 'broker-a-s', { [HOT]: '4', [RESTART]: '4000' })]).plan
    expect(stepsOf(plan)).toEqual(['update broker-a-s', 'restart-slave broker-a-s'])
  })

  test('gives a removed hot key its default by an update', () => {
    const before = targetOf('2m-2s-sync', ({ name, text, running }) =>
      name === 'broker-a' ? { text: `${text ?? ''}${HOT}=4\n`, running: new Map(running).set(HOT, '4') } : {},
    )
    const { plan, work } = planApply(before, [edited(before, 'broker-a', { [HOT]: undefined })])
    expect(stepsOf(plan)).toEqual(['update broker-a', 'write broker-a'])
    expect(work.get('broker-a')?.updates).toEqual(new Map([[HOT, '6']]))
  })

  test('does not update what it runs with already, whatever the file said', () => {
    const drifted = targetOf('2m-2s-sync', ({ running }) => ({ running: new Map(running).set(RESTART, '4000') }))
    const { plan } = planApply(drifted, [edited(drifted, 'broker-a', { [RESTART]: '4000' })])
    expect(plan.changes).toMatchObject([{ key: RESTART, effect: 'none' }])
    expect(stepsOf(plan)).toEqual(['write broker-a'])
  })

  test('brings a node to a file that was changed behind its back', () => {
    const drifted = targetOf('2m-2s-sync', ({ name, text }) =>
      name === 'broker-a' ? { text: `${text ?? ''}${RESTART}=4000\n` } : {},
    )
    const { plan } = planApply(drifted, [{ node: 'broker-a', text: textOf(drifted, 'broker-a') }])
    expect(plan.changes).toMatchObject([{ key: RESTART, from: '4000', to: '4000', running: '5000', effect: 'restart' }])
    expect(stepsOf(plan)).toEqual(['restart-master broker-a'])
  })

  test('says of a key that nobody knows, and of one without effect, that nothing changes', () => {
    const { plan } = planApply(target, [
      edited(target, 'broker-a', { flushDiskTyp: 'X', sendMessageThreadPoolNums: '9' }),
    ])
    expect(plan.changes.map(({ key, effect, why }) => [key, effect, why !== null])).toEqual([
      ['flushDiskTyp', 'none', true],
      ['sendMessageThreadPoolNums', 'none', true],
    ])
  })

  test.each(['flushDiskType', 'mappedFileSizeConsumeQueue'])('never updates %s while it runs', (key) => {
    const value = key === 'flushDiskType' ? 'SYNC_FLUSH' : '2000000'
    const { plan } = planApply(target, [edited(target, 'broker-a', { [key]: value })])
    expect(plan.changes).toMatchObject([{ key, effect: 'restart' }])
  })

  test('takes a broken value as the default that Java takes, and is stopped by lint', () => {
    const { plan } = planApply(target, [edited(target, 'broker-a', { [RESTART]: '4k' })])
    expect(errorsOf(plan)).toContain(`number-format broker-a ${RESTART}`)
  })

  test('is stopped by a value with which this engine does not start', () => {
    const { plan } = planApply(target, [edited(target, 'broker-a', { enableControllerMode: 'true' })])
    expect(errorsOf(plan)).toContain('unsupported-setting broker-a enableControllerMode')
  })

  test.each([
    ['listenPort', '12911'],
    ['brokerName', 'broker-z'],
    ['brokerClusterName', 'other'],
    ['storePathRootDir', '/elsewhere'],
    ['brokerIP1', '10.1.1.1'],
    ['brokerRole', 'SLAVE'],
  ])('refuses to change who a node is: %s', (key, value) => {
    const { plan } = planApply(target, [edited(target, 'broker-a', { [key]: value })])
    expect(errorsOf(plan)).toContain(`identity-change broker-a ${key}`)
  })

  test('lets a master change between sync and async, which the cluster file is told', () => {
    const { plan, work } = planApply(target, [edited(target, 'broker-a', { brokerRole: 'ASYNC_MASTER' })])
    expect(errorsOf(plan).filter((error) => error.startsWith('identity'))).toEqual([])
    expect(work.get('broker-a')?.masterRole).toBe('ASYNC_MASTER')
    expect(stepsOf(plan)).toEqual(['restart-master broker-a'])
  })

  test('does not blame a change for what was wrong before in a file that stays', () => {
    const wrong = targetOf('2m-2s-sync', ({ name, text }) =>
      name === 'broker-b' ? { text: `${text ?? ''}fileReservedTime=48h\n` } : {},
    )
    expect(errorsOf(planApply(wrong, [edited(wrong, 'broker-a', { [RESTART]: '4000' })]).plan)).toEqual([])
    const own = planApply(wrong, [edited(wrong, 'broker-b', { [RESTART]: '4000' })]).plan
    expect(errorsOf(own)).toContain('number-format broker-b fileReservedTime')
  })

  test('has a key that changes with the files and with what runs, and with nothing else', () => {
    const file = edited(target, 'broker-a', { [RESTART]: '4000' })
    const key = planApply(target, [file]).plan.planKey
    expect(planApply(targetOf('2m-2s-sync'), [file]).plan.planKey).toBe(key)
    expect(planApply(target, [edited(target, 'broker-a', { [RESTART]: '4001' })]).plan.planKey).not.toBe(key)
    const stopped = targetOf('2m-2s-sync', ({ name }) =>
      name === 'broker-a' ? { state: 'stopped' as const, running: null } : {},
    )
    expect(planApply(stopped, [file]).plan.planKey).not.toBe(key)
  })

  test('refuses a file for a node that is not there, naming those that are', () => {
    expect(() => planApply(target, [{ node: 'broker-x', text: '' }])).toThrow(/has no node "broker-x"; it has n1/)
    expect(() => planApply(target, [edited(target, 'broker-a', {}), edited(target, 'broker-a', {})])).toThrow(
      /two files/,
    )
  })
})

describe('what clients notice', () => {
  test('with one group sends stop, with two they go to the other', () => {
    const one = onAll(targetOf('1m-1s-sync'), { [RESTART]: '4000' })
    expect(one.clientsNotice.map(({ en }) => en).join(' ')).toMatch(/Sends stop for about \d+ s/)
    expect(one.steps.at(-1)?.command).not.toMatch(/wipeWritePerm/)
    const two = onAll(targetOf('2m-2s-async'), { [RESTART]: '4000' })
    expect(two.clientsNotice.map(({ en }) => en).join(' ')).toMatch(/led away from broker-a and broker-b/)
  })

  test('another role or flush changes what SEND_OK promises, and that is said of masters', () => {
    const noticed = (topology: '2m-2s-sync' | '2m-2s-async', keys: Record<string, string>): string =>
      onAll(targetOf(topology), keys)
        .clientsNotice.map(({ en }) => en)
        .join(' ')
    const masters = targetOf('2m-2s-sync').nodes.filter(({ role }) => role === 'master')
    const toAsync = planApply(
      targetOf('2m-2s-sync'),
      masters.map(({ name }) => edited(targetOf('2m-2s-sync'), name, { brokerRole: 'ASYNC_MASTER' })),
    ).plan
    expect(toAsync.clientsNotice.map(({ en }) => en).join(' ')).toContain(
      'SEND_OK of broker-a and broker-b promises one copy then',
    )
    expect(noticed('2m-2s-async', { flushDiskType: 'SYNC_FLUSH' })).toContain(
      'Sends to broker-a and broker-b wait for the disk then',
    )
    expect(noticed('2m-2s-async', { [RESTART]: '4000' })).not.toContain('then')
  })

  test('with another group that does not run, sends stop all the same', () => {
    const target = targetOf('2m-2s-async', ({ brokerName }) =>
      brokerName === 'broker-b' ? { state: 'stopped' as const, running: null } : {},
    )
    const { plan } = planApply(target, [edited(target, 'broker-a', { [RESTART]: '4000' })])
    expect(plan.clientsNotice.map(({ en }) => en).join(' ')).toMatch(/Sends stop/)
  })
})

describe('cautions', () => {
  test('a node that does not run gets its file, and is not started', () => {
    const target = targetOf('2m-2s-async', ({ name }) =>
      name === 'broker-a-s' ? { state: 'stopped' as const, running: null } : {},
    )
    const { plan } = planApply(target, [edited(target, 'broker-a-s', { [RESTART]: '4000' })])
    expect(stepsOf(plan)).toEqual(['write broker-a-s'])
    expect(plan.problems).toMatchObject([{ id: 'node-stopped', severity: 'hint', node: 'broker-a-s' }])
    expect(plan.changes).toMatchObject([{ effect: 'restart' }])
  })

  test('a frozen node, and one that does not answer, stop the apply', () => {
    const frozen = targetOf('2m-2s-async', ({ name }) =>
      name === 'broker-a' ? { state: 'frozen' as const, running: null } : {},
    )
    expect(errorsOf(planApply(frozen, [edited(frozen, 'broker-a', { [RESTART]: '1000' })]).plan)).toEqual([
      'node-frozen broker-a null',
    ])
    const silent = targetOf('2m-2s-async', ({ name }) =>
      name === 'broker-a' ? { state: 'silent' as const, running: null } : {},
    )
    expect(errorsOf(planApply(silent, [edited(silent, 'broker-a', { [RESTART]: '1000' })]).plan)).toEqual([
      'node-silent broker-a null',
    ])
  })

  test('the only slave of a SYNC_MASTER, disturbed links and a slave that is behind are told', () => {
    const target = targetOf('2m-2s-sync', ({ name }) => ({
      hasFaults: name === 'broker-b',
      lagBytes: name === 'broker-a-s' ? 5_000_000 : 0,
    }))
    const ids = onAll(target, { [RESTART]: '4000' }).problems.map(({ id, node }) => `${id} ${node}`)
    expect(ids).toEqual(
      expect.arrayContaining([
        'sync-one-slave broker-a-s',
        'sync-one-slave broker-b-s',
        'faults-set broker-b',
        'slave-behind broker-a-s',
      ]),
    )
  })
})

test('what is wrong and what helps are told apart, whether or not the first ends as a sentence', () => {
  const fix = { en: 'remove it', zh: '删除它' }
  expect(problemWords({ message: { en: 'a is bad', zh: 'a 有误' }, fix })).toEqual({
    en: 'a is bad; remove it',
    zh: 'a 有误；删除它',
  })
  expect(problemWords({ message: { en: 'It is frozen.', zh: '它已冻结。' }, fix })).toEqual({
    en: 'It is frozen. remove it',
    zh: '它已冻结。删除它',
  })
  expect(problemWords({ message: { en: 'a is bad', zh: 'a 有误' }, fix: null }).en).toBe('a is bad')
})

describe('an attached cluster', () => {
  const target: ApplyTarget = {
    ...targetOf('2m-2s-async', () => ({ spec: undefined, path: null })),
    isOurs: false,
  }

  test('is only updated; what needs a restart is told with the line to write', () => {
    const { plan } = planApply(target, [edited(target, 'broker-a', { fileReservedTime: '48', listenPort: '12911' })])
    expect(stepsOf(plan)).toEqual(['update broker-a'])
    const told = plan.problems.find(({ id }) => id === 'attached-restart')
    expect(told).toMatchObject({ node: 'broker-a', key: 'listenPort', severity: 'warning' })
    expect(told?.fix?.en).toContain('listenPort=12911')
    expect(leftToRestart(plan)?.en).toMatch(
      /^listenPort on broker-a needs a restart, which only the machine there can do/,
    )
    expect(leftToRestart(onAll(target, { fileReservedTime: '48' }))).toBeNull()
  })
})

describe('name servers', () => {
  test('are updated where they can, restarted one after the other where not', () => {
    const target = targetOf('2m-2s-async')
    const hot = planApply(target, [edited(target, 'n1', { orderMessageEnable: 'true' })]).plan
    expect(stepsOf(hot)).toEqual(['update n1', 'write n1'])
    const files = ['n1', 'n2'].map((name) => edited(target, name, { scanNotActiveBrokerInterval: '4000' }))
    expect(stepsOf(planApply(target, files).plan)).toEqual(['restart-namesrv n1', 'restart-namesrv n2'])
    expect(errorsOf(planApply(target, [edited(target, 'n1', { listenPort: '9976' })]).plan)).toContain(
      'identity-change n1 listenPort',
    )
  })
})
