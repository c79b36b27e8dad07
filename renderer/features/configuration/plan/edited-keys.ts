/**
 * Which keys are edited on which nodes, and when each would take effect: by the files and the catalogue alone, at once, while a plan
 * that asks the nodes is on its way. Pure.
 */
import type { PropertyProgram } from '../../../../engine/config/property-support.ts'
import type { ConfigChange } from '../../../../engine/contract/config-api.ts'
import type { Texts } from '../../../stores/config-edits.ts'
import { fieldOf, unknownField } from '../edit/form-fields.ts'
import { effectOf } from '../edit/field-words.ts'
import { changedKeys } from '../shared/parsed-file.ts'

export type Effect = ConfigChange['effect']

export interface EditedKey {
  readonly node: string
  readonly key: string
  /** Null where the key is not in the file. */
  readonly from: string | null
  readonly to: string | null
}

/** Keys whose value differs between two sets of texts, file by file. */
export function editedKeys(saved: Texts, texts: Texts): EditedKey[] {
  return Object.keys(texts).flatMap((node) =>
    [...changedKeys(saved[node] ?? '', texts[node] ?? '')].map(([key, { from, to }]) => ({ node, key, from, to })),
  )
}

/** When a change of a key takes effect, by the catalogue. What is not clear is counted as a restart. */
export function catalogueEffect(key: string, program: PropertyProgram, isOurs: boolean): Effect {
  const effect = effectOf(fieldOf(program, key) ?? unknownField(program, key), isOurs)
  if (effect === 'unclear') return 'restart'
  return effect === 'refused' ? 'none' : effect
}

export interface EffectCounts {
  readonly keys: number
  readonly now: number
  readonly restart: number
  readonly none: number
}

const STRENGTH: Readonly<Record<Effect, number>> = { none: 0, now: 1, restart: 2 }

/** Each key once, by the strongest effect it has on any node: a key that one node has to restart for needs a restart. */
export function countEffects(changes: readonly { readonly key: string; readonly effect: Effect }[]): EffectCounts {
  const strongest = new Map<string, Effect>()
  for (const { key, effect } of changes) {
    const known = strongest.get(key)
    if (known === undefined || STRENGTH[effect] > STRENGTH[known]) strongest.set(key, effect)
  }
  const count = (effect: Effect): number => [...strongest.values()].filter((each) => each === effect).length
  return { keys: strongest.size, now: count('now'), restart: count('restart'), none: count('none') }
}
