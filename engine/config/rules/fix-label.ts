/** The short label of a fix, for its button, made from what the fix does. Rules with a better word for it give their own. */
import { say, type BilingualText, type PropertyEdit } from '../finding.ts'

/** Longer values would not fit a button. */
const VALUE_CHARACTERS_MAX = 24

/** `Use 75`, `Remove line`, `Rename key`. */
export function fixLabelOf(edits: readonly PropertyEdit[]): BilingualText {
  const [first] = edits
  const kinds = new Set(edits.map(({ kind }) => kind))
  if (first === undefined || kinds.size > 1) return say('Repair', '修复')
  if (first.kind === 'remove') {
    return edits.length === 1
      ? say('Remove line', '删除该行')
      : say(`Remove ${edits.length} lines`, `删除 ${edits.length} 行`)
  }
  if (first.kind === 'rename') return say('Rename key', '改正键名')
  if (first.kind === 'line') return say('Rewrite line', '改写该行')
  const values = new Set(edits.map((edit) => (edit.kind === 'set' ? edit.value : '')))
  if (values.size === 1) {
    if (first.value.length > VALUE_CHARACTERS_MAX || first.value === '')
      return say(`Set ${first.key}`, `设置 ${first.key}`)
    return say(`Use ${first.value}`, `改为 ${first.value}`)
  }
  return edits.length === 2 ? say('Set both', '设置两处') : say(`Set ${edits.length} keys`, `设置 ${edits.length} 处`)
}
