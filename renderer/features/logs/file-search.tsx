/** Lines found in the whole files, newest first, beside the panes. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { LogLine } from '../../../engine/contract/console-api.ts'
import { lab } from '../../api/lab.ts'
import { logsTexts } from '../../i18n/logs.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { IconClose } from '../../ui/icons.tsx'
import { Loading } from '../../ui/loading.tsx'
import css from './logs.module.css'

const LINES_MAX = 500

export interface FileSearchProps {
  readonly cluster: string
  readonly nodes: readonly string[]
  readonly text: string
  readonly onClose: () => void
}

export function FileSearch({ cluster, nodes, text, onClose }: FileSearchProps): ReactNode {
  const t = useTexts(logsTexts)
  const [found, setFound] = useState<{ readonly lines: readonly LogLine[]; readonly isTruncated: boolean }>()
  const [failure, setFailure] = useState<unknown>()
  const names = nodes.join('\n')

  useEffect(() => {
    let isGone = false
    lab.call('logs.search', { cluster, nodes: names.split('\n'), text, max: LINES_MAX }).then(
      (answer) => {
        if (!isGone) setFound(answer)
      },
      (error: unknown) => {
        if (!isGone) setFailure(error)
      },
    )
    return () => {
      isGone = true
    }
  }, [cluster, names, text])

  return (
    <aside className={css.search} aria-label={t('searchResults', { text })}>
      <div className={css.searchHead}>
        <div>
          <h2>{t('searchResults', { text })}</h2>
          {found === undefined ? null : (
            <p>
              {found.isTruncated
                ? t('searchMore', { n: found.lines.length })
                : t('searchCount', { n: found.lines.length })}
            </p>
          )}
        </div>
        <Button variant="ghost" size="sm" icon={IconClose} label={t('close')} title={t('close')} onClick={onClose} />
      </div>
      {failure !== undefined ? (
        <ErrorRegion error={failure} />
      ) : found === undefined ? (
        <Loading what={t('searchFiles')} />
      ) : found.lines.length === 0 ? (
        <p className={css.searchNone}>{t('searchNone')}</p>
      ) : (
        <ol className={css.searchLines} tabIndex={0} aria-label={t('searchResults', { text })}>
          {found.lines.map((line) => (
            <li key={`${line.node} ${line.file} ${line.position}`} data-level={line.level}>
              <b>{line.node}</b> {line.text}
            </li>
          ))}
        </ol>
      )}
    </aside>
  )
}
