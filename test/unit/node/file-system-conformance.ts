/** What every `FileSystem` promises. Each implementation's test calls `fileSystemConformance` with a way to make one. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { allocBytes, bytesFromUtf8, bytesOf } from '../../../engine/base/bytes.ts'
import { EngineError } from '../../../engine/base/errors.ts'
import type { FileSystem, OpenFile } from '../../../engine/base/ports.ts'

export interface FileSystemUnderTest {
  readonly fs: FileSystem
  /** An existing empty directory. */
  readonly root: string
  remove(): void
}

export function fileSystemConformance(name: string, make: () => FileSystemUnderTest): void {
  describe(`${name} keeps the promises of FileSystem`, () => {
    let made: FileSystemUnderTest
    let fs: FileSystem
    let root: string
    beforeEach(() => {
      made = make()
      ;({ fs, root } = made)
    })
    afterEach(() => made.remove())

    const create = (fileName: string, text = ''): OpenFile => {
      const file = fs.open(`${root}/${fileName}`, 'create')
      if (text !== '') file.write(bytesFromUtf8(text), 0, text.length, 0)
      return file
    }
    const content = (file: OpenFile): string => {
      const bytes = allocBytes(file.sizeBytes())
      file.read(bytes, 0, bytes.length, 0)
      return bytes.utf8Slice()
    }

    test('reads back what was written, at any position', () => {
      const file = create('a')
      file.write(bytesFromUtf8('xxhelloxx'), 2, 5, 10)
      const bytes = allocBytes(8).fill(7)
      expect(file.read(bytes, 1, 5, 10)).toBe(5)
      expect(bytes.toString('latin1')).toBe('\x07hello\x07\x07')
      expect(file.sizeBytes()).toBe(15)
      file.close()
    })

    test('shows zeros in the holes of a sparse file and stops at its end', () => {
      const file = create('sparse')
      file.truncate(1024 * 1024 * 1024)
      file.write(bytesOf([1, 2, 3]), 0, 3, 700_000_000)
      const bytes = allocBytes(10).fill(9)
      expect(file.read(bytes, 0, 10, 699_999_998)).toBe(10)
      expect([...bytes]).toEqual([0, 0, 1, 2, 3, 0, 0, 0, 0, 0])
      expect(file.read(bytes, 0, 10, 1024 * 1024 * 1024 - 4)).toBe(4)
      expect(file.read(bytes, 0, 10, 1024 * 1024 * 1024)).toBe(0)
      expect(file.sizeBytes()).toBe(1024 * 1024 * 1024)
      file.close()
    })

    test('reads zeros again where a file was cut and grown', () => {
      const file = create('cut', 'hello world')
      file.truncate(5)
      file.truncate(11)
      expect(content(file)).toBe('hello\0\0\0\0\0\0')
      file.close()
    })

    test('overwrites across page borders', () => {
      const file = create('pages')
      const bytes = allocBytes(10_000)
      for (let i = 0; i < bytes.length; i++) bytes[i] = i % 251
      file.write(bytes, 0, bytes.length, 4090)
      file.write(allocBytes(5000), 0, 5000, 5000)
      const back = allocBytes(10_000)
      expect(file.read(back, 0, back.length, 4090)).toBe(10_000)
      expect(back.equals(expectedAfterZeroing(bytes))).toBe(true)
      file.close()
    })

    test('does not keep a reference to the bytes that were written', () => {
      const file = create('copy')
      const bytes = bytesFromUtf8('before')
      file.write(bytes, 0, 6, 0)
      bytes.fill(0)
      expect(content(file)).toBe('before')
      file.close()
    })

    test('completes later operations after the call, with what the call was about', async () => {
      const file = create('later')
      const order: string[] = []
      await new Promise<void>((resolve, reject) => {
        file.writeLater(bytesFromUtf8('abcdef'), 0, 6, 0, (error) => {
          order.push('written')
          if (error === undefined) resolve()
          else reject(error)
        })
        order.push('called')
      })
      expect(order).toEqual(['called', 'written'])
      const bytes = allocBytes(10)
      const count = await new Promise<number>((resolve, reject) => {
        file.readLater(bytes, 2, 8, 1, (error, readBytes) => (error === undefined ? resolve(readBytes) : reject(error)))
      })
      expect(count).toBe(5)
      expect(bytes.utf8Slice(2, 7)).toBe('bcdef')
      file.close()
    })

    test('syncs, with and without waiting in place', async () => {
      const file = create('sync', 'data')
      file.datasyncNow()
      file.write(bytesFromUtf8('DA'), 0, 2, 0)
      await new Promise<void>((resolve, reject) => {
        file.datasync((error) => (error === undefined ? resolve() : reject(error)))
      })
      expect(content(file)).toBe('DAta')
      file.close()
    })

    test('opens by mode: create keeps content, update and read need the file', () => {
      create('there', 'kept').close()
      const again = fs.open(`${root}/there`, 'create')
      expect(content(again)).toBe('kept')
      again.close()
      expect(storeIo(() => fs.open(`${root}/absent`, 'update'))).toMatchObject({
        operation: 'open',
        systemCode: 'ENOENT',
      })
      expect(storeIo(() => fs.open(`${root}/absent`, 'read'))).toMatchObject({ path: `${root}/absent` })
      expect(storeIo(() => fs.open(`${root}/no/such/folder`, 'create'))).toMatchObject({ systemCode: 'ENOENT' })
      const reader = fs.open(`${root}/there`, 'read')
      expect(storeIo(() => reader.write(bytesOf([1]), 0, 1, 0))).toMatchObject({
        operation: 'write',
        systemCode: 'EBADF',
      })
      reader.close()
    })

    test('refuses a closed file and closes twice without complaint', async () => {
      const file = create('closed', 'x')
      file.close()
      file.close()
      expect(storeIo(() => file.write(bytesOf([1]), 0, 1, 0))).toMatchObject({ systemCode: 'EBADF' })
      expect(storeIo(() => file.sizeBytes())).toMatchObject({ systemCode: 'EBADF' })
      const failures = await Promise.all([
        new Promise((resolve) => file.datasync(resolve)),
        new Promise((resolve) => file.writeLater(bytesOf([1]), 0, 1, 0, resolve)),
        new Promise((resolve) => file.readLater(allocBytes(1), 0, 1, 0, resolve)),
      ])
      for (const failure of failures)
        expect(failure).toMatchObject({ code: 'store-io', context: { systemCode: 'EBADF' } })
    })

    test('lets two handles of one file see the same bytes', () => {
      const writer = create('shared')
      const reader = fs.open(`${root}/shared`, 'read')
      writer.write(bytesFromUtf8('seen'), 0, 4, 0)
      expect(content(reader)).toBe('seen')
      expect(reader.sizeBytes()).toBe(4)
      expect(fs.info(`${root}/shared`)?.bytes).toBe(4)
      expect(fs.readFile(`${root}/shared`)?.utf8Slice()).toBe('seen')
      writer.close()
      reader.close()
    })

    test('tells files and directories apart and absent paths as absent', () => {
      create('file', '12345').close()
      fs.makeDirectories(`${root}/deep/er`)
      expect(fs.info(`${root}/file`)).toMatchObject({ kind: 'file', bytes: 5 })
      expect(fs.info(`${root}/deep`)).toMatchObject({ kind: 'directory' })
      expect(fs.info(`${root}/nothing`)).toBeUndefined()
      expect(fs.readFile(`${root}/nothing`)).toBeUndefined()
      expect(fs.list(`${root}/nothing`)).toEqual([])
    })

    test('lists names sorted, one level deep', () => {
      for (const fileName of ['b', 'a', 'c']) create(fileName).close()
      fs.makeDirectories(`${root}/aa/inner`)
      expect(fs.list(root)).toEqual(['a', 'aa', 'b', 'c'])
    })

    test('makes directories again without complaint, but not over a file', () => {
      fs.makeDirectories(`${root}/x/y`)
      fs.makeDirectories(`${root}/x/y`)
      create('plain').close()
      expect(storeIo(() => fs.makeDirectories(`${root}/plain/below`))).toMatchObject({ operation: 'makeDirectories' })
    })

    test('replaces a file as a whole, shorter or longer', () => {
      fs.replaceFile(`${root}/conf`, bytesFromUtf8('a long first content'))
      fs.replaceFile(`${root}/conf`, bytesFromUtf8('short'))
      expect(fs.readFile(`${root}/conf`)?.utf8Slice()).toBe('short')
      expect(fs.list(root)).toEqual(['conf'])
      fs.replaceFile(`${root}/conf`, bytesFromUtf8(''))
      expect(fs.readFile(`${root}/conf`)?.length).toBe(0)
    })

    test('removes files and trees, absent ones too', () => {
      create('gone', 'x').close()
      fs.makeDirectories(`${root}/tree/branch`)
      create('tree/branch/leaf', 'y').close()
      fs.remove(`${root}/gone`)
      fs.remove(`${root}/gone`)
      fs.removeTree(`${root}/tree`)
      fs.removeTree(`${root}/tree`)
      expect(fs.list(root)).toEqual([])
    })

    test('makes a removed file anew, empty', () => {
      create('again', 'old').close()
      fs.remove(`${root}/again`)
      const file = create('again')
      expect(file.sizeBytes()).toBe(0)
      file.close()
    })

    test('renames over an existing file and keeps the open handle working', () => {
      const file = create('from', 'new')
      create('to', 'old').close()
      fs.rename(`${root}/from`, `${root}/to`)
      expect(fs.list(root)).toEqual(['to'])
      expect(fs.readFile(`${root}/to`)?.utf8Slice()).toBe('new')
      expect(content(file)).toBe('new')
      file.close()
      expect(storeIo(() => fs.rename(`${root}/from`, `${root}/to`))).toMatchObject({ systemCode: 'ENOENT' })
    })

    test('renames a directory with what is in it', () => {
      fs.makeDirectories(`${root}/one/two`)
      create('one/two/file', 'inside').close()
      fs.rename(`${root}/one`, `${root}/moved`)
      expect(fs.readFile(`${root}/moved/two/file`)?.utf8Slice()).toBe('inside')
      expect(fs.list(root)).toEqual(['moved'])
    })

    test('knows how full the disk is', () => {
      const usage = fs.diskUsage(root)
      expect(usage.totalBytes).toBeGreaterThan(0)
      expect(usage.freeBytes).toBeGreaterThan(0)
      expect(usage.freeBytes).toBeLessThanOrEqual(usage.totalBytes)
    })
  })
}

function expectedAfterZeroing(bytes: Uint8Array): Uint8Array {
  return bytes.slice().fill(0, 5000 - 4090, 10_000 - 4090)
}

/** The context of the 'store-io' error that `action` throws. */
export function storeIo(action: () => unknown): Readonly<Record<string, unknown>> {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
    expect((error as EngineError).code).toBe('store-io')
    return (error as EngineError).context
  }
  throw new Error('nothing was thrown')
}
