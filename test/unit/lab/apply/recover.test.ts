import { beforeEach, describe, expect, test } from 'vitest'
import { EngineError } from '../../../../engine/base/errors.ts'
import type { AdminClient } from '../../../../engine/client/admin-client.ts'
import type { ApplyParts } from '../../../../engine/lab/apply/apply-parts.ts'
import { ApplyFile, applyRuns, type ApplyRecord } from '../../../../engine/lab/apply/apply-record.ts'
import type { ApplyCluster } from '../../../../engine/lab/apply/read-target.ts'
import { recoverApply } from '../../../../engine/lab/apply/recover.ts'
import { Versions } from '../../../../engine/lab/apply/versions.ts'
import { giveWritePermission } from '../../../../engine/lab/apply/write-permission.ts'
import { labPaths } from '../../../../engine/lab/lab-paths.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const paths = labPaths('/lab')
const FOLDER = paths.clusterFolder('demo')
const CLUSTER = { name: 'demo', spec: {} } as unknown as ApplyCluster

const record = (change: Partial<ApplyRecord['state']>, held: ApplyRecord['held'] = null): ApplyRecord => ({
  format: 1,
  holder: { pid: 7, startTicks: 9, token: 'dead' },
  state: {
    cluster: 'demo',
    version: 1,
    state: 'running',
    startedAtMs: 5,
    endedAtMs: null,
    steps: [],
    problem: null,
    ...change,
  },
  held,
})

const step = (action: ApplyRecord['state']['steps'][number]['action']): ApplyRecord['state']['steps'][number] => ({
  number: 1,
  action,
  nodes: ['broker-a', 'broker-b'],
  title: { en: '', zh: '' },
  detail: { en: '', zh: '' },
  expectedMs: 1,
  command: null,
  state: 'running',
  startedAtMs: 5,
  endedAtMs: null,
  now: null,
})

describe('after the death of the program that applied', () => {
  let fs: MemoryFileSystem
  let file: ApplyFile

  beforeEach(() => {
    fs = new MemoryFileSystem()
    file = new ApplyFile(fs, FOLDER)
    file.makeFolder()
  })

  /** Whose cluster file cannot be read: nothing can be put back. */
  const recovered = async (dead: ApplyRecord): Promise<string> => {
    file.write(dead)
    const parts = {
      lab: {
        paths,
        load: () => {
          throw new EngineError('bad-config', 'cluster.json is damaged', { zh: 'cluster.json 已损坏' })
        },
      },
      host: {
        fs,
        isSame: () => Promise.resolve(false),
        makeToken: () => 'mine',
        timers: { after: (_ms: number, act: () => void) => act() },
        clock: { nowMs: () => 9 },
      },
      self: { pid: 8 },
      log: { error: () => undefined, warn: () => undefined },
      tell: () => undefined,
    } as unknown as ApplyParts
    expect(await recoverApply(parts, CLUSTER)).toBe(true)
    return file.read()?.state.problem?.en ?? ''
  }

  test('what could not be put back is not called writable', async () => {
    const held = {
      node: 'broker-a',
      brokerName: 'broker-a',
      phase: 'back',
      before: '',
      after: '',
      permission: '6',
    } as const
    const problem = await recovered(record({ steps: [step('restart-master')] }, held))
    expect(problem).toContain('broker-a could not be put back: cluster.json is damaged. It may be down or read-only')
    expect(problem).not.toContain('Nothing is left read-only')
  })

  test('an update that broke off may have reached some nodes', async () => {
    expect(await recovered(record({ steps: [step('update')] }))).toContain(
      'Some of broker-a, broker-b may have what is new, others not; no node was restarted or left read-only.',
    )
  })

  test('an apply that had no version yet does not spoil version 0', async () => {
    const versions = new Versions(fs, `${FOLDER}/versions`)
    versions.add({ atMs: 1, author: 'first', note: '', nodes: [], keys: [], result: 'done', files: [] })
    await recovered(record({ version: 0 }))
    expect(versions.get(0).result).toBe('done')
    expect(applyRuns('demo', record({ version: 0 })).message).toContain('runs already (pid 7)')
    expect(applyRuns('demo', record({ version: 3 })).message).toContain('runs already (version 3, pid 7)')
  })
})

describe('write permission of a broker that does not answer', () => {
  const asked: string[] = []
  const admin = {
    brokers: { updateConfig: () => Promise.reject(new EngineError('timeout', 'no answer')) },
    nameServers: {
      addWritePermission: (name: string) => {
        asked.push(name)
        return Promise.resolve([{ isDone: true }])
      },
    },
  } as unknown as AdminClient
  const broker = { address: '127.0.0.1:1', brokerName: 'broker-a' }

  test('comes from the name servers where they alone took it away, never where the broker runs read-only', async () => {
    await giveWritePermission(admin, broker, '6', 'writable')
    expect(asked).toEqual(['broker-a'])
    await expect(giveWritePermission(admin, broker, '6', 'read-only')).rejects.toThrow(/no answer/)
    expect(asked).toEqual(['broker-a'])
  })
})
