/**
 * The matrix as a plain value: rows (keys) by columns (files), each cell with what the file says, said, would say without the line,
 * and what the node runs with. Pure; what is drawn and edited is elsewhere.
 */
import { agreementOf } from '../../../../engine/config/group-agreement.ts'
import type { AgreementKey } from '../../../../engine/config/group-agreement.ts'
import { BROKER_FILE_OWNERS, keysOf, NAMESRV_FILE_OWNERS, rowFor } from '../../../../engine/config/catalogue.ts'
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import { trimJava } from '../../../../engine/config/java-values.ts'
import { driftOf } from './drift.ts'
import type { Drift } from './drift.ts'
import { FIELD_GROUPS, fieldOf, UNKNOWN_GROUP, unknownField } from '../edit/form-fields.ts'
import type { FormField } from '../edit/form-fields.ts'
import { parsedFile } from '../shared/parsed-file.ts'

export type Program = 'broker' | 'namesrv'

/** What a column is made of. */
export interface MatrixFile {
  readonly node: string
  readonly kind: Program
  /** As on disk when last read; null when it could not be read. */
  readonly saved: string | null
  /** As edited. */
  readonly text: string | null
  /** `running`: there is no file to be reached, the text was made of what it runs with. */
  readonly source: 'file' | 'running'
  readonly running: readonly (readonly [string, string])[] | null
}

export interface MatrixColumn {
  readonly node: string
  readonly kind: Program
  readonly role: 'master' | 'slave' | 'namesrv'
  /** brokerName, '' where the file names none. */
  readonly group: string
  /** False when the file cannot be read or its text cannot be taken apart: nothing of it can be edited here. */
  readonly isReadable: boolean
  /** Whether it said what it runs with. */
  readonly isRunning: boolean
  readonly source: 'file' | 'running'
}

export interface MatrixCell {
  readonly node: string
  /** What the file says, with edits; undefined where the key is not in it. */
  readonly value: string | undefined
  readonly saved: string | undefined
  /** What holds when the key is not in the file; the catalogue's words where only the node knows. */
  readonly byDefault: string
  readonly isEdited: boolean
  /** It differs from another member of its group that should agree. */
  readonly differs: boolean
  /** What it runs with; undefined when it does not answer or does not tell. */
  readonly running: string | undefined
  /** Why it runs with something else than its file says; undefined while the two agree. */
  readonly drift: Drift | undefined
}

export interface MatrixRow {
  readonly key: string
  /** As the form has it: its meaning, its effect, what the search looks at. */
  readonly field: FormField
  /** Undefined for keys that 5.3.3 does not know. */
  readonly property: PropertyRow | undefined
  /** Id of one of `FIELD_GROUPS`. */
  readonly group: string
  readonly agreement: AgreementKey | undefined
  /** Of the key as such, as the catalogue words it; '' for unknown keys. */
  readonly byDefault: string
  /** One a column, in their order. */
  readonly cells: readonly MatrixCell[]
  readonly isEdited: boolean
  readonly differs: boolean
  readonly drifts: boolean
}

export interface Matrix {
  readonly columns: readonly MatrixColumn[]
  readonly rows: readonly MatrixRow[]
}

type View = ReadonlyMap<string, string>
const EMPTY_VIEW: View = new Map()

/** Files in their order: name servers by name, brokers by group, the master first. */
export function matrixOf(files: readonly MatrixFile[], program: Program): Matrix {
  const parts = files.filter((file) => file.kind === program).map(partOf)
  parts.sort(byPlace)
  const columns = parts.map((part) => part.column)
  const rows = keysIn(parts, program).map((key) => rowOf(key, parts, program))
  return { columns, rows: inGroups(rows) }
}

interface Part {
  readonly column: MatrixColumn
  readonly view: View
  readonly saved: View
  readonly running: View | undefined
}

function partOf(file: MatrixFile): Part {
  const view = viewOf(file.text)
  const values = view ?? EMPTY_VIEW
  const isSlave = trimJava(values.get('brokerRole') ?? '') === 'SLAVE'
  return {
    view: values,
    saved: viewOf(file.saved) ?? EMPTY_VIEW,
    running: file.running === null ? undefined : new Map(file.running),
    column: {
      node: file.node,
      kind: file.kind,
      role: file.kind === 'namesrv' ? 'namesrv' : isSlave ? 'slave' : 'master',
      group: file.kind === 'namesrv' ? '' : trimJava(values.get('brokerName') ?? ''),
      isReadable: view !== undefined,
      isRunning: file.running !== null,
      source: file.source,
    },
  }
}

/** What Java holds after reading a text; undefined when it cannot be read. */
function viewOf(text: string | null): View | undefined {
  if (text === null) return undefined
  const parsed = parsedFile(text)
  return parsed.status === 'ok' ? parsed.values : undefined
}

const ROLE_ORDER = { master: 0, slave: 1, namesrv: 2 } as const

function byPlace(left: Part, right: Part): number {
  const [a, b] = [left.column, right.column]
  return compareNames(a.group, b.group) || ROLE_ORDER[a.role] - ROLE_ORDER[b.role] || compareNames(a.node, b.node)
}

function compareNames(left: string, right: string): number {
  return left.localeCompare(right, 'en', { numeric: true })
}

