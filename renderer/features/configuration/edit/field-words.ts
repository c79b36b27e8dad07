/** What stands beside a field: its unit, its value in words, its default, its effect. Pure. */
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import { headlineOf, type Finding } from '../../../../engine/config/finding.ts'
import { parseHostPorts } from '../../../../engine/config/host-port.ts'
import { sinceNote } from '../../../../engine/config/property-history.ts'
import { defaultInWords, rangeText } from '../../../../engine/config/range-text.ts'
import { valueInWords } from '../../../../engine/config/unit-words.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import type { TextPair } from '../../../i18n/define-texts.ts'
import type { Language } from '../../../i18n/language.tsx'
import { textsIn, type Translate } from '../../../i18n/use-texts.ts'
import type { FormField } from './form-fields.ts'

type Words = Translate<(typeof configEditTexts)['texts']>

/** The unit inside the field, at its right: `hours`, `64 MiB` for bytes; undefined where there is none to tell. */
export function unitOf({ row }: FormField, value: string | undefined, language: Language): string | undefined {
  if (row === undefined) return undefined
  const t = textsIn(language, configEditTexts)
  switch (row.unit) {
    case 'bytes': {
      const words = value === undefined ? undefined : valueInWords(row, value)?.[language]
      return words === undefined || words.length > UNIT_CHARACTERS_MAX ? t('unitBytes') : words
    }
    case 'ms':
      return t('unitMs')
    case 's':
      return t('unitS')
    case 'min':
      return t('unitMin')
    case 'hours':
      return t('unitHours')
    case 'ratio':
      return row.type === 'double' ? undefined : '%'
    default:
      return undefined
  }
}

/** Longer words would leave the value no room in its field. */
const UNIT_CHARACTERS_MAX = 12

/** The value in words, where the field does not say it already: `2 days`, `2 addresses`. */
export function valueWords(field: FormField, value: string | undefined, language: Language): string | undefined {
  const { row, kind } = field
  if (row === undefined || value === undefined) return undefined
  if (kind === 'addresses') return addressWords(value, textsIn(language, configEditTexts))
  const unit = unitOf(field, value, language)
  const words = valueInWords(row, value)?.[language]
  return unit === '%' || unit === words ? undefined : words
}

function addressWords(value: string, t: Words): string | undefined {
  const parsed = parseHostPorts(value)
  if (parsed.status === 'bad') return t('notAddress', { part: parsed.part })
  return parsed.addresses.length < 2 ? undefined : t('addresses', { n: parsed.addresses.length })
}

/** `default 72`, `default 1 GiB`; undefined for keys that are not known. */
export function defaultWords(row: PropertyRow | undefined, language: Language): string | undefined {
  if (row === undefined) return undefined
  const t = textsIn(language, configEditTexts)
  const { defaultText } = row
  if (defaultText === '') return t('defaultEmpty')
  if (row.unit === 'bytes') return t('default', { value: valueInWords(row, defaultText)?.[language] ?? defaultText })
  return t('default', { value: plainDefault(row, language) })
}

/** The default as it would stand in the file, as far as it is known without the machine. */
export function plainDefault(row: PropertyRow, language: Language): string {
  return defaultInWords(row)[language]
}

export type Effect = 'now' | 'restart' | 'unclear' | 'none' | 'refused'

/** When a change of the key takes effect: in this engine, or in Apache's for clusters that are not ours. */
export function effectOf({ support, row }: FormField, isOurs: boolean): Effect {
  if (!isOurs) {
    if (row === undefined || row.dead || !row.settable) return 'none'
    return support.hotInApache === 'yes' ? 'now' : support.hotInApache === 'no' ? 'restart' : 'unclear'
  }
  if (support.engine === 'acts') return support.hotInEngine
  return support.engine === 'refused' ? 'refused' : 'none'
}

/** Notes below the help of a chosen field: its range, what the engine makes of it. */
export function notesOf({ row, support }: FormField, language: Language): readonly string[] {
  const t = textsIn(language, configEditTexts)
  const notes: string[] = []
  if (row !== undefined) {
    const range = row.dead || !row.settable ? undefined : rangeText(row)
    if (range !== undefined) notes.push(t('range', { range: range[language] }))
    if (row.dead) notes.push(t('dead'))
    if (!row.settable) notes.push(t('notSettable'))
    const since = sinceNote(row)
    if (since !== undefined) notes.push(since[language])
  }
  if (support.note !== undefined) notes.push(support.note[language])
  return notes
}

/** A closed group's values: short, lists as their length. */
export function headValue(value: string, t: Words): string {
  const text = value.trim()
  if (text.includes(';') && text.includes(':')) {
    const parsed = parseHostPorts(text)
    if (parsed.status === 'ok' && parsed.addresses.length > 1) return t('addresses', { n: parsed.addresses.length })
  }
  return text.length > HEAD_CHARACTERS_MAX ? `…${text.slice(1 - HEAD_CHARACTERS_MAX)}` : text
}

const HEAD_CHARACTERS_MAX = 28

/** `edited`, `edited, was 03`, `edited, was not set`; undefined where nothing was. */
export function editedWords(
  change: { readonly from: string | null; readonly to: string | null } | undefined,
  t: Words,
): string | undefined {
  if (change === undefined) return undefined
  if (change.from === null) return t('editedNew')
  return t(change.to === null ? 'editedRemoved' : 'editedWas', { was: change.from === '' ? '""' : change.from })
}

/** Blanks that hide at the ends of a value, and that Java keeps. */
export function hiddenBlanks(value: string): { readonly before: number; readonly after: number } {
  const inner = value.trim()
  if (inner === '') return { before: 0, after: value.length }
  const before = value.indexOf(inner.charAt(0))
  return { before, after: value.length - before - inner.length }
}

/** A help sentence with its full stop. */
export function helpSentence(help: TextPair, language: Language): string {
  return withStop(help[language], language)
}

/** A finding's title and what comes after it, as two sentences; the second is empty where the title says all. */
export function findingSentences(
  finding: Pick<Finding, 'message' | 'key'>,
  language: Language,
): { readonly title: string; readonly detail: string } {
  const { title, detail } = headlineOf(finding)
  return { title: withStop(title[language], language), detail: withStop(detail[language], language) }
}

function withStop(text: string, language: Language): string {
  if (text === '' || /[.。!?！？]$/.test(text)) return text
  return language === 'zh' ? `${text}。` : `${text}.`
}
