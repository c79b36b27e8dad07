/** What the fields of the form can ask for. */
import type { Finding } from '../../../../engine/config/finding.ts'

/** The same object from one drawing to the next. */
export interface FieldActions {
  /** `typedAtMs` for keystrokes. */
  readonly set: (key: string, value: string, typedAtMs?: number) => void
  readonly reset: (key: string) => void
  readonly choose: (key: string) => void
  readonly fix: (finding: Finding) => void
}
