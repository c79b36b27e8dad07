import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../engine/config/catalogue.ts'
import { sinceNote } from '../../../engine/config/property-history.ts'
import { supportOf } from '../../../engine/config/property-support.ts'
import { defaultInWords, rangeText } from '../../../engine/config/range-text.ts'

/** The table that the catalogue was made from; it lies beside the repository on the machines where the project is made. */
const TABLE = join(import.meta.dirname, '../../../../shared/reference/broker-properties.csv')

/** Cells of one CSV line in which every cell is quoted. */
function cellsOf(line: string): string[] {
  return line
    .replace(/^"|"$/g, '')
    .split('","')
    .map((cell) => cell.replaceAll('""', '"'))
}

function withoutFlagWords(range: string): string {
  return range.replace(/^true, false(; )?/, '')
}

/** The table writes Chinese with the punctuation of English; the catalogue as Chinese is printed. */
function plainPunctuation(text: string | undefined): string | undefined {
  return text?.replace(/[，；：（）]/g, (mark) => ',;:()'.charAt('，；：（）'.indexOf(mark)))
}

if (!existsSync(TABLE)) process.stderr.write(`\nSKIPPED the catalogue against its table: ${TABLE} is not here\n\n`)

describe.skipIf(!existsSync(TABLE))('the catalogue against the table it was made from', () => {
  // Whether a key is hot is settled by conformance tests with running brokers, so that column is not compared.
  test('every property is there, with its type, default, unit, range and both texts', () => {
    const [head = '', ...lines] = readFileSync(TABLE, 'utf8').trim().split(/\r?\n/)
    const names = cellsOf(head)
    const wanted = lines.map((line) => {
      const cells: Partial<Record<string, string>> = Object.fromEntries(
        cellsOf(line).map((cell, at): [string, string] => [names[at] ?? '', cell]),
      )
      return {
        key: cells['key'],
        owner: cells['owner'],
        type:
          cells['type']?.startsWith('enum ') === true ? 'enum' : cells['type'] === 'Integer' ? 'int' : cells['type'],
        defaultText: cells['default'],
        unit: cells['unit'],
        range: withoutFlagWords(cells['enum_or_range'] ?? ''),
        en: cells['meaning_en'],
        zh: plainPunctuation(cells['meaning_zh']),
      }
    })
    const found = CATALOGUE.map(({ key, owner, type, defaultText, unit, range, meaning }) => {
      return {
        key,
        owner,
        type,
        defaultText,
        unit,
        range: withoutFlagWords(range),
        en: meaning.en,
        zh: plainPunctuation(meaning.zh),
      }
    })
    const byName = (left: { key?: string | undefined; owner?: string | undefined }, right: typeof left): number =>
      `${left.key}/${left.owner}` < `${right.key}/${right.owner}` ? -1 : 1
    expect(found.sort(byName)).toEqual(wanted.sort(byName))
  })
})

test('Chinese in the form has full-width punctuation', () => {
  const texts = CATALOGUE.flatMap((row) => [
    row.meaning.zh,
    rangeText(row)?.zh ?? '',
    defaultInWords(row).zh,
    supportOf(row, 'broker').note?.zh ?? '',
    sinceNote(row)?.zh ?? '',
  ])
  expect(texts.filter((text) => /\p{Script=Han}[,;:!?](?! )|;\d/u.test(text))).toEqual([])
})
