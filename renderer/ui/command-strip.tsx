/** The strip under a screen: what is selected, hovered or was just done, and the command it stands for (window.md, rule 4). */
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { LinkButton } from './button.tsx'
import css from './command-strip.module.css'
import { CopyButton } from './copy-button.tsx'
import { IconTerminal } from './icons.tsx'

export interface CommandStripProps {
  /** "The lag of broker-a-s stands for"; the general words when left out. */
  readonly says?: string
  /** Empty: the strip keeps its place and shows nothing. */
  readonly command: string
  /** A remark behind the command, as a shell comment. */
  readonly comment?: string
  /** Address of the console with this command; left out when mqadmin has none. */
  readonly mqadminPath?: string
}

export function CommandStrip({ says, command, comment, mqadminPath }: CommandStripProps): ReactNode {
  const t = useTexts(uiTexts)
  if (command === '') return <div className={css.strip} />
  return (
    <section className={css.strip} aria-label={t('commandStrip')}>
      <span className={css.says}>{says ?? t('standsForView')}</span>
      <span className={css.prompt} aria-hidden="true">
        $
      </span>
      <code className={css.command} title={command} data-testid="command">
        {command}
        {comment === undefined ? null : <span className="t3"> # {comment}</span>}
      </code>
      <CopyButton text={command} />
      {mqadminPath === undefined ? null : (
        <LinkButton variant="ghost" size="sm" icon={IconTerminal} to={mqadminPath}>
          {t('openInMqadmin')}
        </LinkButton>
      )}
    </section>
  )
}
