import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { parseProperties, setProperty, writeProperties } from '../../engine/config/properties-text.ts'
import { freePortBase } from './support/lab-home.ts'
import { programEnvironment, programFile } from './support/programs.ts'
import { until } from './support/until.ts'

const SEED_FILE = fileURLToPath(
  new URL('../fixtures/seeds/004-2m-2s-sync-crossed/host1/broker-a.properties', import.meta.url),
)

/** A user who owns nothing. */
const NOBODY = 65_534

type Language = 'en' | 'zh'
const LANGUAGES = ['en', 'zh'] as const

/**
 * The three failures that the article shows, with its own property file: each is one line that names path and fix, and
 * each has an exit code of its own.
 */
describe('a broker that cannot use its store says so in one line', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mqstart-')))
  const started: ChildProcess[] = []
  let folder: string
  let store: string
  let count = 0

  beforeEach(() => {
    folder = join(root, String(++count))
    store = join(folder, 'store')
    mkdirSync(folder)
    // Others have to be able to walk in: one test starts the broker as another user.
    chmodSync(root, 0o755)
  })
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL')
    await until('every broker has ended', () => started.every((child) => (child.exitCode ?? child.signalCode) !== null))
    rmSync(root, { recursive: true, force: true })
  })

  /** The article's file with its folders moved to `store`. */
  async function configFile(name = 'broker-a'): Promise<string> {
    let document = parseProperties(readFileSync(SEED_FILE, 'latin1'))
    const set = (key: string, value: string | number): void => {
      document = setProperty(document, key, String(value))
    }
    set('storePathRootDir', store)
    set('storePathCommitLog', join(store, 'commitlog'))
    set('storePathConsumeQueue', join(store, 'consumequeue'))
    set('storePathIndex', join(store, 'index'))
    set('storeCheckpoint', join(store, 'checkpoint'))
    set('abortFile', join(store, 'abort'))
    set('listenPort', (await freePortBase()) + 10)
    for (const key of ['bindAddress', 'brokerIP1', 'brokerIP2']) set(key, '127.0.0.1')
    const file = join(folder, `${name}.properties`)
    writeFileSync(file, writeProperties(document), 'latin1')
    return file
  }

  function start(file: string, language: Language, options: { uid?: number; bundle?: string } = {}) {
    const home = join(folder, 'home')
    mkdirSync(home, { recursive: true })
    chmodSync(home, 0o777)
    const bundle = options.bundle ?? programFile('mqbroker')
    const child = spawn(process.execPath, [bundle, '-c', file, '-n', '127.0.0.1:1', '--lang', language], {
      env: programEnvironment({ HOME: home, MQLAB_HOME: join(home, 'lab') }),
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    })
    started.push(child)
    const printed = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    return { child, printed, ended }
  }

  /** Starts a broker that has to fail; what it says apart from warnings about the article's keys. */
  async function failure(
    file: string,
    language: Language,
    options: Parameters<typeof start>[2] = {},
  ): Promise<{ exitCode: number | null; lines: string[] }> {
    const { printed, ended } = start(file, language, options)
    const exitCode = await ended
    const lines = printed.stderr.split('\n').filter((line) => line !== '' && !/^(warning|警告): /.test(line))
    return { exitCode, lines }
  }

  test.skipIf(process.platform === 'win32').each(LANGUAGES)(
    'a store that is not writable, %s: exit 77',
    async (language) => {
      const file = await configFile()
      mkdirSync(store)
      chmodSync(store, 0o555)
      // Nothing is forbidden to root: the broker is then started as somebody else, from a bundle that he can read.
      const isRoot = process.getuid?.() === 0
      const bundle = join(folder, 'mqbroker.mjs')
      if (isRoot) copyFileSync(programFile('mqbroker'), bundle)
      const { exitCode, lines } = await failure(file, language, isRoot ? { uid: NOBODY, bundle } : {})
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain(store)
      expect(lines[0]).toMatch(
        language === 'en' ? /is not writable \(EACCES\).*fix: .*chown/ : /不可写\(EACCES\).*解决办法:.*chown/,
      )
      expect(exitCode).toBe(77)
    },
  )

  test.each(LANGUAGES)('a store below a file, %s: exit 74', async (language) => {
    const file = await configFile()
    writeFileSync(store, 'not a folder')
    const { exitCode, lines } = await failure(file, language)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(store)
    expect(lines[0]).toMatch(
      language === 'en' ? /is a file, but must be a directory; fix: / : /是文件,但必须是目录;解决办法:/,
    )
    expect(exitCode).toBe(74)
  })

  test.each(LANGUAGES.flatMap((language) => ['abort', 'checkpoint'].map((name) => [name, language] as const)))(
    '%s is a directory, %s: exit 74',
    async (name, language) => {
      const file = await configFile()
      mkdirSync(join(store, name), { recursive: true })
      const { exitCode, lines } = await failure(file, language)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain(join(store, name))
      expect(lines[0]).toMatch(
        language === 'en' ? /is a directory, but must be a file; fix: .*rmdir/ : /是目录,但必须是文件;解决办法:.*rmdir/,
      )
      expect(exitCode).toBe(74)
    },
  )

  test('a second broker on the same store: exit 75, with the pid of the first, which lives on', async () => {
    const first = start(await configFile('first'), 'en')
    await until('the first broker has started', () => first.printed.stdout.includes('boot success'))
    for (const language of LANGUAGES) {
      const { exitCode, lines } = await failure(await configFile('second'), language)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toContain('Lock failed, MQ already started')
      expect(lines[0]).toContain(store)
      expect(lines[0]).toContain(`pid ${first.child.pid}`)
      expect(lines[0]).toMatch(language === 'en' ? /; fix: / : /;解决办法:/)
      expect(exitCode).toBe(75)
    }
    expect(first.child.exitCode).toBeNull()
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })

  test('a taken port: exit 76, with the key to change', async () => {
    const file = await configFile('first')
    const first = start(file, 'en')
    await until('the first broker has started', () => first.printed.stdout.includes('boot success'))
    const other = writeProperties(
      setProperty(parseProperties(readFileSync(file, 'latin1')), 'storePathRootDir', join(folder, 'other')),
    )
    const second = join(folder, 'second.properties')
    writeFileSync(second, other.replaceAll(join(store, ''), join(folder, 'other', '')), 'latin1')
    const { exitCode, lines } = await failure(second, 'en')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/listenPort.*already in use; fix: /)
    expect(exitCode).toBe(76)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })
})
