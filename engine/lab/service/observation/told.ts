/** Something that a step of the observation noticed and wants told as a happening. */
import type { Happening } from '../../../contract/state.ts'
import type { NewHappening } from '../context.ts'

export type HappeningKind = Happening['kind']

export interface Told {
  readonly what: NewHappening
  readonly atMs: number
  /**
   * An act of the user that may have been done elsewhere (`mqlab kill` in a shell). It is told only when nobody tells one of
   * these within some seconds; undefined: told at once.
   */
  readonly unless: readonly HappeningKind[] | undefined
}
