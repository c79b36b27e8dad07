import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import type { OpenFile } from '../../../engine/base/ports.ts'
import { NodeFileSystem, portablePath } from '../../../engine/node/node-file-system.ts'
import { UnsyncedFileSystem } from '../../../engine/node/unsynced-file-system.ts'
import { fileSystemConformance } from './file-system-conformance.ts'

fileSystemConformance('UnsyncedFileSystem', () => {
  const root = portablePath(mkdtempSync(join(tmpdir(), 'mqlab-unsynced-')))
  const fs = new UnsyncedFileSystem(new NodeFileSystem())
  return { fs, root, remove: () => rmSync(root, { recursive: true }) }
})

describe('UnsyncedFileSystem', () => {
  let root: string
  let path: string
  let fs: UnsyncedFileSystem
  let file: OpenFile
  beforeEach(() => {
    root = portablePath(mkdtempSync(join(tmpdir(), 'mqlab-unsynced-')))
    path = `${root}/log`
    fs = new UnsyncedFileSystem(new NodeFileSystem())
    file = fs.open(path, 'create')
  })
  afterEach(() => {
    file.close()
    rmSync(root, { recursive: true })
  })
  /** What a kill would leave. */
  const onDisk = (): string => readFileSync(path, 'utf8')
  const write = (text: string, position: number): void => file.write(bytesFromUtf8(text), 0, text.length, position)

  test('shows unsynced writes to readers and keeps them from the disk', () => {
    write('hello', 0)
    expect(fs.readFile(path)?.utf8Slice()).toBe('hello')
    expect(fs.info(path)?.bytes).toBe(5)
    expect(onDisk()).toBe('')
  })

  test('gives the disk what was written before the sync, when the sync is over', async () => {
    write('before', 0)
    const synced = new Promise<void>((resolve, reject) => {
      file.datasync((error) => (error === undefined ? resolve() : reject(error)))
    })
    write('AFTER', 1)
    expect(onDisk()).toBe('')
    await synced
    expect(onDisk()).toBe('before')
    expect(fs.readFile(path)?.utf8Slice()).toBe('bAFTER')
    file.datasyncNow()
    expect(onDisk()).toBe('bAFTER')
  })

  test('covers with each of two overlapping syncs what it was called after', async () => {
    write('1', 0)
    const first = new Promise<void>((resolve) => file.datasync(() => resolve()))
    write('2', 1)
    const second = new Promise<void>((resolve) => file.datasync(() => resolve()))
    write('3', 2)
    await Promise.all([first, second])
    expect(onDisk()).toBe('12')
  })

  test('forgets held bytes behind a cut and of a removed file', () => {
    write('held back', 0)
    file.truncate(4)
    expect(fs.readFile(path)?.utf8Slice()).toBe('held')
    fs.remove(path)
    const again = fs.open(path, 'create')
    expect(again.sizeBytes()).toBe(0)
    again.close()
  })

  test('keeps held bytes of a closed file, and gives them up when the process ends by itself', () => {
    write('closed', 0)
    file.close()
    expect(fs.readFile(path)?.utf8Slice()).toBe('closed')
    expect(onDisk()).toBe('')
    fs.releaseAll()
    expect(onDisk()).toBe('closed')
  })
})
