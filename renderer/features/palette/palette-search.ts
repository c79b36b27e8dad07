/** Ranks the palette's items for what was typed. Every word has to be found somewhere in an item; both languages are searched. Pure. */
import type { TextPair } from '../../i18n/define-texts.ts'
import type { Language } from '../../i18n/language.tsx'
import type { Icon } from '../../ui/icons.tsx'
import { matchText } from './pinyin-match.ts'
import type { Match } from './pinyin-match.ts'

export interface PaletteItem {
  readonly id: string
  /** Heading it stands under. */
  readonly group: string
  readonly icon: Icon
  readonly title: TextPair
  /** Behind the title in the third voice. */
  readonly note?: TextPair
  /** Found by these too, never shown. */
  readonly aliases?: string
  /** Keys that do the same. */
  readonly keys?: string
  /** The command it stands for. */
  readonly command?: string
  readonly run: () => Promise<unknown> | void
}

export interface Found {
  readonly item: PaletteItem
  readonly score: number
  readonly titleMatch: Match | undefined
  readonly noteMatch: Match | undefined
}

export interface FoundGroup {
  readonly group: string
  readonly found: readonly Found[]
}

const PER_GROUP_MAX = 8
const NOTE_WEIGHT = 0.6
const OTHER_LANGUAGE_WEIGHT = 0.7

/** Groups with their items, best group first; without a query the items in their own order. */
export function searchPalette(items: readonly PaletteItem[], query: string, language: Language): readonly FoundGroup[] {
  const words = query.trim().split(/\s+/).filter(Boolean)
  const found = items.flatMap((item) => findIn(item, words, language) ?? [])
  const groups = new Map<string, Found[]>()
  for (const each of found) groups.set(each.item.group, [...(groups.get(each.item.group) ?? []), each])
  const ranked = [...groups].map(([group, members]) => ({
    group,
    found: (words.length === 0 ? members : members.sort((a, b) => b.score - a.score)).slice(0, PER_GROUP_MAX),
  }))
  if (words.length === 0) return ranked
  return ranked.sort((a, b) => (b.found[0]?.score ?? 0) - (a.found[0]?.score ?? 0))
}

function findIn(item: PaletteItem, words: readonly string[], language: Language): Found | undefined {
  let score = 0
  let titleMatch: Match | undefined
  let noteMatch: Match | undefined
  const other = language === 'en' ? 'zh' : 'en'
  for (const word of words) {
    const title = matchText(word, item.title[language])
    const note = item.note === undefined ? undefined : matchText(word, item.note[language])
    const hidden = best([
      weighted(matchText(word, item.title[other]), OTHER_LANGUAGE_WEIGHT),
      weighted(
        item.note === undefined ? undefined : matchText(word, item.note[other]),
        OTHER_LANGUAGE_WEIGHT * NOTE_WEIGHT,
      ),
      weighted(item.aliases === undefined ? undefined : matchText(word, item.aliases), OTHER_LANGUAGE_WEIGHT),
    ])
    const value = Math.max(title?.score ?? 0, (note?.score ?? 0) * NOTE_WEIGHT, hidden)
    if (value === 0) return undefined
    score += value
    titleMatch ??= title
    noteMatch ??= note
  }
  return { item, score, titleMatch, noteMatch }
}

function weighted(match: Match | undefined, weight: number): number {
  return match === undefined ? 0 : match.score * weight
}

function best(scores: readonly number[]): number {
  return Math.max(0, ...scores)
}
