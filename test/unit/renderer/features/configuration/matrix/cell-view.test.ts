import { describe, expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, rowFor } from '../../../../../../engine/config/catalogue.ts'
import { cellView } from '../../../../../../renderer/features/configuration/matrix/cell-view.ts'
import { defaultWords, valueWords } from '../../../../../../renderer/features/configuration/matrix/cell-words.ts'
import { matrixOf } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'
import {
  driftSentence,
  groupsSentence,
} from '../../../../../../renderer/features/configuration/matrix/matrix-sentence.ts'
import { configMatrixTexts } from '../../../../../../renderer/i18n/config-matrix.ts'
import { textsIn } from '../../../../../../renderer/i18n/use-texts.ts'
import { brokerFile, pairFiles } from './matrix-files.ts'

const en = textsIn('en', configMatrixTexts)
const zh = textsIn('zh', configMatrixTexts)
const row = (key: string) => rowFor(key, BROKER_FILE_OWNERS)

describe('values in words', () => {
  test('bytes are told as MiB only where that is exact', () => {
    expect(valueWords(row('mappedFileSizeCommitLog'), '67108864')).toBe('64 MiB')
    expect(valueWords(row('mappedFileSizeCommitLog'), '1073741824')).toBe('1 GiB')
    expect(valueWords(row('mappedFileSizeConsumeQueue'), '6000000')).toBe('6000000')
    expect(valueWords(row('fileReservedTime'), '1024')).toBe('1024')
    expect(valueWords(row('mappedFileSizeCommitLog'), '64m')).toBe('64m')
  })

  test('defaults that only the node knows are a word in both languages', () => {
    const name = row('brokerName')
    expect(defaultWords(name, name?.defaultText ?? '', 'en')).toBe('hostname')
    expect(defaultWords(name, name?.defaultText ?? '', 'zh')).toBe('主机名')
    expect(defaultWords(row('haListenPort'), '12912', 'en')).toBe('12912')
  })
})

function viewOf(key: string, node: string, files = pairFiles(), isAgainst = false) {
  const found = matrixOf(files, 'broker').rows.find((each) => each.key === key)
  const cell = found?.cells.find((each) => each.node === node)
  if (found === undefined || cell === undefined) throw new Error('no cell')
  return cellView({ row: found, cell, isAgainst, findings: [] }, en)
}

describe('a cell in words', () => {
  test('says that a value is the default', () => {
    expect(viewOf('fileReservedTime', 'broker-a').description).toBe('72, by default')
  })

  test('says what an edited value was', () => {
    const [first, ...rest] = pairFiles()
    if (first === undefined) throw new Error('no file')
    const view = viewOf('fileReservedTime', 'broker-a', [
      { ...first, text: `${first.text ?? ''}fileReservedTime=48\n` },
      ...rest,
    ])
    expect(view).toMatchObject({ was: '72', text: '48', isEdited: true, differs: true })
    expect(view.description).toContain('48, set; edited, was not set; differs in its group: ')
  })

  test('tells what runs only while that is compared', () => {
    const files = [
      brokerFile('broker-a', 'mappedFileSizeCommitLog=67108864\n', [['mappedFileSizeCommitLog', '1073741824']]),
    ]
    expect(viewOf('mappedFileSizeCommitLog', 'broker-a', files).runs).toBeUndefined()
    const view = viewOf('mappedFileSizeCommitLog', 'broker-a', files, true)
    expect(view.runs).toBe('1 GiB')
    expect(view.description).toBe(
      '64 MiB, set; runs with 1 GiB; the file changed since the start: a restart takes it over',
    )
  })
})

describe('the sentence', () => {
  test('names the key that differs inside a group', () => {
    const matrix = matrixOf(pairFiles({ 'broker-a': 'deleteWhen=03\n' }), 'broker')
    expect(groupsSentence(matrix, en)).toBe('One key differs inside a group: deleteWhen.')
    expect(groupsSentence(matrix, zh)).toBe('一个键组内不一致：deleteWhen。')
    expect(groupsSentence(matrixOf(pairFiles(), 'broker'), en)).toBeNull()
  })

  test('tells who runs with other values, and that nothing is known where nobody answers', () => {
    expect(driftSentence(matrixOf(pairFiles(), 'broker'), en)).toBe('No node says what it runs with: none answers.')
    const drifting = matrixOf([brokerFile('broker-a', 'deleteWhen=03\n', [['deleteWhen', '04']])], 'broker')
    expect(driftSentence(drifting, en)).toBe('broker-a runs with other values than its file says: deleteWhen.')
    const detected = matrixOf([brokerFile('broker-a', '', [['brokerIP1', '10.0.0.1']])], 'broker')
    expect(driftSentence(detected, en)).toBe(
      'Every node that answers runs with what its file says. One key is found out at the start.',
    )
    const same = matrixOf([brokerFile('broker-a', '', [['deleteWhen', '04']])], 'broker')
    expect(driftSentence(same, zh)).toBe('所有应答的节点都按其文件运行。')
  })
})
