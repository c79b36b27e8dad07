/** A node's configuration as it runs against its file: one row a key, differences first seen. Pure. */
import { EngineError } from '../../../engine/base/errors.ts'
import { parseProperties, propertiesView } from '../../../engine/config/properties-text.ts'

export interface ConfigRow {
  readonly key: string
  /** As it runs; undefined when the node does not answer. */
  readonly running: string | undefined
  /** As its file says; undefined when the file leaves it out. */
  readonly file: string | undefined
  readonly isDifferent: boolean
}

/** The values of a `.properties` text as Java reads it; none where Java cannot. */
function fileValues(text: string): ReadonlyMap<string, string> {
  try {
    return propertiesView(parseProperties(text))
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-config') return new Map()
    throw error
  }
}

export function configRows(
  running: readonly (readonly [string, string])[] | null,
  fileText: string | null,
): ConfigRow[] {
  const file = fileText === null ? new Map<string, string>() : fileValues(fileText)
  const isRunning = running !== null
  const runningMap = new Map(running ?? [])
  const keys = [...new Set([...file.keys(), ...runningMap.keys()])].sort((a, b) => a.localeCompare(b, 'en'))
  return keys.map((key) => {
    const [now, then] = [runningMap.get(key), file.get(key)]
    return {
      key,
      running: now,
      file: then,
      isDifferent: isRunning && now !== undefined && then !== undefined && now.trim() !== then.trim(),
    }
  })
}

/** Rows whose key or value holds the words; with `onlySet` those of the file and those that differ. */
export function filterRows(rows: readonly ConfigRow[], words: string, onlySet: boolean): ConfigRow[] {
  const wanted = words.trim().toLowerCase()
  return rows.filter((row) => {
    if (onlySet && row.file === undefined) return false
    return wanted === '' || `${row.key} ${row.running ?? ''} ${row.file ?? ''}`.toLowerCase().includes(wanted)
  })
}
