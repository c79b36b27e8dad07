/**
 * What every `Host` promises the supervisor, on real processes, files and sockets. Each implementation's test calls
 * `hostConformance` with a way to make one; a host over SSH runs the same claims against its machine.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../engine/base/bytes.ts'
import type { ByteStream, ProcessRecord } from '../../engine/base/ports.ts'
import type { Host } from '../../engine/lab/hosts/host.ts'
import { until } from '../integration/support/until.ts'

export interface HostUnderTest {
  readonly host: Host
  /** An existing empty folder on the host's machine, with links resolved. */
  readonly folder: string
  /** A port that nobody listens on there, on `address`. */
  readonly address: string
  freePort(): Promise<number>
  remove(): Promise<void>
}

/** A program's time and output in these tests. */
const LIMITS = { timeoutMs: 10_000, outputBytesMax: 4096 }
const CONTROL_MS = 5000

export function hostConformance(name: string, make: () => Promise<HostUnderTest>): void {
  describe(`${name} keeps the promises of Host`, () => {
    let made: HostUnderTest
    let host: Host
    let folder: string

    beforeAll(async () => {
      made = await make()
      ;({ host, folder } = made)
    })
    afterAll(() => made.remove())

    const put = (path: string, text: string): Promise<void> => host.put(`${folder}/${path}`, bytesFromUtf8(text))
    const tailText = async (path: string, fromByte: number, maxBytes: number) => {
      const tail = await host.tail(`${folder}/${path}`, fromByte, maxBytes)
      return tail === undefined ? undefined : { ...tail, bytes: Buffer.from(tail.bytes).toString('utf8') }
    }

    describe('files', () => {
      test('put makes the folders and replaces the whole file', async () => {
        await put('deep/er/a.txt', 'a longer first text')
        await put('deep/er/a.txt', 'short')
        expect(await tailText('deep/er/a.txt', 0, 100)).toEqual({ bytes: 'short', fromByte: 0, sizeBytes: 5 })
        expect((await host.list(`${folder}/deep/er`)).map((file) => file.name)).toEqual(['a.txt'])
      })

      test('tail reads from a byte, from the end backwards, and from the start of a file that became shorter', async () => {
        await put('tail.txt', '0123456789')
        expect(await tailText('tail.txt', 4, 3)).toEqual({ bytes: '456', fromByte: 4, sizeBytes: 10 })
        expect(await tailText('tail.txt', -1, 4)).toEqual({ bytes: '6789', fromByte: 6, sizeBytes: 10 })
        expect(await tailText('tail.txt', -1, 100)).toMatchObject({ bytes: '0123456789', fromByte: 0 })
        expect(await tailText('tail.txt', 10, 5)).toEqual({ bytes: '', fromByte: 10, sizeBytes: 10 })
        expect(await tailText('tail.txt', 11, 5)).toEqual({ bytes: '01234', fromByte: 0, sizeBytes: 10 })
        expect(await tailText('tail.txt', 0, 0)).toMatchObject({ bytes: '' })
      })

      test('tail of no file and of a folder is nothing; what is too much at once is refused', async () => {
        await put('some/file', 'x')
        expect(await host.tail(`${folder}/absent`, 0, 10)).toBeUndefined()
        expect(await host.tail(`${folder}/some`, 0, 10)).toBeUndefined()
        await expect(host.tail(`${folder}/some/file`, 0, 2 ** 40)).rejects.toMatchObject({ code: 'usage' })
      })

      test('list tells kind, size and time, sorted by name; an absent folder is empty', async () => {
        await put('listed/b', 'bb')
        await put('listed/a/inner', '')
        const listed = await host.list(`${folder}/listed`)
        expect(listed.map(({ name: file, kind }) => [file, kind])).toEqual([
          ['a', 'directory'],
          ['b', 'file'],
        ])
        expect(listed[1]?.bytes).toBe(2)
        expect(Math.abs((listed[1]?.modifiedMs ?? 0) - Date.now())).toBeLessThan(24 * 3_600_000)
        expect(await host.list(`${folder}/absent`)).toEqual([])
      })

      test('emptyFolder deletes what is in it, links too, but not what they lead to, and keeps the folder', async () => {
        await put('precious/keep', 'x')
        await put('full/sub/deep', 'y')
        await host.exec(['ln', '-s', `${folder}/precious`, `${folder}/full/link`], LIMITS)
        await host.emptyFolder(`${folder}/full`)
        expect(await host.list(`${folder}/full`)).toEqual([])
        expect((await host.list(folder)).map((file) => file.name)).toContain('full')
        expect(await tailText('precious/keep', 0, 9)).toMatchObject({ bytes: 'x' })
      })

      test('realPath sees through links and tells what is not there', async () => {
        await put('real/file', 'x')
        await host.exec(['ln', '-s', `${folder}/real`, `${folder}/alias`], LIMITS)
        expect(await host.realPath(`${folder}/alias/file`)).toBe(`${folder}/real/file`)
        expect(await host.realPath(`${folder}/nowhere`)).toBeUndefined()
      })

      test('storedBytes counts what is on the disk, holes not, and diskUsage the disk itself', async () => {
        await put('sparse/data', 'x'.repeat(10_000))
        await host.exec(['truncate', '-s', '1G', `${folder}/sparse/hole`], LIMITS)
        const stored = (await host.storedBytes(`${folder}/sparse`)) ?? 0
        expect(stored).toBeGreaterThanOrEqual(10_000)
        expect(stored).toBeLessThan(1024 * 1024)
        expect(await host.storedBytes(`${folder}/absent`)).toBeUndefined()
        const { totalBytes, freeBytes } = await host.diskUsage(folder)
        expect(totalBytes).toBeGreaterThan(freeBytes)
        expect(freeBytes).toBeGreaterThan(0)
      })
    })

    describe('exec', () => {
      test('gives exit code and both outputs', async () => {
        const ended = await host.exec(['sh', '-c', 'echo out; echo err >&2; exit 3'], LIMITS)
        expect(ended).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
      })

      test('passes arguments as they are: no shell reads them', async () => {
        const hostile = ['$HOME `id` "quoted"', "it's; rm -rf /tmp/nothing", '*', 'new\nline', '', '-n', '中文']
        const { stdout } = await host.exec(['printf', '[%s]', ...hostile], LIMITS)
        expect(stdout).toBe(hostile.map((one) => `[${one}]`).join(''))
      })

      test('ends what takes too long and keeps no more output than asked', async () => {
        expect((await host.exec(['sleep', '60'], { ...LIMITS, timeoutMs: 200 })).exitCode).toBeNull()
        const { exitCode, stdout } = await host.exec(['sh', '-c', 'yes | head -c 1000000'], LIMITS)
        expect(exitCode).toBe(0)
        expect(stdout).toHaveLength(LIMITS.outputBytesMax)
      })

      test('runs in the folder named, and says when there is no such program', async () => {
        expect((await host.exec(['pwd', '-P'], { ...LIMITS, cwd: folder })).stdout.trim()).toBe(folder)
        await expect(host.exec(['no-such-program-anywhere'], LIMITS)).rejects.toMatchObject({ code: 'not-found' })
      })
    })

    describe('a node', () => {
      let port: number
      let token: string
      let record: ProcessRecord

      beforeAll(async () => {
        port = await made.freePort()
        token = host.makeToken()
        await put('node/conf/n1.properties', `listenPort=${port}\nbindAddress=${made.address}\n`)
        record = await host.start({
          kind: 'namesrv',
          folder: `${folder}/node`,
          configFile: `${folder}/node/conf/n1.properties`,
          outputFile: `${folder}/node/logs/console.log`,
          token,
        })
        await until('the node answers', () => control('status'))
      })
      afterAll(() => host.signal(record, 'SIGKILL'))

      const control = (method: string, withToken = token): Promise<unknown> =>
        host.control(`${folder}/node`, withToken, method, {}, CONTROL_MS)

      test('is the recorded process, answers its control channel and says so in its output', async () => {
        expect(await control('status')).toMatchObject({ pid: record.pid, kind: 'namesrv' })
        expect(await host.isSame(record)).toBe(true)
        const output = await host.tail(`${folder}/node/logs/console.log`, 0, 4096)
        expect(Buffer.from(output?.bytes ?? []).toString()).toContain('The Name Server boot success')
      })

      test('is controlled with its token only; tokens do not repeat', async () => {
        expect(host.makeToken()).not.toBe(host.makeToken())
        await expect(control('status', host.makeToken())).rejects.toMatchObject({ code: 'refused' })
        await expect(control('no-such-method')).rejects.toMatchObject({ code: 'unsupported' })
        const nobody = host.control(`${folder}/nobody`, token, 'status', {}, CONTROL_MS)
        await expect(nobody).rejects.toMatchObject({ code: 'connect-failed' })
      })

      test('tells memory and processor time', async () => {
        const usage = await host.usage(record)
        expect(usage?.residentBytes).toBeGreaterThan(10_000_000)
        expect(usage?.cpuMs).toBeGreaterThan(0)
      })

      test('has its port: not free, owned by it, and reached by dial', async () => {
        expect(await host.isPortFree(made.address, port)).toBe(false)
        expect(await host.portOwner({ host: made.address, port })).toMatchObject({ pid: record.pid })
        const other = await made.freePort()
        expect(await host.isPortFree(made.address, other)).toBe(true)
        expect(await host.portOwner({ host: made.address, port: other })).toBeUndefined()
        const dial = (to: number): Promise<ByteStream> =>
          host.dial({ address: { host: made.address, port: to }, timeoutMs: CONTROL_MS }, () => ({
            onData: () => undefined,
            onDrain: () => undefined,
            onClose: () => undefined,
          }))
        const stream = await dial(port)
        expect(stream.remote.port).toBe(port)
        stream.destroy('the test has seen it')
        await expect(dial(other)).rejects.toMatchObject({ code: 'connect-failed' })
      })

      test('freezes and thaws by signal', async () => {
        expect(await host.signal(record, 'SIGSTOP')).toBe(true)
        await until('it is frozen', () => host.isFrozen(record).then((frozen) => frozen === true))
        expect(await host.isSame(record)).toBe(true)
        await host.signal(record, 'SIGCONT')
        await until('it answers again', () => control('status'))
        expect(await host.isFrozen(record)).toBe(false)
      })

      test('ends cleanly; what is gone is not signalled, and another process with its id never', async () => {
        expect(await host.signal({ ...record, startTicks: 1 }, 'SIGKILL')).toBe(false)
        expect(await host.signal(record, 'SIGTERM')).toBe(true)
        await until('it is gone', () => host.isSame(record).then((same) => !same))
        expect(await host.signal(record, 'SIGTERM')).toBe(false)
        expect(await host.usage(record)).toBeUndefined()
        expect(await host.isPortFree(made.address, port)).toBe(true)
      })

      test('that cannot be started is an error', async () => {
        const started = host.start({
          kind: 'broker',
          folder: `${folder}/no/such/folder`,
          configFile: `${folder}/nothing`,
          outputFile: `${folder}/out.log`,
          token: host.makeToken(),
        })
        await expect(started).rejects.toMatchObject({ code: 'store-io' })
      })
    })
  })
}
