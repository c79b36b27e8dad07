/**
 * The fields of the form: one a key that the program's file can hold, in the order of the groups, each with its kind, what the engine
 * does with it, and what the search looks at. Made once a program, when it is first asked for. Pure.
 */
import {
  BROKER_FILE_OWNERS,
  keysOf,
  NAMESRV_FILE_OWNERS,
  PROPERTY_GROUPS,
  rowFor,
} from '../../../../engine/config/catalogue.ts'
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import { OLD_KEYS } from '../../../../engine/config/old-keys.ts'
import { goneProperty } from '../../../../engine/config/property-history.ts'
import { supportOf } from '../../../../engine/config/property-support.ts'
import type { PropertyProgram, PropertySupport } from '../../../../engine/config/property-support.ts'
import type { TextPair } from '../../../i18n/define-texts.ts'
import { searchTextOf, type SearchText } from './form-search.ts'

export type FieldKind = 'number' | 'flag' | 'choice' | 'path' | 'addresses' | 'text'

export interface FormField {
  readonly key: string
  readonly group: string
  readonly kind: FieldKind
  /** Undefined for keys that 5.3.3 does not know. */
  readonly row: PropertyRow | undefined
  readonly support: PropertySupport
  readonly help: TextPair
  readonly search: SearchText
}

/** Keys of a file that are in no group of the catalogue. */
export const UNKNOWN_GROUP = 'unknown'

export interface FieldGroup {
  readonly id: string
  readonly title: TextPair
}

export const FIELD_GROUPS: readonly (FieldGroup & { readonly search: SearchText })[] = [
  ...PROPERTY_GROUPS,
  { id: UNKNOWN_GROUP, title: { en: 'Not known to RocketMQ 5.3.3', zh: 'RocketMQ 5.3.3 不认识的配置项' } },
].map((group) => ({ ...group, search: searchTextOf(group.title) }))

const made = new Map<PropertyProgram, readonly FormField[]>()

/** Every field of a program's file. The same array each time. */
export function fieldsOf(program: PropertyProgram): readonly FormField[] {
  const known = made.get(program)
  if (known !== undefined) return known
  const fields = makeFields(program)
  made.set(program, fields)
  return fields
}

const byKey = new Map<PropertyProgram, ReadonlyMap<string, FormField>>()

/** One field; undefined when the catalogue has no such key for this program. */
export function fieldOf(program: PropertyProgram, key: string): FormField | undefined {
  let fields = byKey.get(program)
  if (fields === undefined) {
    fields = new Map(fieldsOf(program).map((field) => [field.key, field]))
    byKey.set(program, fields)
  }
  return fields.get(key)
}

const strangers = new Map<string, FormField>()

/** A field for a key that the file has and the catalogue has not. */
export function unknownField(program: PropertyProgram, key: string): FormField {
  const id = `${program} ${key}`
  const known = strangers.get(id)
  if (known !== undefined) return known
  const help = helpOfUnknown(key)
  const field: FormField = {
    key,
    group: UNKNOWN_GROUP,
    kind: 'text',
    row: undefined,
    support: supportOf(key, program),
    help,
    search: searchTextOf(help, key),
  }
  if (strangers.size > STRANGERS_MAX) strangers.clear()
  strangers.set(id, field)
  return field
}

const STRANGERS_MAX = 2000

/** What the key was meant to do, as far as somebody knows. */
function helpOfUnknown(key: string): TextPair {
  const old = OLD_KEYS.find((each) => each.key === key)
  if (old !== undefined) {
    return {
      en: `Of an older release or tutorial: ${old.meant.en}.`,
      zh: `来自旧版本或旧教程：${old.meant.zh}。`,
    }
  }
  const gone = goneProperty(key)
  return gone === undefined
    ? { en: 'No program of 5.3.3 reads this key.', zh: '5.3.3 的程序不读取该配置项。' }
    : { en: `Last known to ${gone.last}; 5.3.3 does not read it.`, zh: `最后见于 ${gone.last}；5.3.3 不读取。` }
}

/** NamesrvStartup sets it before it reads the file. */
const NAMESRV_PORT = '9876'

function makeFields(program: PropertyProgram): readonly FormField[] {
  const owners = program === 'broker' ? BROKER_FILE_OWNERS : NAMESRV_FILE_OWNERS
  const order = new Map(FIELD_GROUPS.map((group, index) => [group.id, index]))
  const rows = keysOf(owners).flatMap((key) => rowFor(key, owners) ?? [])
  rows.sort((a, b) => (order.get(a.group) ?? 0) - (order.get(b.group) ?? 0))
  return rows.map((row) => ({
    key: row.key,
    group: row.group,
    kind: kindOf(row),
    row: program === 'namesrv' && row.key === 'listenPort' ? { ...row, defaultText: NAMESRV_PORT } : row,
    support: supportOf(row, program),
    help: row.meaning,
    search: searchTextOf(row.meaning, row.key),
  }))
}

function kindOf(row: PropertyRow): FieldKind {
  if (row.type === 'boolean') return 'flag'
  if (row.choices.length > 0) return 'choice'
  if (row.unit === 'path') return 'path'
  if (row.unit === 'host:port list') return 'addresses'
  return row.type === 'int' || row.type === 'long' || row.type === 'double' ? 'number' : 'text'
}
