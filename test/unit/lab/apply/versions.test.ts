import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../engine/base/bytes.ts'
import { type StoredVersion, Versions, VERSIONS_MAX } from '../../../../engine/lab/apply/versions.ts'
import { MemoryFileSystem } from '../../../sim/kernel/memory-file-system.ts'

const FOLDER = '/lab/clusters/demo/versions'

function version(note: string): Omit<StoredVersion, 'version'> {
  return {
    atMs: 5,
    author: 'window',
    note,
    nodes: ['broker-a'],
    keys: ['fileReservedTime'],
    result: 'running',
    files: [{ node: 'broker-a', text: `# ${note}\n` }],
  }
}

describe('versions', () => {
  test('are numbered from 0, listed newest first, and come back with their files', () => {
    const versions = new Versions(new MemoryFileSystem(), FOLDER)
    expect(versions.list()).toEqual([])
    expect([versions.add(version('made')), versions.add(version('one')), versions.add(version('二'))]).toEqual([
      0, 1, 2,
    ])
    expect(versions.list().map(({ version: number, note }) => [number, note])).toEqual([
      [2, '二'],
      [1, 'one'],
      [0, 'made'],
    ])
    expect(versions.get(2).files).toEqual([{ node: 'broker-a', text: '# 二\n' }])
  })

  test('tell how the apply ended', () => {
    const versions = new Versions(new MemoryFileSystem(), FOLDER)
    versions.add(version('made'))
    versions.setResult(0, 'failed')
    expect(versions.get(0).result).toBe('failed')
  })

  test('are bounded: the oldest go, the first one stays', () => {
    const versions = new Versions(new MemoryFileSystem(), FOLDER)
    for (let i = 0; i < VERSIONS_MAX + 5; i++) versions.add(version(String(i)))
    const numbers = versions.list().map((one) => one.version)
    expect(numbers).toHaveLength(VERSIONS_MAX)
    expect([numbers.at(-1), numbers.at(-2), numbers[0]]).toEqual([0, 6, VERSIONS_MAX + 4])
    expect(() => versions.get(3)).toThrow(/no version 3/)
  })

  test('a damaged file is left out, and its number is not used again', () => {
    const fs = new MemoryFileSystem()
    const versions = new Versions(fs, FOLDER)
    versions.add(version('made'))
    versions.add(version('one'))
    fs.replaceFile(`${FOLDER}/1.json`, bytesFromUtf8('{"version":1,'))
    expect(versions.list().map((one) => one.version)).toEqual([0])
    expect(versions.add(version('two'))).toBe(2)
  })
})
