import { expect, test } from 'vitest'
import { ApplyFile, type ApplyRecord } from '../../../../engine/lab/apply/apply-record.ts'
import { requireNoApply } from '../../../../engine/lab/apply/require-no-apply.ts'
import type { Host } from '../../../../engine/lab/hosts/host.ts'
import { labPaths } from '../../../../engine/lab/lab-paths.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const paths = labPaths('/lab')

function asked(state: ApplyRecord['state']['state'] | 'none', isAlive: boolean): Promise<void> {
  const fs = new MemoryFileSystem()
  if (state !== 'none') {
    const file = new ApplyFile(fs, paths.clusterFolder('demo'))
    file.makeFolder()
    file.write({
      format: 1,
      holder: { pid: 4711, startTicks: 9, token: 't' },
      state: { cluster: 'demo', version: 3, state, startedAtMs: 5, endedAtMs: null, steps: [], problem: null },
      held: null,
    })
  }
  return requireNoApply(paths, { fs, isSame: () => Promise.resolve(isAlive) } as unknown as Host, 'demo')
}

test('an apply of a living program stands in the way, by version and pid', async () => {
  await expect(asked('running', true)).rejects.toThrow(/apply of demo runs already \(version 3, pid 4711\)/)
  await expect(asked('stopping', true)).rejects.toThrow(/wait for its end/)
})

test('one that has ended, or whose program died, and none at all do not', async () => {
  await expect(asked('done', true)).resolves.toBeUndefined()
  await expect(asked('running', false)).resolves.toBeUndefined()
  await expect(asked('none', true)).resolves.toBeUndefined()
})
