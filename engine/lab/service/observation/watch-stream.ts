/**
 * One window's view of the state: a snapshot, then differences. A window that is slow gets the latest of each entity later and
 * everything that happened in order; one that is very late gets a new snapshot.
 */
import type { LabEvent, LabState } from '../../../contract/state.ts'
import type { StopStream, StreamSink } from '../../../contract/rpc.ts'

/** Differences that wait for one window; above it a snapshot takes their place. */
const WAITING_MAX = 4000

export interface WatchParts {
  readonly snapshot: () => LabState
  readonly onEvents: (listener: (events: readonly LabEvent[]) => void) => () => void
}

export function watchStream({ snapshot, onEvents }: WatchParts, sink: StreamSink<LabEvent>): StopStream {
  const waiting = new Map<string, LabEvent>()
  let needsSnapshot = true
  const flush = (): void => {
    if (!sink.isReady) return
    if (needsSnapshot) {
      needsSnapshot = false
      waiting.clear()
      sink.push([{ t: 'snapshot', state: snapshot() }])
      return
    }
    if (waiting.size === 0) return
    const batch = [...waiting.values()]
    waiting.clear()
    sink.push(batch)
  }
  const stop = onEvents((events) => {
    if (!needsSnapshot) {
      for (const event of events) {
        const key = keyOf(event)
        // A later one of the same entity takes its place, at the end: what came between may depend on the order.
        waiting.delete(key)
        waiting.set(key, event)
      }
      if (waiting.size > WAITING_MAX) {
        waiting.clear()
        needsSnapshot = true
      }
    }
    flush()
  })
  sink.onReady(flush)
  flush()
  return stop
}

function keyOf(event: LabEvent): string {
  switch (event.t) {
    case 'snapshot':
    case 'service':
    case 'polled':
      return event.t
    case 'cluster':
      return `cluster/${event.value.name}/`
    case 'node':
      return `node/${event.value.cluster}/${event.value.name}`
    case 'pair':
    case 'fault':
      return `${event.t}/${event.value.cluster}/${event.value.id}`
    case 'group':
      return `group/${event.value.cluster}/${event.value.brokerName}`
    case 'happening':
      return `happening/${event.value.id}`
    case 'gone':
      return `${event.what}/${event.cluster}/${event.id}`
  }
}
