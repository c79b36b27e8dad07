/** Shown instead of everything when the host no longer knows this window: what happened and the command that opens a new one. */
import type { ReactNode } from 'react'
import { lab } from '../../api/lab.ts'
import { frameTexts } from '../../i18n/frame.ts'
import { useTextOf, useTexts } from '../../i18n/use-texts.ts'
import { useConnection } from '../../stores/connection.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { BrandMark, IconRestart } from '../../ui/icons.tsx'
import css from './signed-out.module.css'

const COMMAND = 'mqlab serve --open'

export function SignedOut(): ReactNode {
  const t = useTexts(frameTexts)
  const textOf = useTextOf()
  const { explanation } = useConnection()
  return (
    <main className={css.page}>
      <div className={css.box}>
        <BrandMark />
        <h1>{t('signedOutTitle')}</h1>
        <p className="t2">{explanation === undefined ? t('signedOutText') : textOf(explanation)}</p>
        <div className={css.command}>
          <code>{COMMAND}</code>
          <CopyButton text={COMMAND} />
        </div>
        <Button icon={IconRestart} onClick={lab.retryNow}>
          {t('tryNow')}
        </Button>
      </div>
    </main>
  )
}
