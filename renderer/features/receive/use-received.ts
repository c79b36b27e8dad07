/** Follows the consumers of a cluster while the screen is there. */
import { useEffect, useState, useSyncExternalStore } from 'react'
import { lab } from '../../api/lab.ts'
import { ReceivedList, type ReceivedSnapshot } from './received-list.ts'

export interface Received {
  readonly list: ReceivedList
  readonly snapshot: ReceivedSnapshot
  readonly failure: unknown
}

const PREVIEW_BYTES = 256

export function useReceived(cluster: string): Received {
  const [list] = useState(() => new ReceivedList())
  const [failure, setFailure] = useState<unknown>()
  const snapshot = useSyncExternalStore(list.subscribe, list.snapshot)

  useEffect(() => {
    const stream = lab.stream(
      'consumers.watch',
      { cluster, previewBytes: PREVIEW_BYTES },
      {
        onStart: () => {
          setFailure(undefined)
          list.reset()
        },
        onItems: (events) => list.take(events),
        onError: setFailure,
      },
    )
    return () => stream.close()
  }, [cluster, list])

  return { list, snapshot, failure }
}
