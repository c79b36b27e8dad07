/** What a node runs with against its text and the defaults: the rows of the comparison. Pure. */
import type { PropertyRow } from '../../../../../engine/config/catalogue.ts'
import { convertText, trimJava } from '../../../../../engine/config/java-values.ts'
import type { PropertyProgram } from '../../../../../engine/config/property-support.ts'
import { fieldOf } from '../form-fields.ts'

export interface CompareRow {
  readonly key: string
  /** As the text sets it; undefined where it leaves the default. */
  readonly text: string | undefined
  readonly running: string
  readonly default: string | undefined
}

export interface Comparison {
  /** Keys that run with something else than the text says. */
  readonly different: readonly CompareRow[]
  /** How many keys of the text could be compared. */
  readonly compared: number
}

/** A key that the text leaves out should run with its default, as far as that does not depend on the machine. */
export function compareWithRunning(
  values: ReadonlyMap<string, string>,
  running: readonly (readonly [string, string])[],
  program: PropertyProgram,
): Comparison {
  const different: CompareRow[] = []
  let compared = 0
  for (const [key, now] of running) {
    const row = fieldOf(program, key)?.row
    if (row === undefined) continue
    const text = values.get(key)
    const wanted = text ?? fixedDefault(row)
    if (wanted === undefined) continue
    compared += 1
    if (sameValue(wanted, now, row.type)) continue
    different.push({ key, text, running: now, default: row.defaultText === '' ? undefined : row.defaultText })
  }
  return { different, compared }
}

/** The default, where it is the same on every machine: no expression, no folder of the user. */
function fixedDefault(row: PropertyRow): string | undefined {
  const { defaultText, type } = row
  if (/[~$<]|\s/.test(defaultText)) return undefined
  return convertText(type, defaultText, row.choices).status === 'set' ? defaultText : undefined
}

/** Java converts before it compares: `0100` and `100` are the same number. */
function sameValue(left: string, right: string, type: string): boolean {
  const [a, b] = [trimJava(left), trimJava(right)]
  if (a === b) return true
  if (type === 'boolean') return a.toLowerCase() === b.toLowerCase()
  return (type === 'int' || type === 'long' || type === 'double') && a !== '' && Number(a) === Number(b)
}
