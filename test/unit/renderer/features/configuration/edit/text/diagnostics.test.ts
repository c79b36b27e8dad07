import { describe, expect, test } from 'vitest'
import { rangeOf } from '../../../../../../../renderer/features/configuration/edit/text/diagnostics.ts'

const TEXT = '# a\nbrokerName=broker-a\nfileReservedTime=48 \nmapedFileSizeCommitLog = 1024\n'
const marked = (finding: Parameters<typeof rangeOf>[0], text = TEXT): string | undefined => {
  const range = rangeOf(finding, text)
  return range === undefined ? undefined : text.slice(range.from, range.to)
}

describe('a finding marks', () => {
  test('the value it is about', () => {
    expect(marked({ key: 'brokerName', line: 2 })).toBe('broker-a')
  })

  test('only the blanks when removing them is the repair', () => {
    const edits = [{ kind: 'set', key: 'fileReservedTime', value: '48' }] as const
    expect(marked({ key: 'fileReservedTime', line: 3, edits })).toBe(' ')
  })

  test('the whole entry when its key is at fault', () => {
    const edits = [{ kind: 'rename', from: 'mapedFileSizeCommitLog', to: 'mappedFileSizeCommitLog', line: 4 }] as const
    expect(marked({ key: 'mapedFileSizeCommitLog', line: 4, edits })).toBe('mapedFileSizeCommitLog = 1024')
  })

  test('the entry of its key when it has no line, nothing when the key is not there', () => {
    expect(marked({ key: 'brokerName' })).toBe('broker-a')
    expect(marked({ key: 'brokerRole' })).toBeUndefined()
  })

  test('the line of a text that Java cannot read', () => {
    expect(marked({ line: 2 }, 'a=1\nb=\\u00\nc=2')).toBe('b=\\u00')
  })

  test('nothing on a line that is not there any more', () => {
    expect(marked({ line: 40 })).toBeUndefined()
  })
})
