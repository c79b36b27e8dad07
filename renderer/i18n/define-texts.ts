/**
 * The texts of one area of the window, both languages side by side:
 *
 *     export const topologyTexts = defineTexts('topology', {
 *       title: { en: 'Topology', zh: '拓扑' },
 *       running: { en: '{n} {n|node runs|nodes run}', zh: '{n} 个节点运行中' },
 *     })
 *
 * `{name}` is replaced by a parameter, `{name|one|other}` by the word for the number `name` (1 takes the first). A literal
 * brace is written `\\{`. One file an area in `renderer/i18n/`; components read them by `useTexts(topologyTexts)`.
 */
import type { Language } from './language.tsx'

export interface TextPair {
  readonly en: string
  readonly zh: string
}

export type TextTable = Readonly<Record<string, TextPair>>

/** Names of the parameters that a text wants. */
export type ParamNames<S extends string> = S extends `${infer Head}{${infer Param}}${infer Rest}`
  ? (Head extends `${string}\\` ? never : Param extends `${infer Name}|${string}` ? Name : Param) | ParamNames<Rest>
  : never

export type TextParam = string | number
export type TextParams<S extends string, V = TextParam> = [ParamNames<S>] extends [never]
  ? []
  : [params: Readonly<Record<ParamNames<S>, V>>]

export interface AreaTexts<T extends TextTable = TextTable> {
  readonly area: string
  readonly texts: T
}

/** Declares the texts of an area. Pure: reading them is `useTexts` or `translate`. */
export function defineTexts<const T extends TextTable>(area: string, texts: T): AreaTexts<T> {
  return { area, texts }
}

const PARAM = /\\\{|\{([A-Za-z][A-Za-z0-9]*)((?:\|[^{}|]*)*)\}/g

/** A text with its parameters filled in; unknown parameters stay as they are written. */
export function fillText(text: string, params: Readonly<Record<string, TextParam>> = {}): string {
  return text.replace(PARAM, (whole: string, name: string | undefined, forms: string | undefined) => {
    if (name === undefined) return '{'
    const value = params[name]
    if (value === undefined) return whole
    return forms ? pluralForm(forms, value) : String(value)
  })
}

/** The pieces of a text for callers that put elements in: strings and parameter names in order. */
export function splitText(text: string): readonly (string | { readonly name: string; readonly forms: string })[] {
  const pieces: (string | { name: string; forms: string })[] = []
  let from = 0
  for (const match of text.matchAll(PARAM)) {
    if (match.index > from) pieces.push(text.slice(from, match.index))
    if (match[1] === undefined) pieces.push('{')
    else pieces.push({ name: match[1], forms: match[2] ?? '' })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push(text.slice(from))
  return pieces
}

/** `|one|other` for a value. */
export function pluralForm(forms: string, value: TextParam): string {
  const [, one = '', other = one] = forms.split('|')
  return Number(value) === 1 ? one : other
}

/** One text outside React: notices, commands, file names. */
export function translate<T extends TextTable, K extends keyof T & string>(
  language: Language,
  area: AreaTexts<T>,
  key: K,
  ...params: TextParams<T[K]['en' | 'zh']>
): string {
  return fillText((area.texts[key] as TextPair)[language], params[0])
}
