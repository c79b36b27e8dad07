/**
 * A screen of named things (topics, groups): the list with filter and kinds at the left, what is chosen at the right, and the states of
 * both: loading, failed, old, nothing chosen. What the things are is the caller's; dialogs are its children.
 */
import type { ReactNode } from 'react'
import type { TextPair } from '../i18n/define-texts.ts'
import { resourcesTexts } from '../i18n/resources.ts'
import { useTextOf, useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import { Empty } from './empty.tsx'
import { ErrorRegion } from './error-region.tsx'
import { TextField } from './field.tsx'
import { IconFilter, IconPlus, IconRestart } from './icons.tsx'
import { ListDetail } from './list-detail.tsx'
import { Loading } from './loading.tsx'
import { PageHeader } from './page-header.tsx'
import { Screen, ScreenBody } from './screen.tsx'
import { Segmented } from './segmented.tsx'
import { StaleNote } from './stale-note.tsx'

/** What a repeated call brought so far. */
export interface Reading<T> {
  readonly value: T | undefined
  readonly error: unknown
  readonly staleSinceMs: number | undefined
  readonly refresh: () => Promise<void>
}

interface ReadingWords {
  /** What is waited for. */
  readonly loading: string
  readonly failed: string
}

export interface ResourceScreenProps<K extends string, L extends { readonly problems: readonly TextPair[] }, D> {
  readonly title: string
  readonly scope: string
  readonly answer: string
  readonly create: {
    readonly label: string
    readonly isAllowed: boolean
    readonly reason: TextPair | undefined
    readonly onClick: () => void
  }
  /** What is looked for, and of which kind; part of the address. */
  readonly query: { readonly q: string; readonly kind: K }
  readonly kinds: readonly { readonly value: K; readonly label: string }[]
  readonly onQuery: (change: { readonly q?: string; readonly kind?: K }) => void
  readonly list: Reading<L> & { readonly label: string; readonly words: ReadingWords; readonly table: ReactNode }
  readonly detail: Reading<D> & {
    /** Undefined: nothing is chosen. */
    readonly name: string | undefined
    readonly words: ReadingWords
    readonly choose: { readonly title: string; readonly text: string }
    readonly view: (value: D) => ReactNode
  }
  readonly children?: ReactNode
}

export function ResourceScreen<K extends string, L extends { readonly problems: readonly TextPair[] }, D>(
  props: ResourceScreenProps<K, L, D>,
): ReactNode {
  const { title, scope, answer, create, query, kinds, onQuery, list, detail, children } = props
  const words = useTexts(resourcesTexts)
  const textOf = useTextOf()
  const problems = list.value?.problems ?? []
  return (
    <Screen>
      <PageHeader
        title={title}
        scope={scope}
        answer={answer}
        actions={
          <>
            <Button
              variant="ghost"
              icon={IconRestart}
              label={words('refresh')}
              title={words('refresh')}
              onClick={() => void Promise.all([list.refresh(), detail.refresh()])}
            />
            <Button
              variant="primary"
              icon={IconPlus}
              isDisabled={!create.isAllowed}
              {...(create.reason === undefined ? {} : { reason: textOf(create.reason) })}
              onClick={create.onClick}
            >
              {create.label}
            </Button>
          </>
        }
      />
      <ScreenBody isPadded={false} scrolls={false}>
        <ListDetail
          listLabel={list.label}
          bar={
            <>
              <TextField
                label={words('filter')}
                isLabelHidden
                placeholder={words('filter')}
                icon={<IconFilter />}
                value={query.q}
                onChange={(q) => onQuery({ q })}
                isFilter
              />
              <Segmented
                label={words('kinds')}
                size="sm"
                value={query.kind}
                options={kinds}
                onChange={(kind) => onQuery({ kind })}
              />
            </>
          }
          list={list.value === undefined ? <Waiting {...list} rows={8} /> : list.table}
          foot={
            list.staleSinceMs !== undefined ? (
              <StaleNote sinceMs={list.staleSinceMs} />
            ) : problems.length > 0 ? (
              problems.map((problem) => <p key={problem.en}>{textOf(problem)}</p>)
            ) : undefined
          }
        >
          {detail.name === undefined ? (
            <Empty title={detail.choose.title}>{detail.choose.text}</Empty>
          ) : detail.value === undefined ? (
            <Waiting {...detail} rows={10} />
          ) : (
            detail.view(detail.value)
          )}
        </ListDetail>
      </ScreenBody>
      {children}
    </Screen>
  )
}

/** Nothing is here yet, or nothing came. */
function Waiting(
  props: Pick<Reading<unknown>, 'error' | 'refresh'> & { readonly words: ReadingWords; readonly rows: number },
): ReactNode {
  const { error, words, rows, refresh } = props
  if (error === undefined) return <Loading what={words.loading} rows={rows} />
  return <ErrorRegion title={words.failed} error={error} onRetry={() => void refresh()} />
}
