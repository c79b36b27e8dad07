/**
 * The matrix of the configuration: keys by brokers, edited in place, with the plan beside it. Stands below the shared header
 * (`config/matrix`); filter, search and what is compared are part of the address.
 */
import { useCallback, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { configPlanTexts } from '../../../i18n/config-plan.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useClusterName } from '../../../routes/use-cluster-name.ts'
import { useQuery } from '../../../routes/use-query.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import { useConnection } from '../../../stores/connection.ts'
import { useCluster } from '../../../stores/lab.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ErrorRegion } from '../../../ui/error-region.tsx'
import { IconRight } from '../../../ui/icons.tsx'
import { PlanPanel } from '../plan/plan-panel.tsx'
import { usePlanAnswer } from '../plan/plan-answer.ts'
import { useApplying } from '../plan/use-applying.ts'
import { useEditedFiles, usePlan } from '../plan/use-plan.ts'
import { useConfigFiles } from '../shared/use-config-files.ts'
import { useProblems } from '../shared/use-problems.ts'
import { useViewAnswer, ViewActions } from '../shared/view-head.tsx'
import { effectOf } from '../edit/field-words.ts'
import { focusCell } from './cell-place.ts'
import type { CellPlace } from './cell-place.ts'
import { CellStrip, MatrixStrip } from './cell-strip.tsx'
import { MatrixBar } from './matrix-bar.tsx'
import { textsWith, valueToWrite } from './matrix-edits.ts'
import { MatrixEmpty } from './matrix-empty.tsx'
import { MatrixGrid } from './matrix-grid.tsx'
import { MatrixLegend } from './matrix-legend.tsx'
import { matrixOf } from './matrix-model.ts'
import type { MatrixFile } from './matrix-model.ts'
import { matrixQuery } from './matrix-query.ts'
import { filterCounts, linesOf } from './matrix-rows.ts'
import { driftSentence, groupsSentence } from './matrix-sentence.ts'
import css from './matrix.module.css'
import { RowDialog } from './row-dialog.tsx'
import { useTyped } from './use-typed.ts'

/** Takes no properties: the cluster comes from the address, the files from the stores. */
export function MatrixView(): ReactNode {
  const t = useTexts(configMatrixTexts)
  const plans = useTexts(configPlanTexts)
  const cluster = useClusterName()
  const isOurs = useCluster(cluster)?.kind !== 'attached'
  const [query, setQuery] = useQuery(matrixQuery)
  const writeSearch = useCallback((q: string) => setQuery({ q }), [setQuery])
  const [search, setSearch] = useTyped(query.q, writeSearch)
  const program = query.of
  const isAgainst = isOurs && query.against === 'running'
  const { error: readError, again: readAgain } = useConfigFiles()
  // A lost connection has its own bar.
  const { status } = useConnection()
  const files = useMatrixFiles()
  const matrix = useMemo(() => matrixOf(files, program), [files, program])
  const counts = useMemo(() => filterCounts(matrix.rows, program), [matrix, program])
  const filter = query.show === 'drift' && !isAgainst ? 'all' : query.show
  const lines = useMemo(() => linesOf(matrix, { filter, query: search, program }), [matrix, filter, search, program])
  const { byNode } = useProblems()
  const [active, setActive] = useState<CellPlace | null>(null)
  const rootRef = useRef<HTMLDivElement>(null)
  const [rowKey, setRowKey] = useState<string | null>(null)

  const applying = useApplying(cluster)
  const isPlanOpen = query.plan === 'open' || (query.plan === undefined && applying.isRunning)
  // Each plan asks every node what it runs with: none is made that nobody sees.
  const planned = usePlan(cluster, applying.isRunning || !isPlanOpen)
  const answer = usePlanAnswer(cluster, planned, applying, false)
  const hasEdits = useEditedFiles(cluster).length > 0
  useViewAnswer(isAgainst ? driftSentence(matrix, t) : (answer ?? (hasEdits ? null : groupsSentence(matrix, t))))

  const edit = (node: string, key: string, typed: string | null): void => {
    const row = matrix.rows.find((each) => each.key === key)
    const cell = row?.cells.find((each) => each.node === node)
    // What was not changed is not written: an untouched field of an unset key stays unset.
    if (row === undefined || cell === undefined || typed === (cell.value ?? '')) return
    const value = typed === null ? null : valueToWrite(row.property, typed)
    editConfig(textsWith(useConfigEdits.getState().texts, [node], key, value))
  }
  const row = matrix.rows.find((each) => each.key === rowKey)
  const editRow = (key: string): void => {
    if (active?.key !== key) setActive({ key, column: 0 })
    setRowKey(key)
  }
  /** The dialog is gone at once, and cannot give the focus back. */
  const closeRow = (): void => {
    setRowKey(null)
    requestAnimationFrame(() => {
      if (active !== null) focusCell(rootRef.current, active)
    })
  }
  const activeRow = matrix.rows.find((each) => each.key === active?.key)
  return (
    <div ref={rootRef} className={css.matrix}>
      <ViewActions>
        <Button
          icon={IconRight}
          isPressed={isPlanOpen}
          onClick={() => setQuery({ plan: isPlanOpen ? 'closed' : 'open' })}
        >
          {plans('planApply')}
        </Button>
      </ViewActions>
      <div className={css.main}>
        <MatrixBar
          query={query}
          search={search}
          onSearch={setSearch}
          filter={filter}
          counts={counts}
          hasFiles={isOurs}
          onChange={setQuery}
        />
        {readError === undefined || status !== 'open' ? null : (
          <ErrorRegion title={t('notReadAgain')} error={readError} onRetry={() => void readAgain()} />
        )}
        {matrix.columns.length === 0 ? (
          <Empty title={t('noFiles', { cluster })} />
        ) : (
          <MatrixGrid
            key={program}
            label={t(program === 'broker' ? 'matrixOf' : 'matrixOfNamesrv', { cluster })}
            columns={matrix.columns}
            {...{ program, lines, isAgainst, isOurs, byNode, active }}
            onActive={setActive}
            onEdit={edit}
            onEditRow={editRow}
            empty={
              <MatrixEmpty
                query={search}
                filter={filter}
                onClear={() => setSearch('')}
                onShowAll={() => setQuery({ show: 'all' })}
              />
            }
          />
        )}
        <MatrixLegend isAgainst={isAgainst} />
      </div>
      {isPlanOpen ? (
        <PlanPanel
          cluster={cluster}
          planned={planned}
          applying={applying}
          onClose={() => setQuery({ plan: 'closed' })}
        />
      ) : null}
      {active === null || activeRow === undefined ? (
        isPlanOpen ? null : (
          <MatrixStrip cluster={cluster} program={program} />
        )
      ) : (
        <CellStrip cluster={cluster} place={active} row={activeRow} columns={matrix.columns} isOurs={isOurs} />
      )}
      {row === undefined ? null : (
        <RowDialog
          key={row.key}
          {...{ cluster, row, program }}
          columns={matrix.columns}
          isHot={effectOf(row.field, isOurs) === 'now'}
          onClose={closeRow}
        />
      )}
    </div>
  )
}

const NO_MATRIX_FILES: readonly MatrixFile[] = []

/** The files with their edits. */
function useMatrixFiles(): readonly MatrixFile[] {
  const cluster = useClusterName()
  const { files } = useConfigFiles()
  const { cluster: edited, saved, texts } = useConfigEdits()
  const isOfThis = edited === cluster
  return useMemo(
    () =>
      isOfThis
        ? files.map((file) => ({
            node: file.node,
            kind: file.kind,
            source: file.source,
            running: file.running,
            saved: saved[file.node] ?? null,
            text: texts[file.node] ?? null,
          }))
        : NO_MATRIX_FILES,
    [files, isOfThis, saved, texts],
  )
}
