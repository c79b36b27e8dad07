/** One version: when, by whom, why, how it ended; its files against the version before or against now; the way back to it. */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { ConfigVersion } from '../../../../engine/contract/config-api.ts'
import { configVersionsTexts } from '../../../i18n/config-versions.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { configPath } from '../../../routes/addresses.ts'
import { useStandsFor } from '../../../stores/command-strip.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import { usePolled } from '../../../stores/polled.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { SelectField } from '../../../ui/field.tsx'
import { list, moment } from '../../../ui/format.ts'
import { IconUndo } from '../../../ui/icons.tsx'
import { DetailHead } from '../../../ui/list-detail.tsx'
import { Loading } from '../../../ui/loading.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { useNow } from '../../../ui/use-now.ts'
import { applyCommand } from '../matrix/matrix-commands.ts'
import { FileDiff } from './file-diff.tsx'
import { filePairs, revertOf, textsOf } from './version-files.ts'
import type { FilePair } from './version-files.ts'
import { ResultMark } from './result-mark.tsx'
import { changeWords } from './version-words.ts'
import css from './versions.module.css'

export interface VersionDetailProps {
  readonly cluster: string
  readonly version: ConfigVersion
  /** The next older one there is. */
  readonly before: ConfigVersion | undefined
}

const NO_TEXTS = {}

export function VersionDetail({ cluster, version, before }: VersionDetailProps): ReactNode {
  const t = useTexts(configVersionsTexts)
  const navigate = useNavigate()
  const nowMs = useNow(10_000)
  const number = version.version
  const [against, setAgainst] = useState<'before' | 'now'>(before === undefined ? 'now' : 'before')
  const files = usePolled('config.version', { cluster, version: number }, 0)
  const older = usePolled('config.version', before === undefined ? null : { cluster, version: before.version }, 0)
  const edits = useConfigEdits()
  const now = edits.cluster === cluster ? edits.texts : NO_TEXTS
  const texts = useMemo(() => (files.value === undefined ? undefined : textsOf(files.value.files)), [files.value])
  const revert = texts === undefined ? undefined : revertOf(texts, now)
  const canRevert = revert !== undefined && Object.keys(revert.texts).length > 0
  useStandsFor({
    says: t('standsFor', { version: number }),
    command: applyCommand(cluster, Object.keys(canRevert ? revert.texts : (texts ?? NO_TEXTS))),
  })
  const goBack = (): void => {
    if (!canRevert) return
    editConfig(revert.texts)
    void navigate(configPath(cluster, 'plan'))
  }
  const other = against === 'before' ? older : files
  const author = { window: 'byWindow', mqlab: 'byMqlab', first: 'byFirst' } as const
  return (
    <>
      <DetailHead
        name={t('versionName', { version: number })}
        marks={version.author === 'first' ? null : <ResultMark result={version.result} />}
        actions={
          <Button
            icon={IconUndo}
            isDisabled={!canRevert}
            title={t('revertHint')}
            {...(revert !== undefined && !canRevert ? { reason: t('revertSame') } : {})}
            onClick={goBack}
          >
            {t('revert')}
          </Button>
        }
      />
      <div className={css.facts}>
        <p>
          {moment(version.atMs, nowMs, t.language)} · {t(author[version.author])} · {changeWords(version, t)}
        </p>
        <p className={version.note === '' ? 't3' : undefined}>{version.note === '' ? t('noNote') : version.note}</p>
        <p className="t3">{revert !== undefined && !canRevert ? t('revertSame') : t('revertHint')}</p>
        {revert === undefined || revert.gone.length === 0 ? null : (
          <p className="warn">{t('revertGone', { nodes: list(revert.gone, t.language), n: revert.gone.length })}</p>
        )}
      </div>
      {other.error !== undefined && other.value === undefined ? (
        <ErrorRegion
          title={t('filesFailed', { version: against === 'before' ? (before?.version ?? number) : number })}
          error={other.error}
          onRetry={() => void other.refresh()}
        />
      ) : files.error !== undefined && texts === undefined ? (
        <ErrorRegion
          title={t('filesFailed', { version: number })}
          error={files.error}
          onRetry={() => void files.refresh()}
        />
      ) : texts === undefined || (against === 'before' && older.value === undefined && before !== undefined) ? (
        <Loading what={t('theFiles', { version: number })} rows={8} />
      ) : (
        <Compared
          key={`${number} ${against}`}
          pairs={
            against === 'now'
              ? filePairs(texts, now)
              : filePairs(older.value === undefined ? NO_TEXTS : textsOf(older.value.files), texts)
          }
          fromName={
            against === 'now'
              ? t('versionName', { version: number })
              : t('versionName', { version: before?.version ?? number })
          }
          toName={against === 'now' ? t('now') : t('versionName', { version: number })}
          switcher={
            before === undefined ? (
              <span className="t3">{t('noneBefore', { version: number })}</span>
            ) : (
              <Segmented
                label={t('against')}
                value={against}
                options={[
                  { value: 'before', label: t('againstBefore') },
                  { value: 'now', label: t('againstNow') },
                ]}
                onChange={setAgainst}
                size="sm"
              />
            )
          }
        />
      )}
    </>
  )
}

interface ComparedProps {
  readonly pairs: readonly FilePair[]
  readonly fromName: string
  readonly toName: string
  readonly switcher: ReactNode
}

function Compared({ pairs, fromName, toName, switcher }: ComparedProps): ReactNode {
  const t = useTexts(configVersionsTexts)
  const [chosen, setChosen] = useState<string>()
  const pair = pairs.find((each) => each.node === chosen) ?? pairs[0]
  return (
    <Panel className={css.compared ?? ''}>
      <div className={css.compareBar}>
        {switcher}
        {pair === undefined ? null : (
          <SelectField
            label={t('node')}
            isLabelHidden
            value={pair.node}
            options={pairs.map((each) => ({
              value: each.node,
              label: each.isSame ? each.node : t('nodeChanged', { node: each.node, n: Math.max(1, each.keys) }),
            }))}
            onChange={setChosen}
            size="sm"
            className={css.nodeField ?? ''}
          />
        )}
      </div>
      {pair === undefined || pairs.every((each) => each.isSame) ? (
        <Empty title={t('sameAll')} />
      ) : pair.isSame ? (
        <Empty title={t('same')} />
      ) : (
        <>
          {pair.after === null ? <p className={css.remark}>{t('onlyThere', { node: pair.node })}</p> : null}
          <FileDiff
            label={t('diffOf', { node: pair.node, from: fromName, to: toName })}
            before={pair.before ?? ''}
            after={pair.after ?? ''}
          />
        </>
      )}
    </Panel>
  )
}
