/** What an edit in the matrix does to the files: one step of undo, however many files it touches. Pure. */
import { parseHumanValue } from '../../../../engine/config/unit-words.ts'
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import type { Texts } from '../../../stores/config-edits.ts'
import { withoutKey, withValue } from '../edit/field-edits.ts'
import type { MatrixColumn } from './matrix-model.ts'

/** Where a value goes: `all`, `masters`, `slaves`, or a group by its brokerName. */
export type Scope = { readonly kind: 'all' | 'masters' | 'slaves' } | { readonly kind: 'group'; readonly group: string }

/** Scopes that name different sets of columns, widest first. */
export function scopesOf(columns: readonly MatrixColumn[]): readonly Scope[] {
  const scopes: Scope[] = [{ kind: 'all' }]
  const has = (role: MatrixColumn['role']): boolean => columns.some((column) => column.role === role)
  if (has('master') && has('slave')) scopes.push({ kind: 'masters' }, { kind: 'slaves' })
  const groups = [...new Set(columns.map((column) => column.group).filter((group) => group !== ''))]
  if (groups.length > 1) scopes.push(...groups.map((group): Scope => ({ kind: 'group', group })))
  return scopes
}

/** The nodes of a scope whose files can be edited. */
export function nodesIn(scope: Scope, columns: readonly MatrixColumn[]): readonly string[] {
  return columns
    .filter((column) => {
      if (!column.isReadable) return false
      if (scope.kind === 'all') return true
      if (scope.kind === 'group') return column.group === scope.group
      return column.role === (scope.kind === 'masters' ? 'master' : 'slave')
    })
    .map((column) => column.node)
}

/** The texts after giving a key a value on some nodes; null takes it out of the files. Nodes where nothing changes are left out. */
export function textsWith(texts: Texts, nodes: readonly string[], key: string, value: string | null): Texts {
  return Object.fromEntries(
    nodes.flatMap((node) => {
      const text = texts[node]
      if (text === undefined) return []
      const after = value === null ? withoutKey(text, key) : withValue(text, key, value)
      return after === text ? [] : [[node, after]]
    }),
  )
}

/** What is written for what was typed: `64 MiB` as bytes, everything else as it is; null (out of the file) for nothing. */
export function valueToWrite(property: PropertyRow | undefined, typed: string): string | null {
  if (typed.trim() === '') return null
  return (property === undefined ? undefined : parseHumanValue(property, typed)) ?? typed
}
