/** A run's spec as windows and files get it: it travels four times a second, so a large body is cut. Pure. */
import type { RunSpec } from '../../../contract/messages-api.ts'

export const SHOWN_BODY_CHARS = 2000

export function shownSpec(spec: RunSpec): { readonly spec: RunSpec; readonly isBodyCut: boolean } {
  const { body } = spec.message
  if (body.value.length <= SHOWN_BODY_CHARS) return { spec, isBodyCut: false }
  const value = body.value.slice(0, SHOWN_BODY_CHARS)
  return { spec: { ...spec, message: { ...spec.message, body: { ...body, value } } }, isBodyCut: true }
}
