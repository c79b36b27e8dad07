/**
 * What is to be done when no NameServer of an attached cluster answers: try now, or say where they are. As buttons of its card, as
 * a bar above its screens, and as a page in their place while nothing of it was ever seen.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ClusterHead } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useNodes } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion, errorText } from '../../ui/error-region.tsx'
import { clock } from '../../ui/format.ts'
import { IconEdit, IconRestart } from '../../ui/icons.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBody } from '../../ui/screen.tsx'
import { MarkShape } from '../../ui/state-mark.tsx'
import { ChangeAddressDialog } from './change-address-dialog.tsx'
import { kindOf, lastAnswer } from './cluster-summary.ts'
import { clustersTexts } from './clusters-texts.ts'
import css from './silent-cluster.module.css'

interface SilentProps {
  readonly head: ClusterHead
}

/** Both ways out. `onAnswer` hears what a try brought: `undefined` once it answers. */
export function SilentActions({ head, onAnswer }: SilentProps & { onAnswer: (failure: unknown) => void }): ReactNode {
  const t = useTexts(clustersTexts)
  const [isTrying, setTrying] = useState(false)
  const [isChanging, setChanging] = useState(false)
  const tryNow = async (): Promise<void> => {
    setTrying(true)
    try {
      await lab.call('clusters.tryNow', { cluster: head.name })
      onAnswer(undefined)
    } catch (failure) {
      onAnswer(failure)
    } finally {
      setTrying(false)
    }
  }
  return (
    <>
      <Button size="sm" icon={IconRestart} isBusy={isTrying} onClick={() => void tryNow()}>
        {t('tryNow')}
      </Button>
      <Button size="sm" icon={IconEdit} onClick={() => setChanging(true)}>
        {t('changeAddress')}
      </Button>
      <ChangeAddressDialog head={head} isOpen={isChanging} onClose={() => setChanging(false)} />
    </>
  )
}

/** Above the screens of a cluster that is silent now; nothing while it answers. */
export function SilentBar({ head }: SilentProps): ReactNode {
  const t = useTexts(clustersTexts)
  const textOf = useTextOf()
  const nodes = useNodes(head.name)
  const [failure, setFailure] = useState<unknown>(undefined)
  if (head.kind !== 'attached' || kindOf({ head, nodes, pairs: [] }) !== 'silent') return null
  const last = lastAnswer(nodes)
  const said = last === null ? t('saySilentNever') : t('saySilent', { clock: clock(last) })
  return (
    <section className={css.bar} aria-label={t('silentTitle', { name: head.name })}>
      <MarkShape state="unreachable" />
      <span role="status" className={css.text}>
        {failure === undefined ? said : textOf(errorText(failure))}
      </span>
      <span className={css.actions}>
        <SilentActions head={head} onAnswer={setFailure} />
      </span>
    </section>
  )
}

/** In the place of the screens: nothing of the cluster is known. */
export function SilentPage({ head }: SilentProps): ReactNode {
  const t = useTexts(clustersTexts)
  const [failure, setFailure] = useState<unknown>(undefined)
  const { name, namesrvAddr } = head
  return (
    <Screen>
      <PageHeader title={name} answer={t('saySilentNever')} />
      <ScreenBody>
        <ErrorRegion
          title={t('silentTitle', { name })}
          error={failure ?? new Error(t('silentText', { address: namesrvAddr }))}
          action={<SilentActions head={head} onAnswer={setFailure} />}
        />
      </ScreenBody>
    </Screen>
  )
}
