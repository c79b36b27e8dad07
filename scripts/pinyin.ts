/**
 * Writes `renderer/features/palette/pinyin-readings.ts`: how each Chinese character of our own texts is read, so that the palette
 * finds them by pinyin without carrying a dictionary of 20,000. Run it after adding Chinese texts: `npx tsx scripts/pinyin.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinyin } from 'pinyin-pro'
import { format } from 'prettier'

const TARGET = 'renderer/features/palette/pinyin-readings.ts'
const SOURCES = ['renderer', 'engine']

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourceFiles(path)
    return /\.tsx?$/.test(entry.name) && path !== TARGET ? [path] : []
  })
}

/** Syllable -> its characters, both sorted: the file changes only where the texts do. */
function readingsOf(text: string): Map<string, string[]> {
  const bySyllable = new Map<string, string[]>()
  for (const character of [...new Set(text.match(/\p{Script=Han}/gu) ?? [])].sort()) {
    const readings = pinyin(character, { toneType: 'none', multiple: true, type: 'array', v: true })
    for (const syllable of new Set(readings)) {
      if (/^[a-z]+$/.test(syllable)) bySyllable.set(syllable, [...(bySyllable.get(syllable) ?? []), character])
    }
  }
  return new Map([...bySyllable].sort(([a], [b]) => a.localeCompare(b, 'en')))
}

async function main(): Promise<void> {
  const readings = readingsOf(
    SOURCES.flatMap(sourceFiles)
      .map((path) => readFileSync(path, 'utf8'))
      .join(''),
  )
  const table = [...readings].map(([syllable, characters]) => `${syllable} ${characters.join('')}`).join('|')
  const lines = table.match(/.{1,100}/gu) ?? []
  const source = `/** Written by scripts/pinyin.ts: \`syllable characters\`, divided by bars. Characters with several readings stand in several. */
export const PINYIN_TABLE = [${lines.map((line) => JSON.stringify(line)).join(', ')}].join('')
`
  writeFileSync(TARGET, await format(source, { parser: 'typescript', semi: false, singleQuote: true, printWidth: 120 }))
}

await main()
