/** What has to be known before editing a file: it is not ours, the node does not answer, somebody else wrote it, edits are too large. */
import type { ReactNode } from 'react'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { useTextOf, useTexts } from '../../../i18n/use-texts.ts'
import { keepMine, markOf, takeTheirs, useConfigEdits } from '../../../stores/config-edits.ts'
import { Button } from '../../../ui/button.tsx'
import { errorText } from '../../../ui/error-region.tsx'
import { list } from '../../../ui/format.ts'
import { Note } from '../../../ui/panel.tsx'
import { useConfigSession } from '../shared/config-session.ts'
import css from './edit-view.module.css'

export interface EditNotesProps {
  readonly cluster: string
  readonly file: ConfigFile
  readonly onCompare: () => void
}

export function EditNotes({ cluster, file, onCompare }: EditNotesProps): ReactNode {
  const t = useTexts(configEditTexts)
  const textOf = useTextOf()
  const { node } = file
  const isOvertaken = useConfigEdits((state) => markOf(state, node) === 'overtaken')
  const notKept = useConfigSession((session) => (session.cluster === cluster ? session.notKept : NONE))
  const failed = useConfigSession((session) => (session.cluster === cluster ? session.error : undefined))
  const reason = failed === undefined ? undefined : errorText(failed)
  return (
    <>
      {isOvertaken ? (
        <Note tone="warn" className={css.note ?? ''}>
          <p>{t('overtaken', { node })}</p>
          <span className={css.noteActions}>
            <Button size="sm" onClick={onCompare}>
              {t('showDifference')}
            </Button>
            <Button size="sm" onClick={() => keepMine(node)}>
              {t('keepMine')}
            </Button>
            <Button size="sm" onClick={() => takeTheirs(node)}>
              {t('takeTheirs')}
            </Button>
          </span>
        </Note>
      ) : null}
      {file.source === 'running' ? (
        <Note className={css.note ?? ''}>
          <p>{t('notOurs', { node })}</p>
        </Note>
      ) : null}
      {file.problem !== null ? (
        <Note tone="warn" className={css.note ?? ''}>
          <p>{textOf(file.problem)}</p>
        </Note>
      ) : file.running === null ? (
        <Note className={css.note ?? ''}>
          <p>{t('noAnswer', { node })}</p>
        </Note>
      ) : null}
      {notKept.length > 0 ? (
        <Note tone="warn" className={css.note ?? ''}>
          <p>{t('notKept', { names: list(notKept, t.language) })}</p>
        </Note>
      ) : null}
      {reason === undefined ? null : (
        <Note tone="warn" className={css.note ?? ''}>
          <p>{t('notRefreshed', { reason: typeof reason === 'string' ? reason : textOf(reason) })}</p>
        </Note>
      )}
    </>
  )
}

const NONE: readonly string[] = []
