/**
 * The shell scripts of an export, run as their user would: one a host, at the same time, as root, with Apache's RocketMQ under
 * ROCKETMQ_HOME. The machine's /etc/hosts is spared: each script sees a copy.
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePortBase, LabHome } from '../integration/support/lab-home.ts'
import { apacheLibOrSkip } from './apache/apache-lib.ts'

const SUITE = 'interop export-scripts'
const CLUSTER = 'taken'
const HOSTS = ['host-1', 'host-2']

/** What the scripts call in the distribution, which is on no Maven server: the same programs out of their jars. */
const PROGRAMS = {
  mqnamesrv: 'org.apache.rocketmq.namesrv.NamesrvStartup',
  mqbroker: 'org.apache.rocketmq.broker.BrokerStartup',
  mqadmin: 'org.apache.rocketmq.tools.command.MQAdminStartup',
}

const lib = apacheLibOrSkip(SUITE)
const canMount = spawnSync('unshare', ['--mount', 'mount', '--bind', '/etc/hosts', '/etc/hosts']).status === 0
if (!canMount)
  process.stderr.write(`\nSKIPPED ${SUITE}: /etc/hosts cannot be covered here (root and unshare needed)\n\n`)

describe.skipIf(lib === undefined || !canMount)('the scripts of an export', () => {
  const home = new LabHome()
  const scripts = join(home.folder, 'scripts')
  const stores = join(home.folder, 'stores')
  const rocketmqHome = join(home.folder, 'rocketmq')
  let namesrvAddr = ''

  beforeAll(async () => {
    mkdirSync(join(rocketmqHome, 'bin'), { recursive: true })
    for (const [name, main] of Object.entries(PROGRAMS)) {
      // JAVA_OPT_EXT is the export's, as in Apache's own scripts.
      const java = `exec java $JAVA_OPT_EXT --add-opens=java.base/java.nio=ALL-UNNAMED --add-exports=java.base/sun.nio.ch=ALL-UNNAMED`
      const options = `-Duser.home='${home.folder}' -Drocketmq.home.dir='${rocketmqHome}' -cp '${lib ?? ''}/*'`
      writeFileSync(join(rocketmqHome, 'bin', name), `#!/bin/sh\n${java} ${options} ${main} "$@"\n`)
    }
    const base = String(await freePortBase())
    const cluster = await home.cluster('up', '2m-2s-sync', '--name', CLUSTER, '--port-base', base)
    namesrvAddr = cluster.namesrvAddr
    const out = ['--format', 'script', '--out', scripts, '--store', stores]
    expect(await home.mqlab('export', CLUSTER, ...out)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await home.mqlab('down', '--name', CLUSTER, '--wipe')).toMatchObject({ exitCode: 0 })
    expect(home.processes()).toEqual([])
  })
  afterAll(() => home.remove())

  test('start name servers, masters and slaves in order on two hosts, and the cluster takes messages', async () => {
    const runs = await Promise.all(HOSTS.map(runScript))
    for (const { code, output, hosts } of runs) {
      expect(output).not.toContain('nothing answers')
      expect(code, output).toBe(0)
      for (const host of HOSTS) expect(hosts).toContain(`127.0.0.1 ${host}\n`)
      // Apache's clusterList at the end of each.
      expect(output).toMatch(/DefaultCluster\s+broker-[ab]\s+[01]\s+127\.0\.0\.1:\d+/)
    }
    const producer = await home.mqlab('quickstart', 'producer', '-n', namesrvAddr, '--count', '400', '--quiet')
    expect(producer.stdout).toContain('Sent 400, acknowledged 400 (SEND_OK')
    const broker = `127.0.0.1:${masterPort()}`
    const config = await home.run('mqadmin', ['getBrokerConfig', '-n', namesrvAddr, '-b', broker])
    expect(config.stdout).toMatch(new RegExp(`storePathRootDir\\s*=\\s*${stores}/`))
  })

  function masterPort(): string {
    const text = readFileSync(join(rocketmqHome, 'conf/cluster/broker-a.properties'), 'latin1')
    return /^listenPort=(\d+)$/m.exec(text)?.[1] ?? ''
  }

  /** Its processes carry the home's mark, and end with it. */
  function runScript(host: string): Promise<{ code: number | null; output: string; hosts: string }> {
    const hosts = join(home.folder, `hosts-of-${host}`)
    copyFileSync('/etc/hosts', hosts)
    const inside = 'mount --bind "$1" /etc/hosts && exec bash "$2"'
    const child = spawn('unshare', ['--mount', 'sh', '-c', inside, 'sh', hosts, join(scripts, `${host}.sh`)], {
      env: { ...process.env, MQLAB_HOME: home.folder, ROCKETMQ_HOME: rocketmqHome, RUN_AS: 'root' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const pieces: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => pieces.push(piece.toString()))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        resolve({ code, output: pieces.join(''), hosts: readFileSync(hosts, 'utf8') })
        rmSync(hosts)
      })
    })
  }
})
