import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FullFileSystem } from '../../../engine/node/full-file-system.ts'
import { NodeFileSystem } from '../../../engine/node/node-file-system.ts'
import { fileSystemConformance } from './file-system-conformance.ts'

const BLOCK = 4096
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'full-'))
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true })

fileSystemConformance('FullFileSystem with room', () => {
  const root = newFolder()
  return { fs: new FullFileSystem(new NodeFileSystem(), root, 2 ** 30), root, remove: () => remove(root) }
})

describe('a disk of four blocks', () => {
  let root: string
  let fs: FullFileSystem
  beforeEach(() => {
    root = newFolder()
    fs = new FullFileSystem(new NodeFileSystem(), root, 4 * BLOCK)
  })
  afterEach(() => remove(root))

  const enospc = { code: 'store-io', context: { systemCode: 'ENOSPC' } }
  const bytes = (blocks: number): Uint8Array => new Uint8Array(blocks * BLOCK).fill(7)
  const freeBlocks = (): number => fs.diskUsage(root).freeBytes / BLOCK

  test('refuses what goes beyond, whole, and overwrites for nothing', () => {
    const file = fs.open(`${root}/a`, 'create')
    file.write(bytes(3), 0, 3 * BLOCK, 0)
    expect(() => file.write(bytes(2), 0, 2 * BLOCK, 3 * BLOCK)).toThrow('ENOSPC')
    expect(file.sizeBytes()).toBe(3 * BLOCK)
    file.write(bytes(3), 0, 3 * BLOCK, 0)
    expect(freeBlocks()).toBe(1)
    file.write(bytes(1), 0, BLOCK, 3 * BLOCK)
    expect(freeBlocks()).toBe(0)
    file.close()
  })

  test('refuses a write on the thread pool through its callback', async () => {
    const file = fs.open(`${root}/a`, 'create')
    const error = await new Promise((resolve) => file.writeLater(bytes(5), 0, 5 * BLOCK, 0, resolve))
    expect(error).toMatchObject(enospc)
    file.close()
  })

  test('counts no holes, gives room back when files end or go, and knows files under their new name', () => {
    const file = fs.open(`${root}/a`, 'create')
    file.truncate(100 * BLOCK)
    expect(freeBlocks()).toBe(4)
    file.write(bytes(2), 0, 2 * BLOCK, 50 * BLOCK)
    file.truncate(51 * BLOCK)
    expect(freeBlocks()).toBe(3)
    file.close()
    fs.rename(`${root}/a`, `${root}/b`)
    fs.remove(`${root}/b`)
    expect(freeBlocks()).toBe(4)
  })

  test('keeps the old content when there is no room for the new one', () => {
    fs.replaceFile(`${root}/a`, bytes(3))
    expect(() => fs.replaceFile(`${root}/a`, bytes(2))).toThrow('ENOSPC')
    expect(fs.readFile(`${root}/a`)).toHaveLength(3 * BLOCK)
    fs.replaceFile(`${root}/a`, bytes(1))
    expect(freeBlocks()).toBe(3)
  })

  test('counts what was there before it, and nothing outside of its folder', () => {
    fs.replaceFile(`${root}/a`, bytes(3))
    const again = new FullFileSystem(new NodeFileSystem(), root, 2 * BLOCK)
    expect(again.diskUsage(root).freeBytes).toBe(0)
    expect(() => again.replaceFile(`${root}/b`, bytes(1))).toThrow('ENOSPC')
    const outside = newFolder()
    again.replaceFile(`${outside}/b`, bytes(9))
    expect(again.diskUsage(outside).totalBytes).toBeGreaterThan(2 * BLOCK)
    remove(outside)
  })
})
