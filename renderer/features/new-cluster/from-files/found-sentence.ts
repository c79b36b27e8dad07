/** The sentence that answers: what was found, and whether it can start. Pure. */
import type { fromFilesTexts } from '../../../i18n/from-files.ts'
import type { Translate } from '../../../i18n/use-texts.ts'
import { count } from '../../../ui/format.ts'
import type { FromFiles } from './use-from-files.ts'

export function foundSentence(
  made: Pick<FromFiles, 'isEmpty' | 'topology' | 'errorsInTheWay'>,
  t: Translate<(typeof fromFilesTexts)['texts']>,
): string {
  if (made.isEmpty) return t('answerEmpty')
  const { files, hosts } = made.topology
  const brokers = files.filter((file) => file.program === 'broker').length
  if (brokers === 0) return t('answerNone')
  const servers = files.length - brokers
  const used = hosts.filter(({ name }) => files.some((file) => file.host === name)).length
  const found = t('answerFound', {
    brokers: count(brokers),
    b: brokers,
    servers: count(servers),
    s: servers,
    hosts: count(used),
    h: used,
  })
  return made.errorsInTheWay === 0 ? t('answerReady', { found }) : t('answerErrors', { found, n: made.errorsInTheWay })
}
