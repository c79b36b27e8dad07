/** Applies over real nodes: hot keys, rollback, stopping, the death of whoever applies, and the command line. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ApplyState, NodeText } from '../../engine/contract/config-api.ts'
import { findNode } from '../../engine/lab/cluster-spec.ts'
import { ApplyFile } from '../../engine/lab/apply/apply-record.ts'
import { recoverApply } from '../../engine/lab/apply/recover.ts'
import { applyFileOf, askToStop, beginApply, versionsOf } from '../../engine/lab/apply/runner.ts'
import { ApplyWorld, withKey } from './support/apply-world.ts'
import { ControlWorld } from './support/control-world.ts'
import { LabServiceProcess } from './support/lab-service-process.ts'
import { programEnvironment, programFile } from './support/programs.ts'
import { StreamWindow } from './support/stream-window.ts'
import { until } from './support/until.ts'

const HOT = 'maxMessageSize'
const HOT_DEFAULT = '4194304'
const HOT_VALUE = '8388608'
const RESTART = 'flushConsumerOffsetInterval'
const TOPIC = 'Applied'

describe('an apply over 2m-2s-async', () => {
  const world = new ApplyWorld()
  const children: ChildProcess[] = []
  let value = 4000

  beforeAll(async () => {
    world.limits = { quietMs: 300 }
    await world.create({ topology: '2m-2s-async' })
    await world.cluster.up()
    await world.makeTopic(TOPIC)
  }, 60_000)

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  afterAll(() => world.remove(), 60_000)

  /** A file for each broker, with the restart-only key set to a value that it never had. */
  const restartAll = (): NodeText[] => {
    value++
    return world.changed((text) => withKey(text, RESTART, String(value)))
  }

  const stepStates = (state: ApplyState): string[] => state.steps.map((step) => step.state)

  test('takes a hot key on all four brokers while they run, and leaves the text as it was written', async () => {
    const before = world.pids()
    const files = world.changed((text, node) => `# of ${node}\n! 中文\n${text}\n  ${HOT} : ${HOT_VALUE}\n`)
    const state = await world.apply(files)
    expect(state).toMatchObject({ state: 'done', problem: null })
    expect(world.pids()).toEqual(before)
    for (const { node, text } of files) {
      expect((await world.running(node)).get(HOT)).toBe(HOT_VALUE)
      expect(Buffer.from(world.text(node), 'latin1').toString('utf8')).toBe(text)
    }
    expect((await world.plan(files)).steps).toEqual([])
  })

  test('gives a removed hot key its default back', async () => {
    const files = world.changed((text) =>
      Buffer.from(text.replace(/^.*maxMessageSize.*\n/m, ''), 'latin1').toString('utf8'),
    )
    expect(await world.apply(files)).toMatchObject({ state: 'done' })
    for (const { node, text } of files) {
      expect((await world.running(node)).get(HOT)).toBe(HOT_DEFAULT)
      expect(Buffer.from(world.text(node), 'latin1').toString('utf8')).toBe(text)
    }
  })

  test('what it took out of a file does not come back with an update by somebody else', async () => {
    const before = world.text('broker-b')
    const { address } = (await world.admin.mastersOf()).find(({ brokerName }) => brokerName === 'broker-b') ?? {}
    await world.admin.brokers.updateConfig(address ?? '', 'fileReservedTime=49\n')
    expect(world.text('broker-b')).toBe(withKey(before, 'fileReservedTime', '49'))
  })

  test('ends after the step that runs when it is asked to stop; the other nodes are untouched', async () => {
    const before = world.pids()
    const files = restartAll()
    let asked = false
    const state = await world.apply(files, ({ steps }) => {
      if (asked || steps[0]?.state !== 'running') return
      asked = true
      askToStop(world.parts, world.target)
    })
    expect(state.state).toBe('stopped')
    expect(stepStates(state)).toEqual(['done', 'skipped', 'skipped', 'skipped'])
    const after = world.pids()
    expect(after.get('broker-a-s')).not.toBe(before.get('broker-a-s'))
    for (const node of ['broker-a', 'broker-b', 'broker-b-s']) {
      expect(after.get(node)).toBe(before.get(node))
      expect(world.text(node)).not.toContain(String(value))
    }
    // What is left is what the next apply does.
    const next = await world.apply(files)
    expect(stepStates(next)).toEqual(['done', 'done', 'done'])
  }, 60_000)

  test('rolls a node back that its new file keeps from registering, and does nothing more', async () => {
    world.limits = { ...world.limits, registeredMs: 2000 }
    const before = world.changed((text) => text)
    const state = await world.apply(world.changed((text) => withKey(text, 'namesrvAddr', '127.0.0.1:1')))
    world.limits = { quietMs: 300 }
    expect(state.state).toBe('failed')
    expect(stepStates(state)).toEqual(['rolled-back', 'skipped', 'skipped', 'skipped'])
    expect(state.problem?.en).toContain('broker-a-s did not come back healthy')
    expect(world.changed((text) => text)).toEqual(before)
    await world.cluster.whenComplete()
    expect(versionsOf(world.parts, world.target).list()[0]?.result).toBe('failed')
  }, 60_000)

  test('rolls a master back that refuses to start, and gives its write permission back', async () => {
    const { listenPort } = findNode(world.cluster.spec, 'broker-a')
    const before = world.text('broker-a')
    const thief = new PortThief(listenPort)
    value++
    const file = { node: 'broker-a', text: withKey(before, RESTART, String(value)) }
    const state = await world.apply([file], ({ steps }) => {
      const now = steps[0]?.now?.en ?? ''
      if (now.includes('is being stopped')) thief.wait()
      if (now.includes('put back')) thief.leave()
    })
    expect(thief.hasStolen).toBe(true)
    expect(state.state).toBe('failed')
    expect(stepStates(state)).toEqual(['rolled-back'])
    expect(state.problem?.en).toMatch(new RegExp(`broker-a did not start: port ${listenPort} belongs to`))
    expect(world.text('broker-a')).toBe(before)
    await world.cluster.whenComplete()
    await until('both masters may be written', async () => (await world.writable(TOPIC)).length === 2)
  }, 60_000)

  test.each([
    ['frozen', 'pause', 'resume', /was not restarted: broker-a was frozen .* Its write permission was given back/],
    ['killed', 'kill', 'start', /was not restarted: broker-a ended .* can be written again once it is started/],
  ] as const)(
    'leaves a master that is %s while its write permission is away as it was, and says what to do',
    async (_what, hurt, heal, words) => {
      const { lab, spec } = world.cluster
      const before = world.text('broker-a')
      value++
      let acted: Promise<unknown> | undefined
      const state = await world.apply(
        [{ node: 'broker-a', text: withKey(before, RESTART, String(value)) }],
        ({ steps }) => {
          const now = steps[0]?.now?.en ?? ''
          expect(now).not.toContain('producers still send')
          if (now.includes('is still sent to broker-a')) acted ??= lab[hurt](spec, 'broker-a')
        },
      )
      await acted
      expect(stepStates(state)).toEqual(['rolled-back'])
      expect(state.problem?.en).toMatch(words)
      expect(applyFileOf(world.parts, world.target).read()?.held).toBeNull()
      expect(world.text('broker-a')).toBe(before)
      await lab[heal](spec, 'broker-a')
      await world.cluster.whenComplete()
      await until('both masters may be written', async () => (await world.writable(TOPIC)).length === 2)
      // Nothing that was sent while it could not answer changes its file now.
      expect(world.text('broker-a')).toBe(before)
    },
    60_000,
  )

  test('does not start a node again when the cluster was stopped meanwhile', async () => {
    const { lab, spec } = world.cluster
    const before = world.text('broker-a-s')
    const others = spec.nodes.map(({ name }) => name).filter((name) => name !== 'broker-a-s')
    world.limits = { ...world.limits, registeredMs: 5000 }
    let killed: Promise<unknown> | undefined
    const state = await world.apply(
      [{ node: 'broker-a-s', text: withKey(before, 'namesrvAddr', '127.0.0.1:1') }],
      ({ steps }) => {
        const isWaiting = steps[0]?.now?.en.includes('is not registered') === true
        if (isWaiting) killed ??= Promise.all(others.map((name) => lab.kill(spec, name)))
      },
    )
    world.limits = { quietMs: 300 }
    await killed
    expect(state.problem?.en).toMatch(/The cluster was stopped meanwhile; the earlier file of broker-a-s is in place/)
    expect(world.text('broker-a-s')).toBe(before)
    expect((await lab.observeNode(spec, findNode(spec, 'broker-a-s'))).state).toBe('stopped')
    await world.cluster.up()
    await world.cluster.whenComplete()
  }, 60_000)

  test('is refused with the file, the line and the reason when a value is broken, and no node is touched', async () => {
    const before = world.pids()
    const files = world.changed((text) => withKey(text, RESTART, '5s'))
    await expect(world.apply(files)).rejects.toThrow(/broker-a:\d+: .*flushConsumerOffsetInterval/)
    expect(world.pids()).toEqual(before)
  })

  test('is refused while another one runs', async () => {
    const files = restartAll()
    const request = { files, note: '', author: 'mqlab' as const }
    const first = await beginApply(world.parts, world.target, request)
    await expect(beginApply(world.parts, world.target, request)).rejects.toThrow(/runs already/)
    expect((await first.ended).state).toBe('done')
  }, 60_000)

  test.each([
    ['its write permission is away', 'wiped'],
    ['it is being restarted', 'down'],
  ] as const)(
    'whose program is killed while a master waits because %s, leaves nothing read-only and nobody down',
    async (_what, phase) => {
      const { name } = world.cluster.spec
      const file = join(world.home.folder, 'broker-a.properties')
      value++
      writeFileSync(file, withKey(world.text('broker-a'), RESTART, String(value)), 'latin1')
      const child = spawn(process.execPath, [programFile('mqlab'), 'apply', name, file], {
        env: programEnvironment({ MQLAB_HOME: world.home.folder }),
        stdio: 'ignore',
      })
      children.push(child)
      const record = applyFileOf(world.parts, world.target)
      await until(`the apply holds broker-a ${phase}`, () => record.read()?.held?.phase === phase, 20_000, 2)
      if (phase === 'wiped')
        await until('broker-a is read-only', async () => (await world.writable(TOPIC)).length === 1, 5000, 2)
      child.kill('SIGKILL')
      await until('the program is gone', () => child.signalCode !== null)

      // With the files as they are now, so that there is nothing to do but to tidy up.
      writeFileSync(file, record.read()?.held?.before ?? '', 'latin1')
      const tidied = await world.home.mqlab('apply', name, file)
      expect(tidied.stdout).toMatch(/^Interrupted at step 1 of 1: .*\nnothing to apply/)
      expect(tidied.exitCode).toBe(0)
      const state = record.read()?.state
      expect(state).toMatchObject({ state: 'failed' })
      expect(state?.problem?.en).toMatch(/Interrupted at step 1 of 1/)
      await world.cluster.whenComplete()
      await until('both masters may be written', async () => (await world.writable(TOPIC)).length === 2)
      expect(world.text('broker-a')).not.toContain('brokerPermission')
      expect(await recoverApply(world.parts, world.target)).toBe(false)
      // The cluster is sound: the same apply goes through.
      expect(await world.apply(restartAll())).toMatchObject({ state: 'done' })
    },
    90_000,
  )

  test('reverts to an earlier version', async () => {
    const versions = versionsOf(world.parts, world.target)
    const [newest] = versions.list()
    expect(newest?.version).toBeGreaterThan(3)
    const state = await world.apply(versions.get(0).files)
    expect(state.state).toBe('done')
    for (const { node, text } of versions.get(0).files) expect(world.text(node)).toBe(text)
    expect((await world.running('broker-b')).get(RESTART)).toBe('5000')
  }, 60_000)

  test('mqlab apply shows a plan without touching anything, and carries it out', async () => {
    const { name } = world.cluster.spec
    const [slave, renamed] = [join(world.home.folder, 'broker-b-s.properties'), join(world.home.folder, 'mine.conf')]
    const before = world.text('broker-b-s')
    writeFileSync(slave, withKey(before, RESTART, '4444'), 'latin1')
    writeFileSync(renamed, `# by content\n${world.text('broker-a-s')}`, 'latin1')
    const plan = await world.home.mqlab('apply', name, slave, renamed, '--plan')
    expect([plan.exitCode, plan.stderr]).toEqual([0, ''])
    expect(plan.stdout).toMatch(/broker-b-s +flushConsumerOffsetInterval +– -> 4444 +restart/)
    expect(plan.stdout).toMatch(/Write the files of broker-a-s/)
    expect(world.text('broker-b-s')).toBe(before)

    const done = await world.home.mqlab('apply', name, `broker-b-s=${slave}`, renamed, '--note', 'by hand')
    expect([done.exitCode, done.stderr]).toEqual([0, ''])
    expect(done.stdout).toMatch(/\[2\/2\] Restart broker-b-s \(slave\)/)
    expect((await world.running('broker-b-s')).get(RESTART)).toBe('4444')
    expect(world.text('broker-a-s')).toMatch(/^# by content\n/)
    expect(versionsOf(world.parts, world.target).list()[0]).toMatchObject({
      author: 'mqlab',
      note: 'by hand',
      result: 'done',
    })

    const json = await world.home.mqlab('apply', name, slave, '--plan', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ plan: { steps: [], changes: [] } })
  }, 60_000)

  test('mqlab apply ends after its step at Ctrl-C, and says so by its exit code', async () => {
    const before = world.pids()
    const paths = restartAll().map(({ node, text }) => {
      const path = join(world.home.folder, `${node}.properties`)
      writeFileSync(path, text, 'latin1')
      return path
    })
    const child = spawn(process.execPath, [programFile('mqlab'), 'apply', world.cluster.spec.name, ...paths], {
      env: programEnvironment({ MQLAB_HOME: world.home.folder }),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    children.push(child)
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    await until('the first step runs', () => said.includes('[1/4] Restart broker-a-s'), 20_000, 2)
    child.kill('SIGINT')
    await until('mqlab has ended', () => child.exitCode !== null, 30_000)
    expect(child.exitCode).toBe(1)
    expect(said).toMatch(/stops after this step/)
    expect(said).toMatch(/applied in part/)
    const after = world.pids()
    for (const node of ['broker-a', 'broker-b']) expect(after.get(node)).toBe(before.get(node))
  }, 60_000)

  test('mqlab apply says which nodes there are, and which value is wrong', async () => {
    const { name } = world.cluster.spec
    const stray = join(world.home.folder, 'stray.properties')
    writeFileSync(stray, 'fileReservedTime=48\n')
    const unclear = await world.home.mqlab('apply', name, stray)
    expect(unclear.exitCode).toBe(2)
    expect(unclear.stderr).toMatch(/which node is it for.*n1, n2, broker-a/)
    const wrong = join(world.home.folder, 'broker-b.properties')
    writeFileSync(wrong, withKey(world.text('broker-b'), 'listenPort', '9'), 'latin1')
    const refused = await world.home.mqlab('apply', name, wrong, '--lang', 'zh')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toMatch(/listenPort/)
    const unknown = await world.home.mqlab('apply', 'nowhere', stray)
    expect(unknown.stderr).toMatch(/there is no cluster "nowhere"/)
  })
})

