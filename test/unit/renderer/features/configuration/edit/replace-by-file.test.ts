// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { replaceByFile } from '../../../../../../renderer/features/configuration/edit/replace-by-file.ts'
import { NO_EDITS, undoConfig, useConfigEdits, withSaved } from '../../../../../../renderer/stores/config-edits.ts'
import { useNotices } from '../../../../../../renderer/stores/notices.ts'

beforeEach(() => {
  useConfigEdits.setState(withSaved(NO_EDITS, 'orders', { 'broker-a': 'brokerId=0\n' }), true)
  useNotices.setState({ kept: [], shown: [], unseen: 0 })
})

test('a file takes the place of the text as one edit, its line ends as they are', async () => {
  await replaceByFile('broker-a', new File(['brokerId=1\r\n'], 'a.properties'))
  expect(useConfigEdits.getState().texts['broker-a']).toBe('brokerId=1\r\n')
  undoConfig()
  expect(useConfigEdits.getState().texts['broker-a']).toBe('brokerId=0\n')
})

test.each([
  ['is larger than a property file may be', new Blob(['x'.repeat(1024 * 1024 + 1)]), '1 MiB'],
  ['is no text', new Blob([new Uint8Array([1, 0, 2])]), 'not a text file'],
])('a file that %s replaces nothing and is told', async (_what, content, words) => {
  await replaceByFile('broker-a', new File([content], 'a.bin'))
  expect(useConfigEdits.getState().texts['broker-a']).toBe('brokerId=0\n')
  expect(useNotices.getState().kept[0]?.sentence.en).toContain(words)
})
