/**
 * Logs: one pane with all nodes in time order, or a pane for each; filter, search, the first error of each node pinned. Dead
 * nodes' logs are there too and end with how the node ended.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import * as z from 'zod'
import type { NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'
import { logsTexts } from '../../i18n/logs.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useClusterName } from '../../routes/use-cluster-name.ts'
import { useQuery } from '../../routes/use-query.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import { useNodes } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { ErrorRegion } from '../../ui/error-region.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { IconFilter, IconSearch } from '../../ui/icons.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Screen, ScreenBar, ScreenBody } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import type { TerminalHandle } from '../../ui/terminal.ts'
import { FileSearch } from './file-search.tsx'
import { FirstErrors } from './first-errors.tsx'
import { LogBuffer } from './log-buffer.ts'
import { LogPane } from './log-pane.tsx'
import css from './logs.module.css'
import { useFirstErrors } from './use-first-errors.ts'

const QUERY = z.object({
  view: z.enum(['merged', 'panes']).default('merged'),
  node: z.string().optional(),
  q: z.string().default(''),
  level: z.enum(['all', 'warn', 'error']).default('all'),
})

const ALL = '*'

export function LogsScreen(): ReactNode {
  const t = useTexts(logsTexts)
  const cluster = useClusterName()
  const nodes = useNodes(cluster)
  const ours = useMemo(() => nodes.filter((node) => node.isOurs), [nodes])
  const [query, setQuery] = useQuery(QUERY)
  const [searched, setSearched] = useState<string>()
  const { buffer, failure, retry } = useLogBuffer(cluster, ours)
  const errors = useFirstErrors(cluster, ours)
  const panes = useRef(new Set<TerminalHandle>())

  const chosen = ours.filter((node) => query.node === undefined || node.name === query.node)
  const nameWidth = Math.max(0, ...ours.map((node) => node.name.length))
  useStandsFor(standsFor(chosen, cluster, t))

  const register = useCallback((handle: TerminalHandle) => {
    panes.current.add(handle)
    return () => {
      panes.current.delete(handle)
    }
  }, [])
  const find = (text: string, direction: 'next' | 'previous'): void => {
    if (text === '') return
    for (const { search } of panes.current) {
      if (direction === 'next') search.findNext(text)
      else search.findPrevious(text)
    }
  }

  if (nodes.length > 0 && ours.length === 0) {
    return (
      <Screen>
        <PageHeader title={t('title')} scope={cluster} answer={t('answerAttached')} />
        <ScreenBody>
          <Empty title={t('answerAttached')} />
        </ScreenBody>
      </Screen>
    )
  }

  return (
    <Screen>
      <PageHeader
        title={t('title')}
        scope={cluster}
        answer={errors.length === 0 ? t('answerQuiet') : t('answerErrors', { n: errors.length })}
      />
      <ScreenBar>
        <Segmented
          label={t('viewLabel')}
          value={query.view}
          options={[
            { value: 'merged', label: t('merged') },
            { value: 'panes', label: t('panes') },
          ]}
          onChange={(view) => setQuery({ view })}
        />
        <SelectField
          label={t('nodes')}
          isLabelHidden
          value={query.node ?? ALL}
          options={[{ value: ALL, label: t('allNodes') }, ...ours.map(({ name }) => ({ value: name, label: name }))]}
          onChange={(node) => setQuery({ node: node === ALL ? undefined : node })}
        />
        <SelectField
          label={t('level')}
          isLabelHidden
          value={query.level}
          options={[
            { value: 'all', label: t('levelAll') },
            { value: 'warn', label: t('levelWarn') },
            { value: 'error', label: t('levelError') },
          ]}
          onChange={(level) => setQuery({ level })}
        />
        <TextField
          className={css.filter ?? ''}
          label={t('filter')}
          isLabelHidden
          placeholder={t('filter')}
          value={query.q}
          onChange={(q) => setQuery({ q })}
          icon={<IconFilter />}
          isFilter
          onKeyDown={(event) => {
            if (event.key === 'Enter') find(query.q, event.shiftKey ? 'previous' : 'next')
          }}
        />
        <Button icon={IconSearch} isDisabled={query.q === ''} reason={t('filter')} onClick={() => setSearched(query.q)}>
          {t('searchFiles')}
        </Button>
      </ScreenBar>
      <FirstErrors
        errors={errors}
        onShow={(line) => {
          setQuery({ node: query.view === 'panes' ? undefined : line.node, level: 'all', q: '' })
          // The pane draws anew first; its own search then finds the line.
          requestAnimationFrame(() => find(line.text.replace(/^\S+ \S+ \S+\s+/, '').slice(0, 60), 'previous'))
        }}
      />
      <ScreenBody
        isPadded={false}
        scrolls={false}
        drawer={
          searched === undefined ? undefined : (
            <FileSearch
              key={searched}
              cluster={cluster}
              nodes={chosen.map((node) => node.name)}
              text={searched}
              onClose={() => setSearched(undefined)}
            />
          )
        }
      >
        {failure !== undefined ? (
          <ErrorRegion error={failure} onRetry={retry} />
        ) : query.view === 'merged' ? (
          <LogPane
            buffer={buffer}
            label={query.node === undefined ? t('logOfAll') : t('logOf', { node: query.node })}
            {...(query.node === undefined ? {} : { node: query.node })}
            {...(query.node === undefined ? {} : { health: chosen[0]?.health ?? 'unknown' })}
            text={query.q}
            level={query.level}
            nameWidth={nameWidth}
            onOpen={register}
          />
        ) : (
          <div className={css.panes} data-count={Math.min(chosen.length, 6)}>
            {chosen.map((node) => (
              <LogPane
                key={node.name}
                buffer={buffer}
                label={t('logOf', { node: node.name })}
                node={node.name}
                health={node.health}
                text={query.q}
                level={query.level}
                nameWidth={nameWidth}
                onOpen={register}
              />
            ))}
          </div>
        )}
      </ScreenBody>
    </Screen>
  )
}

/** The command for what is shown: one node's log, or all of them. */
function standsFor(
  chosen: readonly NodeView[],
  cluster: string,
  t: ReturnType<typeof useTexts<typeof logsTexts.texts>>,
): { readonly says: string; readonly command: string } | null {
  const [first] = chosen
  if (first === undefined) return null
  return { says: t('stands', { node: first.name }), command: `mqlab logs ${first.name} -f --name ${cluster}` }
}

