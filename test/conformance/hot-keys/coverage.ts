/** Which hot keys were seen to take effect on a broker, which were only read back, and which have no effect there: the table. */
import { supportOf } from '../../../engine/config/property-support.ts'
import { HOT_ROWS } from './changed-values.ts'
import type { HotScenario, Unplayable } from './scenario.ts'
import { HOT_SCENARIOS, UNSEEN_KEYS } from './scenarios.ts'

export type Proof = 'behaviour' | 'read back' | 'no effect'

export interface CoverageRow {
  readonly key: string
  readonly proof: Proof
  readonly note: string
}

export function scenariosFor(engine: 'ours' | 'apache'): readonly HotScenario[] {
  return HOT_SCENARIOS.filter((scenario) => scenario.engines?.includes(engine) ?? true)
}

/** @param unplayable what this machine could not show although there is a scenario */
export function coverageOf(engine: 'ours' | 'apache', unplayable: readonly Unplayable[] = []): readonly CoverageRow[] {
  const played = new Set(scenariosFor(engine).flatMap((scenario) => scenario.keys))
  return HOT_ROWS.map(({ key }) => {
    const missing = unplayable.find((one) => one.key === key)
    if (played.has(key) && missing === undefined) return { key, proof: 'behaviour', note: '' }
    if (missing !== undefined) return { key, proof: 'read back', note: missing.reason }
    if (engine === 'ours') {
      const { hotInEngine, note } = supportOf(key, 'broker')
      if (hotInEngine !== 'now') return { key, proof: 'no effect', note: note?.en ?? '' }
    }
    return { key, proof: 'read back', note: UNSEEN_KEYS[key] ?? '' }
  })
}

/** The table as text: counts, then what was seen, then the rest with the reason where there is one. */
export function coverageText(engine: 'ours' | 'apache', rows: readonly CoverageRow[]): string {
  const of = (proof: Proof): readonly CoverageRow[] => rows.filter((row) => row.proof === proof)
  const seen = of('behaviour').map(({ key }) => key)
  const readBack = of('read back')
  const without = of('no effect')
  const noted = readBack.filter(({ note }) => note !== '').map(({ key, note }) => `  ${key}: ${note}`)
  const counts = `${seen.length} by behaviour, ${readBack.length} read back, ${without.length} accepted without effect`
  const lines = [
    `hot keys on ${engine === 'ours' ? 'our broker' : "Apache's broker"}: ${rows.length}, of which ${counts}`,
    ...wrapped(`behaviour: ${seen.join(' ')}`),
    ...wrapped(`read back: ${readBack.map(({ key }) => key).join(' ')}`),
    ...noted,
  ]
  if (without.length > 0) lines.push(...wrapped(`without effect: ${without.map(({ key }) => key).join(' ')}`))
  return `${lines.join('\n')}\n`
}

const LINE_CHARS = 120

function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line === undefined || line.length + word.length >= LINE_CHARS)
      lines.push(line === undefined ? word : `  ${word}`)
    else lines[lines.length - 1] = `${line} ${word}`
  }
  return lines
}
