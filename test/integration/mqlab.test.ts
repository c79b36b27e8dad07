import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ClusterJson, NodeJson } from '../../engine/cli/lab-view.ts'
import { isProcessAlive, processRecord } from '../../engine/node/node-process.ts'
import { freePortBase, LabHome, nodeNamed } from './support/lab-home.ts'
import { programEnvironment, programFile, type ProgramRun } from './support/programs.ts'
import { until } from './support/until.ts'

const NODE_KEYS = ['name', 'kind', 'brokerName', 'brokerId', 'role', 'address', 'pid', 'state', 'home']

function statesOf(cluster: ClusterJson): Record<string, string> {
  return Object.fromEntries(cluster.nodes.map((node) => [node.name, node.state]))
}

/** A command about a node, whose new state it prints. */
async function nodeAfter(home: LabHome, ...args: [verb: string, node: string, ...rest: string[]]): Promise<NodeJson> {
  return nodeNamed(await home.cluster(...args), args[1])
}

describe('mqlab, one cluster from up to wipe', () => {
  const home = new LabHome()
  let cluster: ClusterJson
  let portBase: number

  beforeAll(async () => {
    portBase = await freePortBase()
    cluster = await home.cluster('up', 'single', '--port-base', String(portBase))
  })
  afterAll(() => home.remove())

  test('up prints the cluster in the documented shape, all running', () => {
    expect(Object.keys(cluster)).toEqual(['name', 'namesrvAddr', 'nodes'])
    expect(cluster.nodes.map((node) => Object.keys(node))).toEqual([NODE_KEYS, NODE_KEYS])
    const nodes = join(home.folder, 'clusters/single/nodes')
    expect(cluster).toMatchObject({
      name: 'single',
      namesrvAddr: `127.0.0.1:${portBase}`,
      nodes: [
        {
          name: 'n1',
          kind: 'namesrv',
          brokerName: null,
          brokerId: null,
          role: null,
          address: `127.0.0.1:${portBase}`,
          state: 'running',
          home: join(nodes, 'n1'),
        },
        {
          name: 'broker-a',
          kind: 'broker',
          brokerName: 'broker-a',
          brokerId: 0,
          role: 'ASYNC_MASTER',
          address: `127.0.0.1:${portBase + 11}`,
          state: 'running',
          home: join(nodes, 'broker-a'),
        },
      ],
    })
  })

  test('nodes survive the command that started them, in folders of their own', () => {
    for (const { pid, home: folder } of cluster.nodes) {
      expect(isProcessAlive(pid!)).toBe(true)
      expect(JSON.parse(readFileSync(join(folder, 'node.json'), 'utf8'))).toMatchObject({ process: { pid } })
      expect(existsSync(join(folder, 'conf'))).toBe(true)
      expect(existsSync(join(folder, 'logs/console.log'))).toBe(true)
    }
    expect(existsSync(join(nodeNamed(cluster, 'broker-a').home, 'store/commitlog'))).toBe(true)
  })

  test('status says the same, and up of a running cluster changes nothing', async () => {
    expect(await home.clusters('status')).toEqual([cluster])
    expect(await home.cluster('status', '--name', 'single')).toEqual(cluster)
    expect(await home.cluster('up', 'single')).toEqual(cluster)
  })

  test('a person reads a table and the address for clients, in English and Chinese', async () => {
    const english = await home.run('mqlab', ['status'], { LANG: 'en_US.UTF-8' })
    expect(english.stdout).toMatch(
      /^cluster single \(single\)\n {2}NODE +KIND +ROLE +ID +ADDRESS +PID +STATE +REPLICATION\n/,
    )
    expect(english.stdout).toContain(`clients connect to: -n "127.0.0.1:${portBase}"`)
    const chinese = await home.run('mqlab', ['status'], { LANG: 'zh_CN.UTF-8' })
    expect(chinese.stdout).toMatch(/^集群 single（single）\n {2}节点 +类型 +角色 +ID +地址 +PID +状态 +复制\n/)
    expect(chinese.stdout).toContain('运行中')
    expect((await home.mqlab('status', '--lang', 'zh')).stdout).toBe(chinese.stdout)
    expect((await home.run('mqlab', ['status', '--lang', 'en'], { LANG: 'zh_CN.UTF-8' })).stdout).toBe(english.stdout)
  })

  test('stop and start: a clean end and a new process', async () => {
    const before = nodeNamed(cluster, 'broker-a')
    expect(await nodeAfter(home, 'stop', 'broker-a')).toEqual({ ...before, pid: null, state: 'stopped' })
    expect(isProcessAlive(before.pid!)).toBe(false)
    expect(existsSync(join(before.home, 'store/abort'))).toBe(false)
    const after = await nodeAfter(home, 'start', 'broker-a')
    expect(after).toEqual({ ...before, pid: after.pid, state: 'running' })
    expect(after.pid).not.toBe(before.pid)
  })

  test('kill leaves the abort file, start recovers', async () => {
    const killed = await nodeAfter(home, 'kill', 'broker-a')
    expect(killed).toMatchObject({ pid: null, state: 'killed' })
    expect(existsSync(join(killed.home, 'store/abort'))).toBe(true)
    expect(await nodeAfter(home, 'start', 'broker-a')).toMatchObject({ state: 'running' })
  })

  test('a node that ends by itself is shown as crashed', async () => {
    const { pid } = nodeNamed(await home.cluster('status'), 'broker-a')
    process.kill(pid!, 'SIGKILL')
    await until('the process has ended', () => !isProcessAlive(pid!))
    expect(nodeNamed(await home.cluster('status'), 'broker-a')).toMatchObject({ pid: null, state: 'crashed' })
    expect(await nodeAfter(home, 'start', 'broker-a')).toMatchObject({ state: 'running' })
  })

  test('pause freezes the process, resume thaws the same one', async () => {
    const before = nodeNamed(await home.cluster('status'), 'broker-a')
    expect(await nodeAfter(home, 'pause', 'broker-a')).toEqual({ ...before, state: 'paused' })
    expect(nodeNamed(await home.cluster('status'), 'broker-a')).toEqual({ ...before, state: 'paused' })
    expect(await nodeAfter(home, 'resume', 'broker-a')).toEqual(before)
  })

  test('a frozen node can be stopped', async () => {
    await home.cluster('pause', 'n1')
    expect(await nodeAfter(home, 'stop', 'n1')).toMatchObject({ pid: null, state: 'stopped' })
    expect(await nodeAfter(home, 'start', 'n1')).toMatchObject({ state: 'running' })
  })

  test('restart gives a new process of the same node', async () => {
    const before = nodeNamed(await home.cluster('status'), 'n1')
    const after = await nodeAfter(home, 'restart', 'n1')
    expect(after).toEqual({ ...before, pid: after.pid })
    expect(after.pid).not.toBe(before.pid)
  })

  test('logs prints the last lines, and -f what follows', { timeout: 60_000 }, async () => {
    const two = await home.mqlab('logs', 'broker-a', '-l', '2')
    expect(two.exitCode).toBe(0)
    expect(two.stdout.trimEnd().split('\n')).toHaveLength(2)

    const following = spawn(process.execPath, [programFile('mqlab'), 'logs', 'broker-a', '-f', '-l', '1'], {
      env: programEnvironment({ MQLAB_HOME: home.folder }),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      let printed = ''
      following.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
      await until('the last line is printed', () => printed.includes('\n'))
      const before = printed.length
      await home.cluster('stop', 'broker-a')
      await until('the lines of the stop are printed', () => printed.slice(before).includes('stopping'))
      const ended = new Promise<number | null>((resolve) => following.on('exit', resolve))
      following.kill('SIGINT')
      expect(await ended).toBe(0)
    } finally {
      following.kill('SIGKILL')
    }
    await home.cluster('start', 'broker-a')
  })

  test(
    'down keeps the data, up of the same name resumes with it, down --wipe removes it',
    { timeout: 90_000 },
    async () => {
      const ports = ['-n', cluster.namesrvAddr, '--count', '100', '--quiet']
      const sent = await home.mqlab('quickstart', 'producer', ...ports)
      expect(sent.stdout).toContain('Sent 100, acknowledged 100 (SEND_OK 100), failed 0')

      const down = await home.cluster('down')
      expect(statesOf(down)).toEqual({ n1: 'stopped', 'broker-a': 'stopped' })
      expect(down.nodes.map((node) => node.pid)).toEqual([null, null])
      expect(home.processes()).toEqual([])
      expect(statesOf(await home.cluster('down'))).toEqual({ n1: 'stopped', 'broker-a': 'stopped' })

      const resumed = await home.cluster('up', 'single')
      expect(resumed.nodes.map((node) => ({ ...node, pid: 0 }))).toEqual(
        cluster.nodes.map((node) => ({ ...node, pid: 0 })),
      )
      const received = await home.mqlab('quickstart', 'consumer', ...ports)
      expect(received.stdout).toContain('Received 100, distinct 100, duplicates 0')

      expect(await home.clusters('down', '--wipe')).toEqual([])
      expect(home.processes()).toEqual([])
      expect(existsSync(join(home.folder, 'clusters/single'))).toBe(false)
      expect(await home.clusters('status')).toEqual([])
    },
  )
})

describe('mqlab, what is not ours and what is not clear', () => {
  const home = new LabHome()
  afterAll(() => home.remove())

  test('two clusters of the same topology run at once; a command that could mean both asks for --name', async () => {
    const one = await home.cluster('up', 'single', '--name', 'one', '--port-base', String(await freePortBase()))
    const two = await home.cluster('up', 'single', '--name', 'two', '--port-base', String(await freePortBase()))
    expect((await home.clusters('status')).map(({ name }) => name)).toEqual(['one', 'two'])
    expect(new Set([...one.nodes, ...two.nodes].map((node) => node.pid)).size).toBe(4)

    for (const command of [['stop', 'broker-a'], ['logs', 'broker-a'], ['down'], ['down', '--wipe']]) {
      const run = await home.mqlab(...command)
      expect({ command, exitCode: run.exitCode, stdout: run.stdout }).toEqual({ command, exitCode: 2, stdout: '' })
      expect(run.stderr).toMatch(/--name.*one, two/)
    }
    const chinese = await home.mqlab('down', '--lang', 'zh')
    expect(chinese).toMatchObject({ exitCode: 2, stderr: '是哪个集群？请加 --name，可选：one、two\n' })
    expect(await home.clusters('status')).toEqual([one, two])

    expect(statesOf(await home.cluster('down', '--name', 'one'))).toEqual({ n1: 'stopped', 'broker-a': 'stopped' })
    expect(await home.cluster('status', '--name', 'two')).toEqual(two)
    await home.clusters('down', '--name', 'one', '--wipe')
    expect(statesOf(await home.cluster('down'))).toEqual({ n1: 'stopped', 'broker-a': 'stopped' })
    await home.clusters('down', '--wipe')
  })

  test('a foreign process that got the pid of a node is not touched', { timeout: 60_000 }, async () => {
    await home.cluster('up', 'single', '--port-base', String(await freePortBase()))
    const broker = await nodeAfter(home, 'kill', 'broker-a')
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    try {
      await until('the stranger runs', () => isProcessAlive(stranger.pid!))
      const file = join(broker.home, 'node.json')
      const record = JSON.parse(readFileSync(file, 'utf8')) as { process: object; ended?: string }
      delete record.ended
      writeFileSync(file, JSON.stringify({ ...record, process: { ...record.process, pid: stranger.pid } }))

      expect(nodeNamed(await home.cluster('status'), 'broker-a')).toMatchObject({ pid: null, state: 'crashed' })
      for (const verb of ['stop', 'kill']) {
        expect(await nodeAfter(home, verb, 'broker-a')).toMatchObject({ pid: null, state: 'crashed' })
      }
      expect(await home.mqlab('pause', 'broker-a')).toMatchObject({ exitCode: 2, stderr: 'broker-a does not run\n' })
      expect(await home.run('mqshutdown', ['broker'])).toMatchObject({ exitCode: 1, stdout: 'No mqbroker running.\n' })
      await home.clusters('down', '--wipe')
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
      expect(isProcessAlive(stranger.pid!)).toBe(true)
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  test('a command line that cannot be obeyed exits with 2 and one line that says why, in both languages', async () => {
    const cases: readonly (readonly [args: string[], english: RegExp, chinese: RegExp])[] = [
      [['status', '--name', 'nothing', '--x'], /unknown option '--x'/, /--x/],
      [['up', 'no-such-topology'], /neither a topology .* nor a folder/, /既不是拓扑/],
      [['up', 'single', '--name', 'a/b'], /cluster name "a\/b"/, /集群名“a\/b”/],
      [['up', 'single', '--port-base', 'x'], /a whole number is needed/, /需要一个整数/],
      [['up', 'single', '--port-base', '80'], /port base 80/, /端口基数 80/],
      [['stop', 'broker-a'], /no cluster/, /没有集群/],
      [['fault', 'broker-a', 'cut'], /--peer/, /--peer/],
    ]
    for (const [args, english, chinese] of cases) {
      const run = await home.mqlab(...args)
      expect({ args, exitCode: run.exitCode }).toEqual({ args, exitCode: 2 })
      expect(run.stderr).toMatch(english)
      expect(run.stderr).not.toMatch(/\n +at /)
      expect((await home.mqlab(...args, '--lang', 'zh')).stderr).toMatch(chinese)
    }
    expect(home.processes()).toEqual([])
  })

  test('a name that is no cluster exits with 1', async () => {
    const run = await home.mqlab('status', '--name', 'nothing')
    expect(run).toMatchObject({ exitCode: 1, stdout: '', stderr: 'there is no cluster "nothing"\n' })
    const chinese = await home.mqlab('status', '--name', 'nothing', '--lang', 'zh')
    expect(chinese).toMatchObject({ exitCode: 1, stdout: '', stderr: '没有集群“nothing”\n' })
  })

  test('every command has --help in both languages', async () => {
    const commands = [
      'up',
      'status',
      'start',
      'stop',
      'kill',
      'pause',
      'resume',
      'restart',
      'fault',
      'logs',
      'down',
      'lint',
    ]
    const runs = await Promise.all(
      commands.flatMap((command) => [home.mqlab(command, '--help'), home.mqlab(command, '--help', '--lang', 'zh')]),
    )
    runs.forEach((run, index) => {
      expect(run.exitCode).toBe(0)
      expect(run.stdout.split('\n')[0]).toMatch(index % 2 === 0 ? /^Usage: mqlab / : /^用法：\s?mqlab /)
      if (index % 2 === 1) expect(run.stdout).toMatch(/[\u4e00-\u9fff]{2}/)
    })
  })
})

describe('mqlab fault', () => {
  const home = new LabHome()
  const MESSAGES = ['--count', '50', '--quiet'] as const
  let namesrvAddr: string

  beforeAll(async () => {
    const folder = join(home.folder, 'files')
    mkdirSync(folder)
    const shared = 'brokerClusterName=c\nbrokerName=broker-a\nnamesrvAddr=127.0.0.1:9876\n'
    writeFileSync(join(folder, 'broker-a.properties'), `${shared}brokerId=0\nbrokerRole=ASYNC_MASTER\n`)
    writeFileSync(join(folder, 'broker-a-s.properties'), `${shared}brokerId=1\nbrokerRole=SLAVE\nlistenPort=10921\n`)
    const cluster = await home.cluster('up', folder, '--name', 'pair', '--port-base', String(await freePortBase()))
    namesrvAddr = cluster.namesrvAddr
  })
  afterEach(async () => {
    await fault('broker-a', 'heal', '--peer', '*')
    await until('the slave has everything', async () => (await lagBytes()) === 0, 30_000)
  })
  afterAll(() => home.remove())

  async function fault(...args: string[]): Promise<{ connections: number; faults: Record<string, unknown>[] }> {
    const run = await home.mqlab('fault', ...args, '--json')
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    return (JSON.parse(run.stdout) as { fault: { connections: number; faults: Record<string, unknown>[] } }).fault
  }

  /** As the table of `mqlab status` shows it; undefined while no slave follows. */
  async function lagBytes(): Promise<number | undefined> {
    const { stdout } = await home.mqlab('status', '--name', 'pair')
    const lag = /lag (-?\d+) B/.exec(stdout)?.[1]
    return lag === undefined ? undefined : Number(lag)
  }

  async function send(...args: string[]): Promise<ProgramRun> {
    const run = await home.mqlab('quickstart', 'producer', '-n', namesrvAddr, ...(args.length > 0 ? args : MESSAGES))
    expect(run.exitCode).toBe(0)
    return run
  }

  test.each(['out', 'in'] as const)(
    'cut of direction %s lets the lag grow while sends succeed, heal ends it',
    async (direction) => {
      await send()
      await until('replication works', async () => (await lagBytes()) === 0)
      const { connections, faults } = await fault('broker-a', 'cut', '--peer', 'broker-a-s', '--direction', direction)
      expect(connections).toBeGreaterThan(0)
      expect(faults).toMatchObject([{ peer: 'broker-a-s', direction, kind: 'cut' }])
      await send()
      const lag = await lagBytes()
      expect(lag).toBeGreaterThan(50 * 100)
      await send()
      expect(await lagBytes()).toBeGreaterThan(lag!)
      expect((await fault('broker-a', 'heal', '--peer', 'broker-a-s')).faults).toEqual([])
      await until('the slave catches up', async () => (await lagBytes()) === 0, 30_000)
    },
  )

  test('without --direction both are meant', async () => {
    const { faults } = await fault('broker-a', 'cut', '--peer', 'broker-a-s')
    expect(faults.map(({ direction }) => direction).sort()).toEqual(['in', 'out'])
  })

  test('delay makes clients wait', async () => {
    await fault('broker-a', 'delay', '--peer', '*', '--ms', '200', '--direction', 'out')
    const started = performance.now()
    await send('--count', '5', '--quiet')
    expect(performance.now() - started).toBeGreaterThan(5 * 200)
  })

  test('throttle slows replication down', async () => {
    await send()
    await until('replication works', async () => (await lagBytes()) === 0)
    // 8 kbit/s are 1 KB/s: some 12 KB of records take several seconds.
    await fault('broker-a', 'throttle', '--peer', 'broker-a-s', '--kbps', '8', '--direction', 'out')
    await send()
    expect(await lagBytes()).toBeGreaterThan(0)
    const first = (await lagBytes())!
    await until('some bytes arrive', async () => (await lagBytes())! < first)
    expect(await lagBytes()).toBeGreaterThan(0)
  })

  test('reset closes the connections, which are made again', async () => {
    await until('replication works', async () => (await lagBytes()) === 0)
    const { connections, faults } = await fault('broker-a', 'reset', '--peer', 'broker-a-s')
    expect(connections).toBeGreaterThan(0)
    expect(faults).toEqual([])
    await send()
    await until('the slave follows again', async () => (await lagBytes()) === 0, 30_000)
  })

  test.each([
    [['broker-a', 'break', '--peer', 'broker-a-s'], /cut, delay, throttle, reset, heal/],
    [['broker-a', 'delay', '--peer', 'broker-a-s'], /delay needs --ms/],
    [['broker-a', 'throttle', '--peer', 'broker-a-s'], /throttle needs --kbps/],
    [['broker-a', 'cut', '--peer', 'nobody'], /no node "nobody"/],
    [['nobody', 'cut', '--peer', 'broker-a'], /no node "nobody"/],
    [['broker-a', 'cut', '--peer', 'broker-a-s', '--direction', 'up'], /in, out/],
  ])('%j is refused with exit 2', async (args, why) => {
    const run = await home.mqlab('fault', ...args)
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toMatch(why)
  })
})

describe('mqshutdown', () => {
  const home = new LabHome()
  afterAll(() => home.remove())

  test(
    'ends the brokers and name servers of this home, its clusters and those started by hand',
    { timeout: 60_000 },
    async () => {
      const cluster = await home.cluster('up', 'single', '--port-base', String(await freePortBase()))
      const config = join(home.folder, 'namesrv.properties')
      writeFileSync(config, `listenPort=${await freePortBase()}\nbindAddress=127.0.0.1\n`)
      const byHand = spawn(process.execPath, [programFile('mqnamesrv'), '-c', config], {
        env: programEnvironment({ MQLAB_HOME: home.folder }),
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const ended = new Promise<number | null>((resolve) => byHand.on('exit', resolve))
      let printed = ''
      byHand.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
      await until('the name server is up and recorded', () => {
        return printed.includes('boot success') && existsSync(join(home.folder, `run/namesrv-${byHand.pid}/node.json`))
      })

      const brokers = await home.run('mqshutdown', ['broker'])
      const { pid } = nodeNamed(cluster, 'broker-a')
      expect(brokers).toMatchObject({
        exitCode: 0,
        stdout: `The mqbroker(${pid}) is running...\nSend shutdown request to mqbroker(${pid}) OK\n`,
      })
      expect(statesOf(await home.cluster('status'))).toEqual({ n1: 'running', 'broker-a': 'stopped' })
      expect(await home.run('mqshutdown', ['broker', '--lang', 'zh'])).toMatchObject({
        exitCode: 1,
        stdout: '没有正在运行的 mqbroker。\n',
      })

      const servers = await home.run('mqshutdown', ['namesrv'])
      expect(servers.exitCode).toBe(0)
      for (const ended of [byHand.pid, nodeNamed(cluster, 'n1').pid]) {
        expect(servers.stdout).toContain(`Send shutdown request to mqnamesrv(${ended}) OK\n`)
      }
      expect(await ended).toBe(0)
      expect(home.processes()).toEqual([])
    },
  )

  test.each([[[]], [['proxy']], [['broker', 'namesrv']], [['--what']]])('%j is a usage error, exit 2', async (args) => {
    const english = await home.run('mqshutdown', args)
    expect(english).toMatchObject({ exitCode: 2, stdout: '' })
    expect(english.stderr).toMatch(/^usage: mqshutdown namesrv \| broker/)
    expect((await home.run('mqshutdown', args, { LANG: 'zh_CN.UTF-8' })).stderr).toMatch(/^用法：mqshutdown/)
  })

  test('is not confused by a record of a process that is gone', async () => {
    const folder = join(home.folder, 'run/broker-99999999')
    mkdirSync(folder, { recursive: true })
    const record = {
      version: 1,
      process: { ...processRecord(process.pid), pid: 99_999_999 },
      token: 't',
      startedAtMs: 0,
    }
    writeFileSync(join(folder, 'node.json'), JSON.stringify(record))
    expect(await home.run('mqshutdown', ['broker'])).toMatchObject({ exitCode: 1, stdout: 'No mqbroker running.\n' })
  })
})
