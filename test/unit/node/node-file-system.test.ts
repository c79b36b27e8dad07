import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { NodeFileSystem, portablePath } from '../../../engine/node/node-file-system.ts'
import { fileSystemConformance, storeIo } from './file-system-conformance.ts'

fileSystemConformance('NodeFileSystem', () => {
  const root = portablePath(mkdtempSync(join(tmpdir(), 'mqlab-fs-')))
  return { fs: new NodeFileSystem(), root, remove: () => rmSync(root, { recursive: true }) }
})

describe('NodeFileSystem', () => {
  test('leaves the old content when a replacement cannot be written', () => {
    const root = mkdtempSync(join(tmpdir(), 'mqlab-fs-'))
    const fs = new NodeFileSystem()
    fs.replaceFile(`${root}/conf`, bytesFromUtf8('old'))
    fs.makeDirectories(`${root}/conf.tmp`)
    expect(storeIo(() => fs.replaceFile(`${root}/conf`, bytesFromUtf8('new')))).toMatchObject({
      operation: 'replaceFile',
    })
    expect(readFileSync(`${root}/conf`, 'utf8')).toBe('old')
    rmSync(root, { recursive: true })
  })

  test.runIf(process.platform === 'linux')('refuses a folder that cannot be made instead of trying for ever', () => {
    const failure = storeIo(() => new NodeFileSystem().makeDirectories('/proc/nope/store'))
    expect(failure).toMatchObject({ operation: 'makeDirectories', systemCode: 'ENOENT' })
  })

  test('turns the separators of Windows paths, and of those only', () => {
    expect(portablePath('C:\\lab\\store', 'win32')).toBe('C:/lab/store')
    expect(portablePath('/odd\\name', 'linux')).toBe('/odd\\name')
  })
})
