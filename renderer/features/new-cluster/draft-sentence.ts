/** The sentence of New cluster: what is being made, and what stands in the way. Pure. */
import type { DoctorFinding, DraftShape } from '../../../engine/contract/new-cluster-api.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import { numberWord } from '../../ui/format.ts'
import type { newClusterTexts } from './new-cluster-texts.ts'

type T = Translate<typeof newClusterTexts.texts>

/** `undefined` findings: not checked yet. */
export function draftSentence(shape: DraftShape, findings: readonly DoctorFinding[] | undefined, t: T): string {
  const second = findings === undefined ? '' : doctorSentence(findings, t)
  const space = t.language === 'zh' || second === '' ? '' : ' '
  return `${shapeSentence(shape, t)}${space}${second}`
}

function shapeSentence(shape: DraftShape, t: T): string {
  const word = (n: number): string => numberWord(n, t.language)
  const hosts = word(shape.machines)
  const n = shape.machines
  if (shape.slavesPerMaster === 0) {
    if (shape.masters === 1) return t('answerSingle')
    return capital(t('answerMasters', { count: word(shape.masters), hosts, n }))
  }
  const place =
    shape.machines === 1
      ? t('placeOne')
      : shape.isCrossed
        ? t('placeCrossed', { hosts, n })
        : t('placeBeside', { hosts })
  if (shape.slavesPerMaster > 1) {
    const members = word(1 + shape.slavesPerMaster)
    return capital(t('answerGroups', { count: word(shape.masters), members, place, n: shape.masters }))
  }
  if (shape.masters === 1) return t('answerPair', { place })
  return capital(t('answerPairs', { count: word(shape.masters), place }))
}

function doctorSentence(findings: readonly DoctorFinding[], t: T): string {
  const errors = findings.filter((finding) => finding.severity === 'error')
  const [first] = errors
  if (first === undefined) return t('answerReady')
  if (errors.length > 1) return capital(t('answerErrors', { count: numberWord(errors.length, t.language) }))
  if (first.field?.endsWith('/port') === true) return t('answerPortError')
  return t('answerOneError', { title: first.title[t.language] })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
