/** Hooks that read texts in the language set: `useTexts` for our own, `useTextOf` for sentences that came from the service. */
import { createElement, Fragment, useMemo } from 'react'
import type { ReactNode } from 'react'
import { fillText, pluralForm, splitText } from './define-texts.ts'
import type { AreaTexts, TextPair, TextParam, TextParams, TextTable } from './define-texts.ts'
import { useLanguage } from './language.tsx'
import type { Language } from './language.tsx'

/** `t('key', { n: 3 })` is a string; `t.rich('key', { name: <b>…</b> })` takes elements for parameters. */
export interface Translate<T extends TextTable> {
  <K extends keyof T & string>(key: K, ...params: TextParams<T[K]['en' | 'zh']>): string
  rich<K extends keyof T & string>(key: K, ...params: TextParams<T[K]['en' | 'zh'], ReactNode>): ReactNode
  readonly language: Language
}

/** The texts of an area in the language set. Stable until the language changes. */
export function useTexts<T extends TextTable>(area: AreaTexts<T>): Translate<T> {
  const language = useLanguage()
  return useMemo(() => textsIn(language, area), [language, area])
}

/** The same outside components, for a language that the caller knows. */
export function textsIn<T extends TextTable>(language: Language, area: AreaTexts<T>): Translate<T> {
  const pick = (key: keyof T & string): string => (area.texts[key] as TextPair)[language]
  const t = (key: keyof T & string, params?: Readonly<Record<string, TextParam>>): string =>
    fillText(pick(key), params ?? {})
  const rich = (key: keyof T & string, params?: Readonly<Record<string, ReactNode>>): ReactNode =>
    richText(pick(key), params ?? {})
  return Object.assign(t, { rich, language })
}

/** `textOf({ en, zh })` for sentences of the lab service (contract's `Text`); names that are the same in both stay as they are. */
export function useTextOf(): (text: TextPair | string) => string {
  const language = useLanguage()
  return useMemo(() => (text: TextPair | string) => textOf(text, language), [language])
}

/** The same outside components. */
export function textOf(text: TextPair | string, language: Language): string {
  return typeof text === 'string' ? text : text[language]
}

function richText(text: string, params: Readonly<Record<string, ReactNode>>): ReactNode {
  const children = splitText(text).map((piece) => {
    if (typeof piece === 'string') return piece
    const value = params[piece.name]
    return piece.forms === '' ? value : pluralForm(piece.forms, value as TextParam)
  })
  return createElement(Fragment, null, ...children)
}