/** Follows the logs of the nodes while the screen is there; starts over when the set of nodes changes. */
function useLogBuffer(
  cluster: string,
  nodes: readonly NodeView[],
): { readonly buffer: LogBuffer; readonly failure: unknown; readonly retry: () => void } {
  const names = nodes.map((node) => node.name).join('\n')
  const [round, setRound] = useState(0)
  const [failure, setFailure] = useState<unknown>()
  // A new buffer for each set of nodes: panes draw it from its beginning.
  const buffer = useMemo(() => {
    void names
    void round
    return new LogBuffer()
  }, [names, round])

  useEffect(() => {
    if (names === '') return undefined
    const stream = lab.stream(
      'logs.follow',
      { cluster, nodes: names.split('\n') },
      {
        onStart: (isAgain) => {
          if (isAgain) setRound((before) => before + 1)
        },
        onItems: (events) => {
          for (const event of events) {
            if (event.t === 'lines') buffer.add(event.lines)
            else if (event.t === 'restarted') buffer.add([{ node: event.node, remark: 'restarted', how: undefined }])
            else buffer.add([{ node: event.node, remark: 'ended', how: event.how }])
          }
        },
        onError: setFailure,
      },
    )
    return () => stream.close()
  }, [buffer, cluster, names])

  return {
    buffer,
    failure,
    retry: () => {
      setFailure(undefined)
      setRound(round + 1)
    },
  }
}
