/** What the text editor knows about keys: the one under a place, completions of keys and of their values, the help of a key. Pure. */
import type { PropertyProgram } from '../../../../../engine/config/property-support.ts'
import { configEditTexts } from '../../../../i18n/config-edit.ts'
import type { Language } from '../../../../i18n/language.tsx'
import { textsIn } from '../../../../i18n/use-texts.ts'
import { fieldOf, fieldsOf, type FormField } from '../form-fields.ts'
import { defaultWords, effectOf, helpSentence, notesOf, valueWords, type Effect } from '../field-words.ts'

export interface Suggestion {
  readonly label: string
  /** What is written; the label where it is left out. */
  readonly apply?: string
  /** Beside the label: the default. */
  readonly detail?: string
  readonly info?: string
}

const EFFECT_TEXTS = {
  now: 'effectNowText',
  restart: 'effectRestartText',
  unclear: 'effectUnclearText',
  none: 'effectNoneText',
  refused: 'effectRefusedText',
} as const satisfies Record<Effect, string>

/** `fileRes|` completes keys, `brokerRole=SL|` the values of the key. `line` is the line up to the cursor. */
export function suggestionsAt(
  line: string,
  program: PropertyProgram,
  used: ReadonlySet<string>,
  language: Language,
): { readonly from: number; readonly suggestions: readonly Suggestion[] } | undefined {
  if (/^\s*[#!]/.test(line)) return undefined
  const value = /^\s*([^\s=:]+)\s*[=:]\s*(.*)$/.exec(line)
  if (value !== null) {
    const [, key = '', typed = ''] = value
    const suggestions = valuesOf(fieldOf(program, key), language)
    return suggestions.length === 0 ? undefined : { from: line.length - typed.length, suggestions }
  }
  const typed = /^\s*([^\s=:]*)$/.exec(line)?.[1]
  if (typed === undefined) return undefined
  return {
    from: line.length - typed.length,
    suggestions: fieldsOf(program)
      .filter(({ key, row }) => !used.has(key) && row?.settable !== false)
      .map((field) => ({
        label: field.key,
        apply: `${field.key}=`,
        info: helpSentence(field.help, language),
        ...optional('detail', defaultWords(field.row, language)),
      })),
  }
}

function valuesOf(field: FormField | undefined, language: Language): readonly Suggestion[] {
  if (field?.row === undefined) return []
  const t = textsIn(language, configEditTexts)
  const { choices, defaultText } = field.row
  const values = field.kind === 'flag' ? ['true', 'false'] : choices
  return values.map((label) => ({
    label,
    ...(label === defaultText ? { detail: t('default', { value: '' }).trim() } : {}),
  }))
}

export interface KeyHelp {
  readonly key: string
  readonly lines: readonly string[]
}

/** The help of the key of a line, with its value in words, its default, its effect and its notes. */
export function keyHelp(
  key: string,
  value: string | undefined,
  program: PropertyProgram,
  isOurs: boolean,
  language: Language,
): KeyHelp | undefined {
  const field = fieldOf(program, key)
  if (field === undefined) return undefined
  const t = textsIn(language, configEditTexts)
  const figures = [valueWords(field, value, language), defaultWords(field.row, language)].filter(Boolean).join(' · ')
  return {
    key,
    lines: [
      helpSentence(field.help, language),
      ...(figures === '' ? [] : [figures]),
      t(EFFECT_TEXTS[effectOf(field, isOurs)]),
      ...notesOf(field, language),
    ],
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>)
}
