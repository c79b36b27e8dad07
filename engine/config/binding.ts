/**
 * Properties text to typed fields, by Java's rules: which keys of a file reach a field, with which value, and which ones
 * are dropped without a word there. It refuses to judge values; that is lint's work (`rules/`).
 */
import { rowFor, type PropertyOwner, type PropertyRow } from './catalogue.ts'
import { convertText, type IgnoredReason, type PropertyValue } from './java-values.ts'
import { parseProperties, propertyEntries, type PropertiesDocument, type PropertyEntry } from './properties-text.ts'

export interface BoundProperty {
  readonly entry: PropertyEntry
  readonly row: PropertyRow
  readonly value: PropertyValue
}

export interface IgnoredProperty {
  readonly entry: PropertyEntry
  /** Absent for unknown keys. */
  readonly row?: PropertyRow
  readonly reason: IgnoredReason | 'unknown-key' | 'no-setter'
}

export interface Binding {
  readonly document: PropertiesDocument
  /** What the file sets, by key. */
  readonly bound: ReadonlyMap<string, BoundProperty>
  /** What the file says in vain, by key. */
  readonly ignored: ReadonlyMap<string, IgnoredProperty>
}

/**
 * Binds a file to the fields of the objects it is offered to (`BROKER_FILE_OWNERS`, `NAMESRV_FILE_OWNERS`).
 * @throws {EngineError} 'bad-config' for a broken `\u` escape.
 * Source: MixAll#properties2Object.
 */
export function bindProperties(owners: readonly PropertyOwner[], source: string | PropertiesDocument): Binding {
  const document = typeof source === 'string' ? parseProperties(source) : source
  const bound = new Map<string, BoundProperty>()
  const ignored = new Map<string, IgnoredProperty>()
  const deciding = new Map(propertyEntries(document).map((entry) => [entry.key, entry]))
  for (const [key, entry] of deciding) {
    const row = rowFor(key, owners)
    if (row === undefined) {
      ignored.set(key, { entry, reason: 'unknown-key' })
    } else if (!row.settable) {
      ignored.set(key, { entry, row, reason: 'no-setter' })
    } else {
      const conversion = convertText(row.type, entry.value, row.choices)
      if (conversion.status === 'set') bound.set(key, { entry, row, value: conversion.value })
      else ignored.set(key, { entry, row, reason: conversion.reason })
    }
  }
  return { document, bound, ignored }
}
