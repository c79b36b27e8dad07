import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../../../../engine/base/bytes.ts'
import { EngineError } from '../../../../engine/base/errors.ts'
import type { ApplyParts } from '../../../../engine/lab/apply/apply-parts.ts'
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

test('a step that breaks off counts as failed, what comes after it as skipped: nothing runs in an apply that ended', async () => {
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
    inTurn: () => Promise.reject(new EngineError('store-io', 'the disk is full.', { zh: '磁盘已满。' })),
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
  const state = await ended
  expect(state).toMatchObject({
    state: 'failed',
    problem: { en: 'the disk is full.' },
    steps: [
      { nodes: ['n1'], state: 'failed', endedAtMs: 9, now: { en: 'the disk is full.' } },
      { nodes: ['n2'], state: 'skipped', endedAtMs: null },
    ],
  })
  expect(applyFileOf(parts, cluster).read()?.state).toEqual(state)
})
