/** Repairs of lint's findings as edits of the store: one finding or all that are safe, each one step of undo. */
import type { Finding } from '../../../../engine/config/finding.ts'
import { applyFix, fixAll } from '../../../../engine/config/fix-all.ts'
import type { ConfigSet } from '../../../../engine/config/lint.ts'
import { editConfig, useConfigEdits, type Texts } from '../../../stores/config-edits.ts'
import { configSetOf, lintNow } from './config-problems.ts'
import { useConfigSession } from './config-session.ts'

/** Applies the repair of one finding, to whatever files it concerns. */
export function fixOne(finding: Finding): void {
  const { files } = currentSet()
  editConfig(textsOf(applyFix(files, finding)))
  lintNow()
}

/** Applies every safe repair, and those of what then shows. False when none could be applied without bringing an error. */
export function fixEverything(): boolean {
  const { files, ...surroundings } = currentSet()
  const before = useConfigEdits.getState().texts
  editConfig(textsOf(fixAll(files, surroundings).files))
  lintNow()
  return useConfigEdits.getState().texts !== before
}

function currentSet(): ConfigSet {
  return configSetOf(useConfigSession.getState(), useConfigEdits.getState().texts)
}

function textsOf(files: ConfigSet['files']): Texts {
  return Object.fromEntries(files.map((file) => [file.name, file.text]))
}
