/** One run as it goes on (number 0: single sends): its state and its latest result rows. */
import { useEffect, useState } from 'react'
import type { RunView, SendRow } from '../../../engine/contract/messages-api.ts'
import { lab } from '../../api/lab.ts'

/** Rows shown; the service keeps more and gives them with the report. */
export const ROWS_MAX = 10_000

export interface LiveRun {
  readonly run: RunView | undefined
  /** Newest first. */
  readonly rows: readonly SendRow[]
  readonly failure: unknown
}

const NOTHING: LiveRun = { run: undefined, rows: [], failure: undefined }

export function useRun(cluster: string, number: number | undefined): LiveRun {
  const [live, setLive] = useState<LiveRun>(NOTHING)

  useEffect(() => {
    if (number === undefined) return undefined
    const stream = lab.stream(
      'runs.watch',
      { cluster, number },
      {
        onStart: () => setLive(NOTHING),
        onItems: (events) => {
          setLive((before) => {
            let { run, rows } = before
            for (const event of events) {
              if (event.t === 'run') run = event.value
              else rows = [...event.rows.toReversed(), ...rows].slice(0, ROWS_MAX)
            }
            return { run, rows, failure: undefined }
          })
        },
        onError: (failure) => setLive((before) => ({ ...before, failure })),
      },
    )
    return () => {
      stream.close()
      setLive(NOTHING)
    }
  }, [cluster, number])

  return live
}
