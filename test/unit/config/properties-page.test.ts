import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CATALOGUE } from '../../../engine/config/catalogue.ts'
import { PAGES, propertiesPage } from '../../../scripts/properties-page.ts'

const ROOT = join(import.meta.dirname, '../../..')

describe('the page of properties', () => {
  test.each(['en', 'zh'] as const)(
    'is committed as the catalogue says (%s): npx tsx scripts/properties-page.ts',
    (language) => {
      expect(readFileSync(join(ROOT, PAGES[language]), 'utf8') === propertiesPage(language)).toBe(true)
    },
  )

  test('has a row for every property', () => {
    const rows = propertiesPage('en')
      .split('## Keys of older')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| `'))
    expect(rows).toHaveLength(CATALOGUE.length)
    for (const row of rows ?? []) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(12)
  })

  test('is linked from both READMEs', () => {
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('(docs/PROPERTIES.md)')
    expect(readFileSync(join(ROOT, 'README.zh-CN.md'), 'utf8')).toContain('(docs/PROPERTIES.zh-CN.md)')
  })
})
