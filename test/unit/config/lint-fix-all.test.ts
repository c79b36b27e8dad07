import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isSafeFix } from '../../../engine/config/finding.ts'
import { applyFix, fixAll } from '../../../engine/config/fix-all.ts'
import { lintSet, type ConfigFile, type ConfigSet } from '../../../engine/config/lint.ts'
import { seedConfigSet, seedFolder } from '../../fixtures/seed-files.ts'
import { FILE_SAMPLES } from './rules/rule-samples.ts'

const errors = (set: ConfigSet): string[] =>
  lintSet(set)
    .filter(({ severity }) => severity === 'error')
    .map(({ ruleId, file, key }) => `${ruleId} ${file ?? ''} ${key ?? ''}`)

const fixable = (set: ConfigSet): string[] =>
  lintSet(set)
    .filter(isSafeFix)
    .map(({ ruleId }) => ruleId)

/** What fix all leaves to the author. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  '000-2m-2s-async-crossed': ['tilde-in-path'],
  '000-reference': ['namesrv-hostname-unresolved', 'production-auto-create', 'versioned-store-path'],
  '002-1m-1s-sync': ['production-auto-create'],
  '003-2m-noslave': ['production-auto-create'],
  '003-2m-2s-async': ['production-auto-create', 'store-path-outside-root'],
  '003-2m-2s-sync': ['production-auto-create', 'role-and-file-name-disagree', 'store-path-outside-root'],
  '003-dledger': ['production-auto-create'],
  '004-2m-2s-sync-crossed': ['namesrv-hostname-unresolved', 'production-auto-create'],
}

describe('fix all over the files of the articles', () => {
  test('each of them is looked at', () => {
    expect(readdirSync(seedFolder('.')).sort()).toEqual(Object.keys(LEFT).sort())
  })

  test.each(Object.entries(LEFT))('%s keeps only what its author must decide: %j', (folder, left) => {
    const set = seedConfigSet(folder)
    const fixed = fixAll(set.files, set)
    const after = { ...set, files: fixed.files }
    expect(fixable(after)).toEqual([])
    expect(errors(after).filter((error) => !errors(set).includes(error))).toEqual([])
    expect([...new Set(fixed.left.map(({ ruleId }) => ruleId))].sort()).toEqual(left)
    expect(fixed.left).toEqual(lintSet(after))
    expect(fixAll(fixed.files, set).files).toEqual(fixed.files)
  })

  test('lines that no fix concerns stay byte for byte', () => {
    const set = seedConfigSet('004-2m-2s-sync-crossed')
    const fixed = fixAll(set.files, set)
    for (const [index, file] of fixed.files.entries()) {
      const before = set.files[index]?.text.split('\n') ?? []
      const keys = /^(?:maped|storePathC|storePathI|storeC|abort|disk|maxMessage|inSync|total|brokerIP1)/
      const kept = before.filter((line) => !keys.test(line) || /^storePathCommitLog/.test(line))
      expect(file.text.split('\n').filter((line) => kept.includes(line))).toEqual(kept)
    }
  })
})

describe('several files at once', () => {
  test('one finding repairs two files', () => {
    const files: ConfigFile[] = [
      { name: 'a', text: 'brokerName=a\nnamesrvAddr=n1:1\n' },
      { name: 'b', text: 'brokerName=b\nnamesrvAddr=n2:1\n' },
      { name: 'c', text: 'brokerName=c\n' },
    ]
    const [finding] = lintSet({ files }).filter(({ ruleId }) => ruleId === 'namesrv-lists-differ')
    if (finding === undefined) throw new Error('nothing found')
    const after = applyFix(files, finding)
    expect(after.map(({ text }) => text)).toEqual([
      'brokerName=a\nnamesrvAddr=n1:1;n2:1\n',
      'brokerName=b\nnamesrvAddr=n1:1;n2:1\n',
      'brokerName=c\n',
    ])
    expect(after[2]).toBe(files[2])
  })

  test('slaves that all have the number 0 get different ones', () => {
    const slave = 'brokerName=a\nbrokerRole=SLAVE\nbrokerId=0\n'
    const files = ['x', 'y', 'z'].map((name, index) => ({ name, text: `${slave}listenPort=${10911 + 10 * index}\n` }))
    const fixed = fixAll([{ name: 'm', text: 'brokerName=a\nlistenPort=10811\n' }, ...files])
    expect(fixed.files.slice(1).map(({ text }) => /brokerId=(\d)/.exec(text)?.[1])).toEqual(['1', '2', '3'])
  })

  test('a dozen brokers copied from one file all get ports of their own', () => {
    const files = Array.from({ length: 12 }, (_, index) => ({
      name: `b${index}`,
      host: 'h',
      text: `brokerName=b${index}\nlistenPort=10911\nhaListenPort=10912\nstorePathRootDir=/data/store\n`,
    }))
    const fixed = fixAll(files)
    const left = new Set(fixed.left.map(({ ruleId }) => ruleId))
    expect(left).not.toContain('port-collision-same-host')
    expect(left).not.toContain('store-dir-shared')
    // Each broker but the first is moved once.
    expect(fixed.applied.filter(({ ruleId }) => ruleId === 'port-collision-same-host')).toHaveLength(11)
  })
})

test('ten thousand lines that go are taken out in one pass, the others stay byte for byte', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `# ${index}\r\nfileReservedTime=${index}\r\n`)
  const [fixed] = fixAll([{ name: 'a', text: lines.join('') }]).files
  const kept = lines.map((line, index) => (index < 9_999 ? line.slice(0, line.indexOf('\n') + 1) : line))
  expect(fixed?.text.startsWith(kept.join(''))).toBe(true)
})

test('whatever the files hold no new error comes, and a fix that is left would bring one', () => {
  const pieces = Object.values(FILE_SAMPLES)
    .filter(({ bad }) => !bad.startsWith('a=\\u') && !bad.startsWith('\u00EF'))
    .map(({ bad }) => bad)
  const file = fc
    .array(fc.constantFrom(...pieces, 'brokerName=a\n', '# x\n', '\n'), { maxLength: 12 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(file, file, fc.boolean(), (left, right, isOneHost) => {
      const set: ConfigSet = {
        files: [
          { name: 'a', text: left, host: 'h' },
          { name: 'b', text: right, host: isOneHost ? 'h' : 'i' },
        ],
        hostAddresses: { h: ['10.0.0.1'] },
      }
      const fixed = fixAll(set.files, set)
      const after = { ...set, files: fixed.files }
      const known = errors(set)
      const isNew = (error: string): boolean => !known.includes(error)
      expect(errors(after).filter(isNew)).toEqual([])
      for (const finding of lintSet(after).filter(isSafeFix)) {
        expect(errors({ ...set, files: applyFix(fixed.files, finding) }).filter(isNew)).not.toEqual([])
      }
    }),
    { numRuns: 80 },
  )
})
