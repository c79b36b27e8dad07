/** The lines of the form: group heads and fields, by filter, search and what is closed. Pure. */
import type { PropertyProgram } from '../../../../engine/config/property-support.ts'
import type { ChangedKey } from '../shared/parsed-file.ts'
import { FIELD_GROUPS, fieldOf, fieldsOf, unknownField, type FieldGroup, type FormField } from './form-fields.ts'
import { matchesField } from './form-search.ts'

export type FormFilter = 'all' | 'set' | 'changed'

export type FormItem =
  | {
      readonly kind: 'group'
      readonly id: string
      readonly group: FieldGroup
      /** Fields of it that the filter and the search let through. */
      readonly count: number
      readonly isOpen: boolean
      /** What the file sets in it, for the head of a closed group. */
      readonly values: readonly string[]
    }
  | { readonly kind: 'field'; readonly id: string; readonly field: FormField }

export interface FormSubject {
  readonly program: PropertyProgram
  readonly values: ReadonlyMap<string, string>
  readonly changes: ReadonlyMap<string, ChangedKey>
}

export interface FormView {
  readonly filter: FormFilter
  /** Words of the search; none: no search. */
  readonly words: readonly string[]
  readonly closed: ReadonlySet<string>
  /** Stays although the filter would leave it out: the field somebody types in. */
  readonly pinned: string | undefined
}

/** All fields the form can show for a file: the catalogue's, then what the file has beyond it. */
function allFields({ program, values, changes }: FormSubject): readonly FormField[] {
  const extra = [...new Set([...values.keys(), ...changes.keys()])].filter((key) => fieldOf(program, key) === undefined)
  const fields = fieldsOf(program)
  return extra.length === 0 ? fields : [...fields, ...extra.map((key) => unknownField(program, key))]
}

/** How many fields each filter shows. */
export function filterCounts(subject: FormSubject): Readonly<Record<FormFilter, number>> {
  return { all: allFields(subject).length, set: subject.values.size, changed: subject.changes.size }
}

export function formItems(subject: FormSubject, view: FormView): readonly FormItem[] {
  const { values, changes } = subject
  const { filter, words, closed, pinned } = view
  const passing = allFields(subject).filter(
    ({ key }) => key === pinned || filter === 'all' || (filter === 'set' ? values.has(key) : changes.has(key)),
  )
  const byGroup = new Map<string, FormField[]>()
  for (const field of searched(passing, values, words)) {
    const fields = byGroup.get(field.group)
    if (fields === undefined) byGroup.set(field.group, [field])
    else fields.push(field)
  }
  return FIELD_GROUPS.flatMap((group): FormItem[] => {
    const fields = byGroup.get(group.id) ?? []
    if (fields.length === 0) return []
    // A search is about what it finds: nothing of it hides in a closed group.
    const isOpen = words.length > 0 || !closed.has(group.id)
    const head: FormItem = {
      kind: 'group',
      id: `group ${group.id}`,
      group,
      count: fields.length,
      isOpen,
      values: isOpen ? [] : fields.flatMap(({ key }) => values.get(key) ?? []),
    }
    return isOpen ? [head, ...fields.map((field): FormItem => ({ kind: 'field', id: field.key, field }))] : [head]
  })
}

/** Fields that a search finds; those of a group whose title it finds where no field itself has the words. */
function searched(
  fields: readonly FormField[],
  values: ReadonlyMap<string, string>,
  words: readonly string[],
): readonly FormField[] {
  if (words.length === 0) return fields
  const found = fields.filter(({ key, search }) => matchesField(search, values.get(key), words))
  if (found.length > 0) return found
  const groups = new Set(
    FIELD_GROUPS.filter(({ search }) => matchesField(search, undefined, words)).map(({ id }) => id),
  )
  return fields.filter(({ group }) => groups.has(group))
}
