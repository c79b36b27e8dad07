import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../../../../engine/base/bytes.ts'
import { EngineError } from '../../../../engine/base/errors.ts'
import type { ApplyParts } from '../../../../engine/lab/apply/apply-parts.ts'
import type { NodeWork } from '../../../../engine/lab/apply/apply-target.ts'
import { runStep } from '../../../../engine/lab/apply/step-acts.ts'
import type { StepContext, StepOutcome } from '../../../../engine/lab/apply/step-context.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const NODES = ['a', 'b', 'c']

/** Writes the files of three nodes; `fails` tells, from 1, which writes the disk refuses. */
async function written(
  fails: (write: number) => boolean,
): Promise<{ outcome: StepOutcome; files: (string | undefined)[] }> {
  const fs = new MemoryFileSystem()
  fs.makeDirectories('/lab')
  for (const node of NODES) fs.replaceFile(`/lab/${node}`, bytesFromLatin1('old'))
  let writes = 0
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    writes += 1
    if (fails(writes)) throw new EngineError('store-io', 'the disk is full.', { zh: '磁盘已满。' })
    await Promise.resolve()
    fs.replaceFile(path, bytes)
  }
  const context = {
    parts: {
      host: { fs, put },
      log: { warn: () => undefined },
      inTurn: (_cluster: string, _nodes: readonly string[], act: () => Promise<void>) => act(),
    } as unknown as ApplyParts,
    cluster: { name: 'demo' },
    target: { cluster: 'demo', nodes: NODES.map((name) => ({ name, path: `/lab/${name}` })) },
    work: new Map(NODES.map((node) => [node, { node, text: 'new', encoding: 'latin1' } as NodeWork])),
  } as unknown as StepContext
  const text = { en: '', zh: '' }
  const step = {
    number: 1,
    action: 'write',
    nodes: NODES,
    title: text,
    detail: text,
    expectedMs: 1,
    command: null,
  } as const
  const outcome = await runStep(context, step, () => undefined)
  return { outcome, files: NODES.map((node) => fs.readFile(`/lab/${node}`)?.latin1Slice()) }
}

test('the files of all nodes are written', async () => {
  expect(await written(() => false)).toEqual({ outcome: { kind: 'done', note: null }, files: ['new', 'new', 'new'] })
})

test('one that cannot be written takes the others back', async () => {
  const { outcome, files } = await written((write) => write === 3)
  expect(files).toEqual(['old', 'old', 'old'])
  expect(outcome).toMatchObject({ kind: 'failed', isRolledBack: true })
})

test('what cannot be put back is told, and the rest is put back all the same', async () => {
  const { outcome, files } = await written((write) => write === 3 || write === 4)
  expect(files).toEqual(['new', 'old', 'old'])
  expect(outcome).toMatchObject({ kind: 'failed', isRolledBack: false })
  expect(outcome.kind === 'failed' && outcome.problem.en).toContain('Not all earlier files could be put back')
})
