/**
 * What the editor looks at, kept in the address: filter, search, comparison, the property chosen. Held here and written into the address
 * a moment later, so that neither typing nor moving the cursor waits for the router.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import * as z from 'zod'
import { useQuery, writeQuery } from '../../../routes/use-query.ts'
import type { FormFilter } from './form-items.ts'
import type { TextView } from './text/text-pane.tsx'

const QUERY = z.object({
  filter: z.enum(['all', 'set', 'changed']).default('set'),
  q: z.string().max(200).default(''),
  key: z.string().max(255).optional(),
  view: z.enum(['text', 'compare']).default('text'),
})
type Query = z.output<typeof QUERY>

const WRITE_AFTER_MS = 300

export interface EditAddress {
  readonly filter: FormFilter
  readonly query: string
  readonly chosen: string | undefined
  readonly view: TextView
  readonly setFilter: (filter: FormFilter) => void
  readonly setQuery: (query: string) => void
  readonly setView: (view: TextView) => void
  /** The same function from one drawing to the next. */
  readonly choose: (key: string) => void
  /** The query for another node. */
  readonly search: string
  /** The same with the property to show there; the same function from one drawing to the next. */
  readonly searchOf: (key: string | undefined) => string
}

export function useEditAddress(): EditAddress {
  const [address, setAddress] = useQuery(QUERY)
  const [state, setState] = useState<Query>(address)
  const written = useRef<Query>(address)

  // Somebody else led here: a link, the history.
  useEffect(() => {
    if (isSame(address, written.current)) return
    written.current = address
    setState(address)
  }, [address])
  useEffect(() => {
    if (isSame(state, written.current)) return undefined
    const timer = window.setTimeout(() => {
      written.current = state
      setAddress({ ...state, key: state.key })
    }, WRITE_AFTER_MS)
    return () => window.clearTimeout(timer)
  }, [state, setAddress])

  const change = useCallback((part: Partial<Query>): void => {
    setState((before) => ({ ...before, ...part }))
  }, [])
  const choose = useCallback((key: string): void => {
    setState((before) => (before.key === key ? before : { ...before, key }))
  }, [])
  const { filter, q, view } = state
  const search = useMemo(() => queryText({ filter, q, view }), [filter, q, view])
  const latest = useRef(state)
  useEffect(() => {
    latest.current = state
  })
  const searchOf = useCallback((key: string | undefined): string => queryText({ ...latest.current, key }), [])
  return useMemo(
    () => ({
      filter: state.filter,
      query: state.q,
      chosen: state.key,
      view: state.view,
      setFilter: (filter) => change({ filter }),
      setQuery: (q) => change({ q: q.slice(0, 200) }),
      setView: (view) => change({ view }),
      choose,
      search,
      searchOf,
    }),
    [state, change, choose, search, searchOf],
  )
}

function queryText(query: Query): string {
  return writeQuery(QUERY, new URLSearchParams(), { ...query, key: query.key }).toString()
}

function isSame(left: Query, right: Query): boolean {
  return left.filter === right.filter && left.q === right.q && left.key === right.key && left.view === right.view
}
