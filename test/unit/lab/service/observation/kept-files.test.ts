/** What the service keeps on disk: read back, bounded, and never lost to a file that cannot be read. */
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '../../../../../engine/base/ports.ts'
import { BEHIND_DEFAULT } from '../../../../../engine/contract/state.ts'
import { readAttached, writeAttached } from '../../../../../engine/lab/service/attached-file.ts'
import type { NewHappening } from '../../../../../engine/lab/service/context.ts'
import { HAPPENINGS_MAX, openHappenings } from '../../../../../engine/lab/service/happenings.ts'
import { BehindThresholds } from '../../../../../engine/lab/service/observation/behind-thresholds.ts'
import { documentPath, loadDocument, saveDocument } from '../../../../../engine/lab/service/observation/documents.ts'
import { HistoryFile } from '../../../../../engine/lab/service/observation/history-file.ts'
import { readLastSeen, writeLastSeen } from '../../../../../engine/lab/service/observation/last-seen.ts'
import { NodeFileSystem } from '../../../../../engine/node/node-file-system.ts'
import { ObserveWorld } from './observe-world.ts'

const fs = new NodeFileSystem()
const quiet: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
}
let folder: string
let nowMs = 5_000_000_000
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'obs-kept-'))
  nowMs = 5_000_000_000
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const HAPPENED: NewHappening = {
  cluster: 'lab',
  node: 'broker-a',
  pair: null,
  kind: 'node-killed',
  tone: 'fault',
  byUser: true,
  subject: 'broker-a',
  sentence: { en: 'You sent kill -9.', zh: '你执行了 kill -9。' },
  action: null,
}

describe('happenings', () => {
  const open = () => openHappenings({ fs, folder, clock, log: quiet })

  test('survive the service, in the order of their times', () => {
    const board = open()
    board.add(HAPPENED)
    nowMs += 10
    board.addAt({ ...HAPPENED, kind: 'node-crashed' }, nowMs - 60)
    expect(open().since('lab', 0)).toEqual(board.since('lab', 0))
    expect(board.since('lab', 0).map(({ kind }) => kind)).toEqual(['node-crashed', 'node-killed'])
  })

  test('a line that was half written costs itself, not those before and after', () => {
    open().add(HAPPENED)
    appendFileSync(join(folder, 'lab.jsonl'), '{"id":"torn","at')
    const board = open()
    nowMs += 1
    board.add({ ...HAPPENED, kind: 'node-started' })
    expect(
      open()
        .since('lab', 0)
        .map(({ kind }) => kind),
    ).toEqual(['node-killed', 'node-started'])
  })

  test('are forgotten after an hour and above the bound, in memory and in the file', () => {
    const board = open()
    board.add(HAPPENED)
    nowMs += 3_600_001
    expect(board.since('lab', 0)).toEqual([])
    for (let count = 0; count < 2 * HAPPENINGS_MAX + 5; count++) {
      nowMs += 1
      board.add(HAPPENED)
    }
    expect(board.since('lab', 0)).toHaveLength(HAPPENINGS_MAX)
    expect(readFileSync(join(folder, 'lab.jsonl'), 'utf8').split('\n').length).toBeLessThan(HAPPENINGS_MAX + 50)
  })
})

describe('attached.json', () => {
  const path = (): string => join(folder, 'attached.json')
  const CLUSTER = { name: 'prod', namesrvAddr: '10.0.0.1:9876', isWritable: false, attachedAtMs: 1 }

  test('is read back as written', () => {
    writeAttached(fs, path(), [CLUSTER])
    expect(readAttached(fs, path())).toEqual({ clusters: [CLUSTER], problem: undefined })
  })

  test.each(['{"version":1,"clus', '{"version":1,"clusters":[{"name":"../x"}]}', '[]'])(
    'that cannot be read (%s) is put aside as it is and told',
    (text) => {
      writeFileSync(path(), text)
      const { clusters, problem } = readAttached(fs, path())
      expect(clusters).toEqual([])
      expect(problem?.en).toContain(`${path()}.bad`)
      expect(readFileSync(`${path()}.bad`, 'utf8')).toBe(text)
      expect(existsSync(path())).toBe(false)
    },
  )

  test('an earlier file that was put aside is not overwritten by the next', () => {
    for (const text of ['one', 'two']) {
      writeFileSync(path(), text)
      readAttached(fs, path())
    }
    expect(readFileSync(`${path()}.bad`, 'utf8')).toBe('one')
    expect(readFileSync(`${path()}.bad1`, 'utf8')).toBe('two')
  })
})

