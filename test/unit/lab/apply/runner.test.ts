import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../../../../engine/base/bytes.ts'
import { EngineError } from '../../../../engine/base/errors.ts'
import type { ApplyParts } from '../../../../engine/lab/apply/apply-parts.ts'
import type { ApplyFile } from '../../../../engine/lab/apply/apply-record.ts'
import type { ApplyCluster } from '../../../../engine/lab/apply/read-target.ts'
import { applyFileOf, beginApply } from '../../../../engine/lab/apply/runner.ts'
import type { ClusterSpec } from '../../../../engine/lab/cluster-spec.ts'
import { labPaths } from '../../../../engine/lab/lab-paths.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const paths = labPaths('/lab')
const server = (name: string, listenPort: number) => ({ kind: 'namesrv', name, host: '127.0.0.1', listenPort }) as const
const SPEC: ClusterSpec = {
  version: 1,
  name: 'demo',
  topology: 'custom',
  nodes: [server('n1', 9876), server('n2', 9877)],
}
const textOf = (port: number): string => `bindAddress=127.0.0.1\nlistenPort=${port}\n`

const DISK_FULL = new EngineError('store-io', 'the disk is full.', { zh: '磁盘已满。' })

/** Both name servers get a key that only a restart brings; each restart breaks off, after `meanwhile`. */
async function begun(meanwhile: (file: ApplyFile) => void) {
  const fs = new MemoryFileSystem()
  for (const { name, listenPort } of SPEC.nodes) {
    const { configFile } = paths.node('demo', name)
    fs.makeDirectories(configFile.slice(0, configFile.lastIndexOf('/')))
    fs.replaceFile(configFile, bytesFromLatin1(textOf(listenPort)))
  }
  const parts = {
    lab: {
      paths,
      faults: { kept: () => [] },
      observe: () => Promise.resolve(SPEC.nodes.map((spec) => ({ spec, state: 'running', status: {} }))),
    },
    host: {
      fs,
      makeToken: () => 'mine',
      timers: { after: (_ms: number, act: () => void) => act() },
      clock: { nowMs: () => 9 },
    },
    self: { pid: 8 },
    log: { error: () => undefined, warn: () => undefined },
    inTurn: () => {
      meanwhile(applyFileOf(parts, cluster))
      return Promise.reject(DISK_FULL)
    },
    tell: () => undefined,
  } as unknown as ApplyParts
  const cluster = {
    name: 'demo',
    namesrvAddr: '127.0.0.1:9876;127.0.0.1:9877',
    isWritable: true,
    spec: SPEC,
    admin: { nameServers: { config: (address: string) => Promise.resolve(textOf(Number(address.split(':')[1]))) } },
  } as unknown as ApplyCluster
  const files = SPEC.nodes.map(({ name, listenPort }) => ({
    node: name,
    text: `${textOf(listenPort)}scanNotActiveBrokerInterval=7000\n`,
  }))
  const { ended } = await beginApply(parts, cluster, { files, note: '', author: 'mqlab' })
  return { state: await ended, kept: applyFileOf(parts, cluster).read() }
}

test('a step that breaks off counts as failed, what comes after it as skipped: nothing runs in an apply that ended', async () => {
  const { state, kept } = await begun(() => undefined)
  expect(state).toMatchObject({
    state: 'failed',
    problem: { en: 'the disk is full.' },
    steps: [
      { nodes: ['n1'], state: 'failed', endedAtMs: 9, now: { en: 'the disk is full.' } },
      { nodes: ['n2'], state: 'skipped', endedAtMs: null },
    ],
  })
  expect(kept?.state).toEqual(state)
})

test('a program whose apply was taken over leaves the record to the other one', async () => {
  const { state, kept } = await begun((file) => {
    const mine = file.read()
    if (mine !== undefined) file.write({ ...mine, holder: { pid: 9, token: 'theirs' } })
  })
  expect(state.state).toBe('failed')
  expect(kept).toMatchObject({ holder: { pid: 9, token: 'theirs' }, state: { state: 'running', problem: null } })
})
