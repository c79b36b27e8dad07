/** A node's configuration as it runs against its file: one row a key, differences first seen. Pure. */

export interface ConfigRow {
  readonly key: string
  /** As it runs; undefined when the node does not answer. */
  readonly running: string | undefined
  /** As its file says; undefined when the file leaves it out. */
  readonly file: string | undefined
  readonly isDifferent: boolean
}

/** The keys of a `.properties` text. Continuations and escapes as Java reads them are the configuration screen's; here lines do. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*([^#!\s=:][^\s=:]*)\s*[=:\s]\s*(.*?)\s*$/.exec(line)
    if (match?.[1] !== undefined) entries.set(match[1], match[2] ?? '')
  }
  return entries
}

export function configRows(
  running: readonly (readonly [string, string])[] | null,
  fileText: string | null,
): ConfigRow[] {
  const file = fileText === null ? new Map<string, string>() : parseProperties(fileText)
  const isRunning = running !== null
  const runningMap = new Map(running ?? [])
  const keys = [...new Set([...file.keys(), ...runningMap.keys()])].sort((a, b) => a.localeCompare(b, 'en'))
  return keys.map((key) => {
    const [now, then] = [runningMap.get(key), file.get(key)]
    return {
      key,
      running: now,
      file: then,
      isDifferent: isRunning && now !== undefined && then !== undefined && now !== then,
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
