/** The header's sentence while something is edited or applied: by the plan where it fits, else by the catalogue, at once. */
import { useMemo } from 'react'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useConfigEdits } from '../../../stores/config-edits.ts'
import { useCluster } from '../../../stores/lab.ts'
import { useConfigFiles } from '../shared/use-config-files.ts'
import { useProblems } from '../shared/use-problems.ts'
import { catalogueEffect, countEffects, editedKeys } from './edited-keys.ts'
import type { EffectCounts } from './edited-keys.ts'
import { planAnswer } from './plan-sentence.ts'
import type { Applying } from './use-applying.ts'
import { useEditedFiles } from './use-plan.ts'
import type { Planned } from './use-plan.ts'

export function usePlanAnswer(cluster: string, planned: Planned, applying: Applying, isPage: boolean): string | null {
  const t = useTexts(configPlanTexts)
  const hasEdits = useEditedFiles(cluster).length > 0
  const { errors } = useProblems()
  return planAnswer({ planned, applying, hasEdits, errors, counts: useEditCounts(cluster), isPage }, t)
}

function useEditCounts(cluster: string): EffectCounts {
  const { files } = useConfigFiles()
  const isOurs = useCluster(cluster)?.kind !== 'attached'
  const { cluster: edited, saved, texts } = useConfigEdits()
  const isOfThis = edited === cluster
  return useMemo(() => {
    const programs = new Map(files.map((file) => [file.node, file.kind]))
    const changes = isOfThis ? editedKeys(saved, texts) : []
    return countEffects(
      changes.map(({ node, key }) => ({ key, effect: catalogueEffect(key, programs.get(node) ?? 'broker', isOurs) })),
    )
  }, [files, isOurs, isOfThis, saved, texts])
}
