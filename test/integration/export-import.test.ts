import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readFolder } from '../../engine/config/export/read-folder.ts'
import { ControlWorld } from './support/control-world.ts'
import { freePortBase, LabHome, nodeNamed } from './support/lab-home.ts'
import { until } from './support/until.ts'

/** Values a lab sets itself; everything else of a file has to survive. */
const SET_BY_LAB =
  /^(namesrvAddr|storePath\w+|bindAddress|brokerIP[12]|listenPort|haListenPort|kvConfigPath|configStorePath)=/

/** Either generation of docker compose; reading a file needs no daemon. */
const COMPOSE = [['docker', 'compose'], ['docker-compose']].find(
  ([program = '', ...args]) => spawnSync(program, [...args, 'version']).status === 0,
)
if (COMPOSE === undefined) process.stderr.write('\nSKIPPED reading compose exports: no docker compose here\n\n')

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd) process.stderr.write('\nSKIPPED reading systemd exports: no systemd-analyze here\n\n')

describe('a cluster taken out and in again', () => {
  const home = new LabHome()
  const folder = mkdtempSync(join(tmpdir(), 'mqexport-'))
  afterAll(async () => {
    await home.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  test('every format holds the files as they are, and a new cluster of one runs and takes messages', async () => {
    const first = await home.cluster('up', '1m-1s-sync', '--name', 'first', '--port-base', String(await freePortBase()))
    const ownText = (cluster: string, node: string): string =>
      readFileSync(join(home.folder, 'clusters', cluster, 'nodes', node, 'conf', `${node}.properties`), 'utf8')

    for (const format of ['folder', 'script', 'systemd', 'compose']) {
      const out = join(folder, format)
      const run = await home.mqlab('export', 'first', '--format', format, '--out', out)
      expect(run).toMatchObject({ exitCode: 0, stderr: '' })
      // Whoever runs it elsewhere must know; containers have addresses of their own.
      expect(run.stdout.includes('--host host-1=ADDRESS')).toBe(format !== 'compose')
      const texts = readdirSync(out, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(properties|sh)$/.test(path))
        .map((path) => readFileSync(join(out, path), 'utf8'))
      for (const { name } of first.nodes) {
        expect(
          texts.some((text) => text.includes(ownText('first', name))),
          `${name} in ${format}`,
        ).toBe(true)
      }
    }

    for (const format of ['folder', 'script']) {
      const name = `from-${format}`
      const base = await freePortBase()
      const second = await home.cluster('up', join(folder, format), '--name', name, '--port-base', String(base))
      expect(second.nodes.map((node) => `${node.name} ${node.state}`)).toEqual(
        first.nodes.map((node) => `${node.name} running`),
      )
      const kept = (text: string): string[] => text.split('\n').filter((line) => !SET_BY_LAB.test(line))
      for (const { name: node } of first.nodes) expect(kept(ownText(name, node))).toEqual(kept(ownText('first', node)))
      expect(nodeNamed(second, 'broker-a').address).not.toBe(nodeNamed(first, 'broker-a').address)

      const producer = await home.mqlab('quickstart', 'producer', '-n', second.namesrvAddr, '--count', '200', '--quiet')
      expect(producer.stdout).toContain('Sent 200, acknowledged 200 (SEND_OK 200), failed 0')
      expect(await home.mqlab('down', '--name', name, '--wipe')).toMatchObject({ exitCode: 0 })
    }
  })

  test.skipIf(COMPOSE === undefined)('docker compose itself takes the compose file', () => {
    const [program = '', ...args] = COMPOSE ?? []
    const run = spawnSync(program, [...args, 'config'], { cwd: join(folder, 'compose'), encoding: 'utf8' })
    expect(run).toMatchObject({ status: 0, stderr: '' })
    for (const node of ['n1', 'broker-a', 'broker-a-s']) expect(run.stdout).toContain(`  ${node}:`)
    expect(run.stdout).toContain('subnet: 172.28.93.0/24')
  })

  test.skipIf(!hasSystemd)('systemd itself finds nothing wrong with the units', () => {
    const units = readdirSync(join(folder, 'systemd'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.service'))
      .map((path) => join(folder, 'systemd', path))
    expect(units).toHaveLength(4)
    const run = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' })
    expect(run).toMatchObject({ status: 0, stderr: '' })
  })

  test('an export writes into no folder that has something in it', async () => {
    const run = await home.mqlab('export', 'first', '--format', 'folder', '--out', join(folder, 'folder'))
    expect(run.exitCode).not.toBe(0)
    expect(run.stderr).toContain('has something in it')
  })

  test('a DLedger folder is refused before anything is written', async () => {
    const run = await home.mqlab('up', 'test/fixtures/seeds/003-dledger', '--name', 'raft')
    expect(run.exitCode).not.toBe(0)
    expect(run.stderr).toContain('enableDLegerCommitLog')
    expect(existsSync(join(home.folder, 'clusters', 'raft'))).toBe(false)
  })
})

describe('a folder with mistakes', () => {
  const home = new LabHome()
  afterAll(() => home.remove())

  test('that no broker starts with makes no cluster; mended it does, and then it is not read again', async () => {
    const folder = join(home.folder, 'mine')
    const write = (id: string): void => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'a.properties'), `brokerName=a\nbrokerRole=SLAVE\nbrokerId=${id}\n`)
      writeFileSync(join(folder, 'm.properties'), 'brokerName=a\nbrokerRole=ASYNC_MASTER\nbrokerId=0\n')
    }
    const portBase = String(await freePortBase())
    write('0')
    const refused = await home.mqlab('up', folder, '--port-base', portBase)
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toMatch(/^mine was not created\. a\.properties:3: Slave's brokerId must be > 0/)
    expect(existsSync(join(home.folder, 'clusters', 'mine'))).toBe(false)
    write('1')
    const made = await home.mqlab('up', folder, '--port-base', portBase)
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    expect(made.stdout).not.toContain('is not read again')
    const resumed = await home.mqlab('up', folder)
    expect(resumed).toMatchObject({ exitCode: 0, stderr: '' })
    expect(resumed.stdout).toContain(`${folder} is not read again: mqlab apply mine FILES...`)
  })
})

describe('files handed to the lab service', () => {
  const world = new ControlWorld()
  afterAll(() => world.remove())

  test('become a cluster that runs on loopback; every change is told, comments survive, the export has them', async () => {
    await world.openService()
    const port = await freePortBase()
    const text = [
      '# 主节点：张三的机器',
      'brokerClusterName=C',
      'brokerName=a',
      'brokerId=0',
      'brokerRole=ASYNC_MASTER',
      `namesrvAddr=192.168.9.1:${port}`,
      `listenPort=${port + 11}`,
      'storePathRootDir=/data/rocketmq/store',
      '',
    ].join('\n')
    const topology = {
      clusterName: 'C',
      hosts: [{ name: '张三的机器', addresses: ['192.168.9.1'] }],
      files: [{ host: '张三的机器', node: 'broker-a', program: 'broker' as const, text }],
    }
    const { changes } = await world.calls['clusters.createFromFiles']({ name: 'mine', topology, start: true })

    expect(changes.find((change) => change.key === 'namesrvAddr')).toMatchObject({
      node: 'broker-a',
      from: `192.168.9.1:${port}`,
      to: `127.0.0.1:${port}`,
      why: { en: expect.any(String) as string, zh: expect.any(String) as string },
    })
    const conf = join(world.home.folder, 'clusters/mine/nodes/broker-a/conf/broker-a.properties')
    expect(readFileSync(conf, 'utf8').startsWith('# 主节点：张三的机器\nbrokerClusterName=C\n')).toBe(true)
    await until('both nodes run', async () => {
      const [cluster] = await world.home.clusters('status', '--name', 'mine')
      return cluster?.nodes.length === 2 && cluster.nodes.every((node) => node.state === 'running')
    })

    const { files } = await world.calls['config.export']({ cluster: 'mine', format: 'script' })
    const again = readFolder(files).topology
    expect(again.hosts).toEqual([{ name: '张三的机器', addresses: ['127.0.0.1'] }])
    expect(again.files.find((file) => file.node === 'broker-a')?.text).toBe(readFileSync(conf, 'utf8'))
  })

  test('are refused with the first error while lint finds one, and nothing is written', async () => {
    const topology = {
      clusterName: '',
      hosts: [{ name: 'h', addresses: [] }],
      files: [
        { host: 'h', node: 'a', program: 'broker' as const, text: 'brokerName=a\nbrokerRole=SLAVE\nbrokerId=-1\n' },
      ],
    }
    const refused = world.calls['clusters.createFromFiles']({ name: 'bad', topology, start: true })
    await expect(refused).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^bad was not created\. a/) as string,
    })
    expect(existsSync(join(world.home.folder, 'clusters', 'bad'))).toBe(false)
  })

  test('cannot take the name of a cluster that is there', async () => {
    const topology = {
      clusterName: '',
      hosts: [{ name: 'h', addresses: [] }],
      files: [{ host: 'h', node: 'a', program: 'broker' as const, text: 'brokerName=a\n' }],
    }
    const refused = world.calls['clusters.createFromFiles']({ name: 'mine', topology, start: false })
    await expect(refused).rejects.toMatchObject({ code: 'usage' })
  })

  test('an attached cluster is taken out by what its nodes run with, and a cluster of that runs', async () => {
    const { namesrvAddr } = await world.home.cluster('status', '--name', 'mine')
    await world.calls['clusters.attach']({ name: 'foreign', namesrvAddr, isWritable: false })
    const out = join(world.home.folder, 'taken')
    expect(await world.home.mqlab('export', 'foreign', '--format', 'folder', '--out', out)).toMatchObject({
      exitCode: 0,
      stderr: '',
    })
    const { files } = await world.calls['config.export']({ cluster: 'foreign', format: 'folder' })
    const broker = readFolder(files).topology.files.find(({ program }) => program === 'broker')
    expect(broker).toMatchObject({ node: 'a', host: '127.0.0.1' })
    expect(broker?.text).toMatch(/^storePathRootDir=.*\/clusters\/mine\/nodes\/broker-a\/store$/m)
    // What is as by default is not spelled out.
    expect(broker?.text).not.toContain('fileReservedTime')
    for (const { path, text } of files) expect(readFileSync(join(out, ...path.split('/')), 'utf8')).toBe(text)

    const base = await freePortBase()
    const copy = await world.home.cluster('up', out, '--name', 'copy', '--port-base', String(base))
    expect(copy.nodes.map(({ name, state }) => `${name} ${state}`).sort()).toEqual(['a running', 'n1 running'])
    const producer = await world.home.mqlab(
      'quickstart',
      'producer',
      '-n',
      copy.namesrvAddr,
      '--count',
      '50',
      '--quiet',
    )
    expect(producer.stdout).toContain('Sent 50, acknowledged 50 (SEND_OK 50), failed 0')
  })

  test('an attached node that does not answer is named, and nothing is written', async () => {
    expect(await world.home.mqlab('stop', 'broker-a', '--name', 'mine')).toMatchObject({ exitCode: 0 })
    const out = join(world.home.folder, 'silent')
    const refused = world.calls['config.export']({ cluster: 'foreign', format: 'folder' })
    await expect(refused).rejects.toMatchObject({
      code: 'connect-failed',
      message: expect.stringMatching(/^a at 127\.0\.0\.1:\d+ does not say what it runs with/) as string,
    })
    // A shell that asks only now is told of no broker at all: the name server has forgotten it.
    const run = await world.home.mqlab('export', 'foreign', '--format', 'folder', '--out', out)
    expect(run.exitCode).not.toBe(0)
    expect(run.stderr).toContain('no broker is registered')
    expect(existsSync(out)).toBe(false)
  })
})
