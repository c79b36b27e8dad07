/** Files that people and programs really write: what the rules must not charge, and what a fix must not break. */
import { describe, expect, test } from 'vitest'
import { fixAll } from '../../../../engine/config/fix-all.ts'
import { lintFile, lintSet, type ConfigFile } from '../../../../engine/config/lint.ts'

const GOOD = 'brokerClusterName=c\nbrokerIP1=10.0.0.5\n'

const idsOf = (text: string): string[] => lintFile({ name: 'b', text: GOOD + text }).map(({ ruleId }) => ruleId)
const fixed = (text: string): string =>
  fixAll([{ name: 'b', text: GOOD + text }]).files[0]?.text.slice(GOOD.length) ?? ''

const ADDRESS = 'namesrvAddr=10.0.0.1:9876\n'

describe('backslashes in paths', () => {
  test.each([
    ['as Java’s own writer escapes a colon', 'storePathRootDir=C\\:/store\n'],
    ['before a blank', 'storePathRootDir=/data/my\\ store\n'],
    ['in front of u and four digits', 'storePathRootDir=/data/\\u4e2d\n'],
  ])('%s: no mistake, and left as it is', (_, line) => {
    expect(idsOf(ADDRESS + line)).toEqual([])
    expect(fixed(ADDRESS + line)).toBe(ADDRESS + line)
  })

  test('only those that mangle become /', () => {
    expect(fixed(`${ADDRESS}storePathRootDir=C\\:\\store\\\\a\n`)).toBe(`${ADDRESS}storePathRootDir=C:/store/a\n`)
  })

  test('one at the end takes in the next line: nobody but its author says where the path ends', () => {
    const text = `${ADDRESS}storePathRootDir=C:\\store\\\nlistenPort=10911\n`
    expect(idsOf(text)).toEqual(['backslash-path'])
    expect(fixed(text)).toBe(text)
  })
})

describe('lists of name servers', () => {
  test.each([
    ['a comma', '10.0.0.1:9876,10.0.0.2:9876'],
    ['a blank', '10.0.0.1:9876 10.0.0.2:9876'],
    ['Chinese punctuation', '10.0.0.1:9876；10.0.0.2:9876'],
    ['Chinese punctuation for the colon too', '10.0.0.1：9876；10.0.0.2：9876'],
  ])('%s between them is an error, repaired by ;', (_, list) => {
    expect(idsOf(`namesrvAddr=${list}\n`)).toContainEqual(
      expect.stringMatching(/^namesrv-(separator|address-illegal)$/),
    )
    expect(fixed(`namesrvAddr=${list}\n`)).toBe('namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n')
  })

  test('a missing port stays: nobody knows which one', () => {
    expect(fixed('namesrvAddr=10.0.0.1\n')).toBe('namesrvAddr=10.0.0.1\n')
  })
})

test('a UTF-16 file is one mistake, not one for each line', () => {
  const text = '\u00FF\u00FE' + [...'brokerName=a\nlistenPort=1\n'].map((character) => `${character}\0`).join('')
  const found = lintFile({ name: 'b', text }).filter(({ line }) => line !== undefined)
  expect(found.map(({ ruleId }) => ruleId)).toEqual(['utf8-bom'])
  expect(found[0]?.message.en).toContain('UTF-16')
})

test('6000000 under the old spelling is a count of bytes', () => {
  expect(idsOf(`${ADDRESS}mapedFileSizeConsumeQueue=6000000\n`)).toEqual(['renamed-mapped-file-size'])
})

test('old keys are known in any case', () => {
  expect(idsOf(`${ADDRESS}storeCheckPoint=/a\n`)).toEqual(['store-subpath-key-ignored'])
})

test('a message log outside the default root is not moved below "~"', () => {
  const [finding] = lintFile({ name: 'b', text: `${GOOD}${ADDRESS}storePathCommitLog=/d1/commitlog\n` })
  expect(finding?.ruleId).toBe('store-path-outside-root')
  expect(finding?.edits).toBeUndefined()
})

test('what cannot be read because it is too large gets no advice about backslashes', () => {
  const [finding] = lintFile({ name: 'b', text: 'a'.repeat(1024 * 1024 + 1) })
  expect(finding?.fix.en).not.toContain('backslash')
  expect(finding?.message.zh).not.toMatch(/characters/)
})

describe('several files', () => {
  test('brokerIP2 may be another address of a machine that is known by one', () => {
    const file: ConfigFile = { name: 'b', host: '10.0.0.5', text: `${GOOD}${ADDRESS}brokerIP2=172.16.0.5\n` }
    expect(lintSet({ files: [file], hostAddresses: { '10.0.0.5': ['10.0.0.5'] } })).toEqual([])
    const both = { files: [file], hostAddresses: { '10.0.0.5': ['10.0.0.5', '10.0.0.6'] } }
    expect(lintSet(both).map(({ message }) => message.en)).toEqual([expect.stringContaining('slaves cannot connect')])
  })

  test('two clusters without a name server in common may both have a broker-a', () => {
    const broker = (name: string, cluster: string, server: string): ConfigFile => ({
      name,
      text: `brokerClusterName=${cluster}\nbrokerName=broker-a\nbrokerIP1=10.0.0.5\nnamesrvAddr=${server}\n`,
    })
    const separate = [broker('a', 'x', '10.0.0.1:9876'), broker('b', 'y', '10.0.0.2:9876')]
    expect(lintSet({ files: separate })).toEqual([])
    const meeting = [broker('a', 'x', '10.0.0.1:9876'), broker('b', 'y', '10.0.0.2:9876;10.0.0.1:9876')]
    expect(lintSet({ files: meeting }).map(({ ruleId }) => ruleId)).toContain('group-cluster-mismatch')
  })

  test('one directory in two lists of directories is shared', () => {
    const broker = (name: string, port: number, log: string): ConfigFile => ({
      name,
      host: 'h',
      text: `${GOOD}${ADDRESS}brokerName=${name}\nlistenPort=${port}\nstorePathRootDir=/${name}\nstorePathCommitLog=${log}\n`,
    })
    const ids = (log: string): string[] =>
      lintSet({ files: [broker('a', 10911, '/d1,/d2'), broker('b', 11911, log)] }).map(({ ruleId }) => ruleId)
    expect(ids('/d2,/d3')).toEqual(['store-dir-shared'])
    expect(ids('/d3,/d4')).toEqual([])
  })

  test('fix all does not make a lone SYNC_MASTER wait for a slave that these files do not have', () => {
    const master = (name: string): ConfigFile => ({
      name,
      text: `${GOOD}${ADDRESS}brokerName=${name}\nbrokerRole=SYNC_MASTER\n`,
    })
    const files = [master('a'), master('b')]
    expect(fixAll(files).files).toEqual(files)
  })
})