const OWNERS = { broker: BROKER_FILE_OWNERS, namesrv: NAMESRV_FILE_OWNERS } as const
/** Keys that every matrix shows; those of tiered storage and of the embedded controller only where a file has them. */
const SHOWN_OWNERS = {
  broker: BROKER_FILE_OWNERS.filter((owner) => owner !== 'tiered'),
  namesrv: NAMESRV_FILE_OWNERS.filter((owner) => owner !== 'controller'),
} as const

function keysIn(parts: readonly Part[], program: Program): string[] {
  const keys = new Set(keysOf(SHOWN_OWNERS[program]))
  for (const part of parts) {
    for (const key of part.view.keys()) keys.add(key)
    for (const key of part.saved.keys()) keys.add(key)
  }
  return [...keys]
}

function rowOf(key: string, parts: readonly Part[], program: Program): MatrixRow {
  const property = rowFor(key, OWNERS[program])
  const agreement = program === 'broker' ? agreementOf(key) : undefined
  const differing = agreement === undefined ? undefined : differingIn(key, property, parts, agreement.among)
  const cells = parts.map((part, index) => cellOf(key, property, part, differing?.has(index) === true))
  return {
    key,
    field: fieldOf(program, key) ?? unknownField(program, key),
    property,
    group: property?.group ?? UNKNOWN_GROUP,
    agreement,
    byDefault: programDefault(key, property, program),
    cells,
    isEdited: cells.some((cell) => cell.isEdited),
    differs: cells.some((cell) => cell.differs),
    drifts: cells.some((cell) => cell.drift !== undefined),
  }
}

function cellOf(key: string, property: PropertyRow | undefined, part: Part, differs: boolean): MatrixCell {
  const value = part.view.get(key)
  const saved = part.saved.get(key)
  const running = part.running?.get(key)
  const byDefault = defaultIn(key, property, part.view, part.column.kind)
  return {
    node: part.column.node,
    value,
    saved,
    byDefault,
    isEdited: value !== saved,
    differs,
    running,
    drift: running === undefined ? undefined : driftIn(key, property, part, running),
  }
}

/** A text made of what runs differs from it in nothing but what the node found out by itself. */
function driftIn(key: string, property: PropertyRow | undefined, part: Part, running: string): Drift | undefined {
  const { source, kind, role } = part.column
  const drift = driftOf({
    key,
    property,
    saved: part.saved.get(key),
    byDefault: defaultIn(key, property, part.saved, kind),
    running,
    isSlave: role === 'slave',
  })
  return source === 'file' || drift?.kind === 'detected' ? drift : undefined
}

/** The default as this file makes it: some follow another key. */
function defaultIn(key: string, property: PropertyRow | undefined, view: View, kind: Program): string {
  if (property === undefined) return ''
  if (property.defaultText === 'listenPort+1') {
    const port = Number(trimJava(view.get('listenPort') ?? '10911'))
    return Number.isInteger(port) ? String(port + 1) : property.defaultText
  }
  if (property.defaultText.includes('<storePathRootDir>')) {
    const root = view.get('storePathRootDir')
    return root === undefined
      ? property.defaultText
      : property.defaultText.replace('<storePathRootDir>', trimJava(root))
  }
  return programDefault(key, property, kind)
}

/** A name server gives the port it shares with brokers a default of its own. */
function programDefault(key: string, property: PropertyRow | undefined, program: Program): string {
  return key === 'listenPort' && program === 'namesrv' ? '9876' : (property?.defaultText ?? '')
}

/** Columns of those groups whose members have more than one value. */
function differingIn(
  key: string,
  property: PropertyRow | undefined,
  parts: readonly Part[],
  among: AgreementKey['among'],
): ReadonlySet<number> {
  const groups = new Map<string, number[]>()
  for (const [index, part] of parts.entries()) {
    if (!part.column.isReadable) continue
    const name = among === 'group' ? part.column.group : trimJava(part.view.get('brokerClusterName') ?? '')
    if (name === '') continue
    groups.set(name, [...(groups.get(name) ?? []), index])
  }
  const differing = new Set<number>()
  for (const members of groups.values()) {
    const values = new Set(
      members.map((index) => {
        const part = parts[index]
        if (part === undefined) return ''
        const text = part.view.get(key) ?? defaultIn(key, property, part.view, part.column.kind)
        return comparable(key, text)
      }),
    )
    if (values.size > 1) for (const index of members) differing.add(index)
  }
  return differing
}

/** Blanks around a value and the order of addresses make no difference. */
function comparable(key: string, text: string): string {
  const trimmed = trimJava(text)
  if (key !== 'namesrvAddr' && key !== 'dLegerPeers') return trimmed
  return trimmed.split(';').map(trimJava).filter(Boolean).sort().join(';')
}

const GROUP_ORDER: ReadonlyMap<string, number> = new Map(FIELD_GROUPS.map((group, index) => [group.id, index]))

/** By group, each group in the catalogue's order. */
function inGroups(rows: readonly MatrixRow[]): MatrixRow[] {
  return [...rows].sort((a, b) => (GROUP_ORDER.get(a.group) ?? 0) - (GROUP_ORDER.get(b.group) ?? 0))
}
