/** Every text of the window, wherever it is declared, and every screen's source: nothing in one language only. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { splitText } from '../../../../renderer/i18n/define-texts.ts'
import type { AreaTexts } from '../../../../renderer/i18n/define-texts.ts'

const HAN = /\p{Script=Han}/u
/** Says which other language there is, so it stands in that language. */
const OTHER_LANGUAGE = new Set([
  'frame.otherLanguage',
  'frame.toOtherLanguage',
  'palette-items.toChinese',
  'palette.how',
])

const modules: Record<string, Record<string, unknown>> = import.meta.glob(
  ['../../../../renderer/i18n/*.ts', '../../../../renderer/features/**/*texts.ts'],
  { eager: true },
)

const areas = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter(
    (value): value is AreaTexts => typeof value === 'object' && value !== null && 'area' in value && 'texts' in value,
  )

const all = areas.flatMap(({ area, texts }) =>
  Object.entries(texts).map(([key, text]) => ({ key: `${area}.${key}`, ...text })),
)

const names = (text: string): string[] =>
  [...new Set(splitText(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name])))].sort()

describe('every text', () => {
  test('is declared once an area', () => {
    const counted = areas.map(({ area }) => area)
    expect(counted.length).toBeGreaterThan(3)
    expect(counted.filter((area, index) => counted.indexOf(area) !== index)).toEqual([])
  })

  test('stands in both languages', () => {
    expect(all.filter(({ en, zh }) => en.trim() === '' || zh.trim() === '').map(({ key }) => key)).toEqual([])
  })

  test('has no Chinese in its English', () => {
    expect(all.filter(({ key, en }) => HAN.test(en) && !OTHER_LANGUAGE.has(key)).map(({ key }) => key)).toEqual([])
  })

  test('takes no parameter in Chinese that English has not: nobody would pass it', () => {
    // `{Count}` begins an English sentence with what `{count}` says; both are passed.
    const lower = (text: string): string[] => names(text).map((name) => name.toLowerCase())
    const odd = all.filter(({ en, zh }) => lower(zh).some((name) => !lower(en).includes(name)))
    expect(odd.map(({ key, en, zh }) => `${key}: ${names(en).join()} / ${names(zh).join()}`)).toEqual([])
  })

  test('uses full-width punctuation between Chinese characters', () => {
    const odd = all.filter(({ zh }) => /\p{Script=Han}[,;:!?]/u.test(zh) || /\p{Script=Han}\.(?!\.)/u.test(zh))
    expect(odd.map(({ key, zh }) => `${key}: ${zh}`)).toEqual([])
  })

  test('calls the way to the plan the same in every view', () => {
    const ways = all.filter(({ key }) => key.endsWith('.planApply')).map(({ zh }) => zh.replace('…', ''))
    expect([...new Set(ways)]).toEqual(['制定计划'])
  })

  test('speaks as words.md asks: no "please", no "oops", no "sorry"', () => {
    expect(all.filter(({ en }) => /\b(please|oops|sorry)\b/i.test(en)).map(({ key }) => key)).toEqual([])
  })
})

const SPOKEN_ATTRIBUTES = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'hint',
  'description',
  'answer',
])
/** Keys and commands are the same in every language. */
const KEY_NAMES = /\b(Ctrl|Shift|Alt|Enter|Esc|Tab)\b/g
const UNTRANSLATED_TAGS = new Set(['kbd', 'code'])

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sources(path)
    return entry.name.endsWith('.tsx') ? [path] : []
  })
}

/** Words that a person would see and that no text area holds. */
function literalsOf(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isSpoken(node.text) && !isUntranslated(node.parent)) found.push(node.text.trim())
    if (
      ts.isJsxAttribute(node) &&
      SPOKEN_ATTRIBUTES.has(node.name.getText()) &&
      node.initializer !== undefined &&
      ts.isStringLiteral(node.initializer) &&
      isSpoken(node.initializer.text)
    ) {
      found.push(`${node.name.getText()}="${node.initializer.text}"`)
    }
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) && HAN.test(node.text)) found.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found.map((text) => `${path}: ${text}`)
}

function isSpoken(text: string): boolean {
  return /\p{L}{2,}/u.test(text.replace(KEY_NAMES, ''))
}

function isUntranslated(node: ts.Node): boolean {
  return ts.isJsxElement(node) && UNTRANSLATED_TAGS.has(node.openingElement.tagName.getText())
}

describe('every source of the window', () => {
  test('takes its words from a text area, not from the page', () => {
    const paths = sources('renderer')
    expect(paths.length).toBeGreaterThan(20)
    expect(paths.flatMap(literalsOf)).toEqual([])
  })

  test('is caught by the scan when it holds a word', () => {
    const sample = '<p title="Stop it">Running</p>'
    const file = ts.createSourceFile('x.tsx', sample, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
    let caught = 0
    const visit = (node: ts.Node): void => {
      if (ts.isJsxText(node) && isSpoken(node.text)) caught += 1
      if (ts.isJsxAttribute(node) && SPOKEN_ATTRIBUTES.has(node.name.getText())) caught += 1
      ts.forEachChild(node, visit)
    }
    visit(file)
    expect(caught).toBe(2)
  })
})
