/**
 * The query of the address as typed state: what a screen shows is in its address, so that reload and a pasted link restore
 * it. A value that does not fit the schema falls back to the schema's default; values that equal the default are left out.
 */
import { useCallback, useMemo } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import type * as z from 'zod'

type QueryValue = string | number | boolean | null | undefined
type Shape = Readonly<Record<string, z.ZodType>>

export interface SetQuery<T> {
  /** Changes some keys; `undefined` takes one out. `push` adds a step to the history (default: replaces). */
  (change: Partial<T>, options?: { push?: boolean }): void
}

/**
 * `const [query, setQuery] = useQuery(schema)`. Every key needs a default or has to be optional:
 * `z.object({ view: z.enum(['graph', 'table']).default('graph'), node: z.string().optional() })`. Values arrive as strings;
 * use `z.coerce.number()` for numbers. Keep the schema outside the component.
 */
export function useQuery<T extends z.ZodObject<Shape>>(schema: T): [z.output<T>, SetQuery<z.output<T>>] {
  const [params, setParams] = useSearchParams()
  const { pathname } = useLocation()
  const query = useMemo(() => readQuery(schema, params), [schema, params])
  const setQuery = useCallback<SetQuery<z.output<T>>>(
    (change, options) => {
      // On the way to another screen whose code is still being loaded: this one's query must not call it back.
      if (window.location.pathname !== pathname) return
      setParams((before) => writeQuery(schema, before, change as Record<string, QueryValue>), {
        replace: options?.push !== true,
      })
    },
    [schema, setParams, pathname],
  )
  return [query, setQuery]
}

/** The query that an address stands for. */
export function readQuery<T extends z.ZodObject<Shape>>(schema: T, params: URLSearchParams): z.output<T> {
  const known: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(schema.shape)) {
    const raw = params.get(key)
    const parsed = field.safeParse(raw ?? undefined)
    if (parsed.success) known[key] = parsed.data
    else {
      const fallback = field.safeParse(undefined)
      if (fallback.success) known[key] = fallback.data
    }
  }
  return known as z.output<T>
}

/** The address after a change; keys of others stay. */
export function writeQuery<T extends z.ZodObject<Shape>>(
  schema: T,
  before: URLSearchParams,
  change: Readonly<Record<string, QueryValue>>,
): URLSearchParams {
  const after = new URLSearchParams(before)
  for (const [key, value] of Object.entries(change)) {
    const field = schema.shape[key]
    const fallback = field?.safeParse(undefined)
    const isDefault = fallback?.success === true && fallback.data === value
    if (value === undefined || value === null || value === '' || isDefault) after.delete(key)
    else after.set(key, String(value))
  }
  return after
}