describe('samples', () => {
  const sample = (atMs: number, lagMs: number) => ({
    atMs,
    pairs: [
      {
        pair: 'a>s',
        lagMs,
        lagBytes: 10,
        writtenPerSecond: 1,
        confirmedPerSecond: null,
        masterOffset: 100,
        slaveOffset: 90,
      },
    ],
    nodes: [{ node: 'a', inPerSecond: 1, outPerSecond: null, cpuPercent: 2, rssBytes: 3 }],
  })
  const file = (): HistoryFile => new HistoryFile({ fs, log: quiet, path: `${folder}/lab` })

  test('of the last hour are read back by the next service', () => {
    const first = file()
    const ring = first.load(nowMs)
    for (let second = 1; second <= 10; second++) {
      ring.add(sample(nowMs + second * 1000, second))
      first.add(sample(nowMs + second * 1000, second))
    }
    nowMs += 10_000
    first.flush(nowMs)
    appendFileSync(`${folder}/lab.0.jsonl`, '[1,2')
    expect(file().load(nowMs).read(0, nowMs)).toEqual(ring.read(0, nowMs))
  })

  test('take turns in two files, so that neither grows for ever', () => {
    const kept = file()
    kept.load(nowMs)
    for (let minute = 0; minute < 150; minute++) {
      nowMs += 60_000
      kept.add(sample(nowMs, minute))
    }
    expect(readdirSync(folder).sort()).toEqual(['lab.0.jsonl', 'lab.1.jsonl'])
    expect(file().load(nowMs).read(0, nowMs).atMs.length).toBeGreaterThanOrEqual(59)
  })
})

describe('documents', () => {
  test('come back as saved; what was never saved is null', () => {
    saveDocument(fs, folder, 'positions/orders-lab', { x: 1 })
    expect(loadDocument(fs, folder, 'positions/orders-lab')).toEqual({ x: 1 })
    expect(loadDocument(fs, folder, 'positions/other')).toBeNull()
  })

  test('keys that differ never share a file, also where the file system ignores case', () => {
    const keys = ['a', 'A', 'a/b', 'a_2fb', '..', '../x', 'con', 'x'.repeat(200), `${'x'.repeat(199)}X`]
    const paths = keys.map((key) => documentPath('/docs', key).toLowerCase())
    expect(new Set(paths).size).toBe(keys.length)
    for (const path of paths) {
      expect(path.startsWith('/docs/d-')).toBe(true)
      expect(path).not.toContain('..')
      for (const part of path.split('/')) expect(part.length).toBeLessThan(255)
    }
  })

  test('one above 256 KiB is refused, one that is damaged is put aside', () => {
    expect(() => saveDocument(fs, folder, 'big', 'x'.repeat(256 * 1024))).toThrow(/262/)
    writeFileSync(documentPath(folder, 'bad'), '{')
    expect(loadDocument(fs, folder, 'bad')).toBeNull()
    expect(readFileSync(`${documentPath(folder, 'bad')}.bad`, 'utf8')).toBe('{')
  })
})

describe('last-seen.json', () => {
  test('gives times back only for what is still the same', () => {
    const path = join(folder, 'last-seen.json')
    const world = new ObserveWorld()
    world.look()
    const { facts } = world.look({ 'broker-a': { state: 'frozen' } })
    writeLastSeen(fs, path, 77, new Map([['lab', facts]]))
    const seen = readLastSeen(fs, path, quiet)
    expect(seen.atMs).toBe(77)
    expect(seen.of('lab').node('broker-a', 'frozen')).toBe(world.nowMs)
    expect(seen.nodeHealth('lab', 'broker-a')).toBe('frozen')
    expect(seen.of('lab').node('broker-a', 'running')).toBeUndefined()
    expect(seen.of('other').node('broker-a', 'frozen')).toBeUndefined()
  })

  test('a damaged one only costs the times', () => {
    const path = join(folder, 'last-seen.json')
    writeFileSync(path, '{"version":1')
    expect(readLastSeen(fs, path, quiet).atMs).toBeUndefined()
  })
})

describe('thresholds of behind', () => {
  const path = (): string => join(folder, 'thresholds.json')
  const open = (): BehindThresholds => new BehindThresholds({ fs, log: quiet, path: path() })
  const mine = { ms: 50, bytes: 4096, forMs: 0 }

  test('are kept a cluster, and the default counts for all others', () => {
    open().set('lab', mine)
    expect(open().of('lab')).toEqual(mine)
    expect(open().of('other')).toEqual(BEHIND_DEFAULT)
  })

  test('end with the default and with the cluster', () => {
    open().set('lab', mine)
    open().set('lab', null)
    expect(open().of('lab')).toEqual(BEHIND_DEFAULT)
    open().set('lab', mine)
    open().forget('lab')
    expect(open().of('lab')).toEqual(BEHIND_DEFAULT)
  })

  test('that cannot be read are put aside and cost the settings only', () => {
    writeFileSync(path(), '{"version":1,"behind":{"lab":{"ms":"many"}}}')
    expect(open().of('lab')).toEqual(BEHIND_DEFAULT)
    expect(existsSync(`${path()}.bad`)).toBe(true)
    open().set('lab', mine)
    expect(open().of('lab')).toEqual(mine)
  })

  test('that cannot be kept are not taken', () => {
    const thresholds = new BehindThresholds({ fs, log: quiet, path: join(folder, 'absent', 'thresholds.json') })
    expect(() => thresholds.set('lab', mine)).toThrow(/absent/)
    expect(thresholds.of('lab')).toEqual(BEHIND_DEFAULT)
  })
})