describe('the calls of the window', () => {
  const world = new ControlWorld()
  const cluster = () => ({ cluster: world.name })

  beforeAll(async () => {
    await world.create({ topology: '1m-1s-sync' })
    await world.calls['clusters.start'](cluster())
  }, 60_000)

  afterAll(() => world.remove(), 60_000)

  /** The files as they are, one key changed in one of them. */
  const changed = async (node: string, key: string, value: string): Promise<NodeText[]> => {
    const { files } = await world.calls['config.files'](cluster())
    return files.map((file) => ({
      node: file.node,
      text: file.node === node ? withKey(file.text ?? '', key, value) : (file.text ?? ''),
    }))
  }

  const applied = async (stream: StreamWindow<ApplyState>): Promise<ApplyState> =>
    until('the apply has ended', () => stream.items.find(({ endedAtMs }) => endedAtMs !== null), 30_000)

  test('read every file with what its node runs with', async () => {
    const { files, namesrvAddr, hostAddresses } = await world.calls['config.files'](cluster())
    expect(files.map(({ node, kind, source, problem }) => [node, kind, source, problem])).toEqual([
      ['n1', 'namesrv', 'file', null],
      ['n2', 'namesrv', 'file', null],
      ['broker-a', 'broker', 'file', null],
      ['broker-a-s', 'broker', 'file', null],
    ])
    expect(files.every(({ text, running }) => text !== null && (running?.length ?? 0) > 10)).toBe(true)
    expect(namesrvAddr).toBe(world.cluster.namesrvAddr)
    expect(Object.values(hostAddresses).flat()).toContain('127.0.0.1')
  })

  test('show a plan, carry it out with its progress, keep the version and tell it as it happened', async () => {
    const files = await changed('broker-a-s', RESTART, '4000')
    const { planKey, steps } = await world.calls['config.plan']({ ...cluster(), files })
    expect(steps.map(({ action }) => action)).toEqual(['restart-slave'])
    const { version } = await world.calls['config.apply']({ ...cluster(), files, note: 'shorter', planKey })
    const stream = new StreamWindow<ApplyState>()
    const close = await world.calls['config.applying'](cluster(), stream)
    const state = await applied(stream)
    close()
    expect(state).toMatchObject({ version, state: 'done', problem: null })
    expect(stream.items.length).toBeGreaterThan(1)
    const { versions } = await world.calls['config.versions'](cluster())
    expect(
      versions.map(({ version: number, author, note, keys, result }) => [number, author, note, keys, result]),
    ).toEqual([
      [version, 'window', 'shorter', [RESTART], 'done'],
      [0, 'first', '', [], 'done'],
    ])
    const happened = (await world.happenings()).map(({ kind, node }) => `${kind} ${node}`)
    expect(happened).toEqual(expect.arrayContaining(['node-started broker-a-s', 'config-applied null']))
  }, 60_000)

  test('refuse an apply of another plan than was shown, and one with nothing to do', async () => {
    const files = await changed('broker-a', RESTART, '4100')
    await expect(world.calls['config.apply']({ ...cluster(), files, note: '', planKey: 'another' })).rejects.toThrow(
      /changed since the plan was made/,
    )
    const first = (await world.calls['config.version']({ ...cluster(), version: 1 })).files
    const { planKey } = await world.calls['config.plan']({ ...cluster(), files: first })
    await expect(world.calls['config.apply']({ ...cluster(), files: first, note: '', planKey })).rejects.toThrow(
      /nothing to apply/,
    )
  })

  test('restart a single master at once, and the name server', async () => {
    const files = (await changed('broker-a', RESTART, '4200')).map(({ node, text }) => ({
      node,
      text: node === 'n1' ? withKey(text, 'scanNotActiveBrokerInterval', '4000') : text,
    }))
    const { planKey, steps } = await world.calls['config.plan']({ ...cluster(), files })
    expect(steps.map(({ action, nodes }) => `${action} ${nodes.join()}`)).toEqual([
      'restart-namesrv n1',
      'restart-master broker-a',
    ])
    await world.calls['config.apply']({ ...cluster(), files, note: '', planKey })
    const stream = new StreamWindow<ApplyState>()
    const close = await world.calls['config.applying'](cluster(), stream)
    expect(await applied(stream)).toMatchObject({ state: 'done' })
    close()
  }, 60_000)

  test('update an attached cluster where that is possible, and say what needs a restart there', async () => {
    const foreign = { cluster: 'foreign' }
    const { namesrvAddr } = world.cluster
    await world.calls['clusters.attach']({ name: 'foreign', namesrvAddr, isWritable: false })
    const { files } = await world.calls['config.files'](foreign)
    const own = files.find(({ node }) => node === 'broker-a')
    expect(own).toMatchObject({ source: 'running', path: null })
    expect(own?.text).toMatch(/^# What broker-a runs with/)
    const text = withKey(withKey(own?.text ?? '', HOT, HOT_VALUE), 'flushDelayOffsetInterval', '9000')
    const change = [{ node: 'broker-a', text }]
    const plan = await world.calls['config.plan']({ ...foreign, files: change })
    expect(plan.steps.map(({ action, nodes }) => `${action} ${nodes.join()}`)).toEqual(['update broker-a'])
    expect(plan.problems.map(({ id, key, severity }) => [id, key, severity])).toEqual([
      ['attached-restart', 'flushDelayOffsetInterval', 'warning'],
    ])
    const request = { ...foreign, files: change, note: '', planKey: plan.planKey }
    await expect(world.calls['config.apply'](request)).rejects.toThrow(/attached for reading only/)
    await world.calls['clusters.allowWrites']({ cluster: 'foreign', isWritable: true })
    await world.calls['config.apply'](request)
    const stream = new StreamWindow<ApplyState>()
    const close = await world.calls['config.applying'](foreign, stream)
    const left = /^flushDelayOffsetInterval on broker-a needs a restart, .* change it in the file there/
    expect(await applied(stream)).toMatchObject({
      state: 'done',
      problem: { en: expect.stringMatching(left) as string },
    })
    close()
    const now = await world.calls['config.files'](foreign)
    expect(new Map(now.files.find(({ node }) => node === 'broker-a')?.running).get(HOT)).toBe(HOT_VALUE)
    expect((await world.calls['config.versions'](foreign)).versions.map(({ version }) => version)).toEqual([1, 0])
  }, 60_000)

  test('keep no first version of an attached cluster that does not answer', async () => {
    const { namesrvAddr } = world.cluster
    await world.calls['clusters.attach']({ name: 'silent', namesrvAddr, isWritable: false })
    await world.calls['clusters.stop'](cluster())
    expect((await world.calls['config.versions']({ cluster: 'silent' })).versions).toEqual([])
    await world.calls['clusters.start'](cluster())
    await world.cluster.whenComplete()
    expect((await world.calls['config.versions']({ cluster: 'silent' })).versions).toHaveLength(1)
  }, 60_000)

  test('mqlab apply says of an attached cluster what needs a restart there, and does not call that applied', async () => {
    const file = join(world.home.folder, 'broker-a.properties')
    writeFileSync(file, filesOn(world, 'broker-a', '4444')[0]?.text ?? '', 'latin1')
    const none = await world.home.mqlab('apply', 'foreign', file)
    expect(none.exitCode).toBe(1)
    expect(none.stdout).toContain('warning: broker-a:flushConsumerOffsetInterval')
    expect(none.stderr).toMatch(/nothing was applied: flushConsumerOffsetInterval on broker-a needs a restart/)
  })

  test('a service that is killed in the middle reports it when it starts again, and puts the node back', async () => {
    await world.stopService()
    const files = filesOn(world, 'broker-a', '4300')
    const first = await LabServiceProcess.start(world.home.folder)
    try {
      const { planKey } = await first.call('config.plan', { ...cluster(), files })
      await first.call('config.apply', { ...cluster(), files, note: '', planKey })
      const record = new ApplyFile(world.cluster.ports.fs, world.cluster.lab.paths.clusterFolder(world.name))
      await until('broker-a is being restarted', () => record.read()?.held?.phase === 'down', 20_000, 2)
      await first.kill()
      const second = await LabServiceProcess.start(world.home.folder)
      try {
        await until(
          'the interruption is told',
          () => second.happenings.some(({ sentence }) => sentence.en.includes('Interrupted at step 1 of 1')),
          30_000,
        )
        await world.cluster.whenComplete()
        expect(record.read()).toMatchObject({ held: null, state: { state: 'failed' } })
        const { files: now } = await second.call('config.files', cluster())
        expect(now.find(({ node }) => node === 'broker-a')?.text).toContain(`${RESTART}=4200`)
      } finally {
        await second.kill()
      }
    } finally {
      await first.kill()
    }
  }, 90_000)
})

/** Takes a port of this machine the moment its owner gives it up. */
class PortThief {
  readonly #port: number
  #server: Server | undefined
  #isWaiting = false
  hasStolen = false

  constructor(port: number) {
    this.#port = port
  }

  wait(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#try()
  }

  leave(): void {
    this.#isWaiting = false
    this.#server?.close()
  }

  #try(): void {
    if (!this.#isWaiting) return
    const server = createServer()
    this.#server = server
    server.on('error', () => setImmediate(() => this.#try()))
    server.listen(this.#port, '127.0.0.1', () => (this.hasStolen = true))
  }
}

/** The cluster's files, read without a service. */
function filesOn(world: ControlWorld, node: string, value: string): NodeText[] {
  const { lab, ports, spec } = world.cluster
  const text = ports.fs.readFile(lab.paths.node(spec.name, node).configFile)?.latin1Slice() ?? ''
  return [{ node, text: withKey(text, RESTART, value) }]
}
