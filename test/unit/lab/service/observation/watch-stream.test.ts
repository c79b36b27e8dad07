import { describe, expect, test } from 'vitest'
import type { GroupView, LabEvent, LabState } from '../../../../../engine/contract/state.ts'
import { watchStream } from '../../../../../engine/lab/service/observation/watch-stream.ts'

const STATE = { clusters: [], nodes: [], pairs: [], faults: [], groups: [], happenings: [] } as unknown as LabState

function group(brokerName: string, state: GroupView['state']): LabEvent {
  return { t: 'group', value: { cluster: 'lab', brokerName, state, reason: null, sinceMs: null } }
}

class Window {
  isReady = true
  readonly batches: LabEvent[][] = []
  #ready: () => void = () => undefined
  readonly sink = {
    isReadyNow: () => this.isReady,
    push: (items: readonly LabEvent[]) => void this.batches.push([...items]),
    onReady: (listener: () => void) => void (this.#ready = listener),
    end: () => undefined,
    fail: () => undefined,
  }
  emit: (events: readonly LabEvent[]) => void = () => undefined

  open(): this {
    const isReady = (): boolean => this.isReady
    const sink = {
      ...this.sink,
      get isReady() {
        return isReady()
      },
    }
    watchStream(
      {
        snapshot: () => STATE,
        onEvents: (listener) => {
          this.emit = listener
          return () => undefined
        },
      },
      sink,
    )
    return this
  }

  becomeReady(): void {
    this.isReady = true
    this.#ready()
  }
}

describe('a window', () => {
  test('gets a snapshot first and then each step as one batch', () => {
    const window = new Window().open()
    window.emit([group('a', 'writable'), group('b', 'writable')])
    expect(window.batches.map((batch) => batch.map(({ t }) => t))).toEqual([['snapshot'], ['group', 'group']])
  })

  test('that is slow gets the latest of each entity, in one batch, when it is ready', () => {
    const window = new Window().open()
    window.isReady = false
    window.emit([group('a', 'read-only')])
    window.emit([group('b', 'gone'), group('a', 'writable')])
    window.becomeReady()
    expect(window.batches.slice(1)).toEqual([[group('b', 'gone'), group('a', 'writable')]])
  })

  test('an entity that went away meanwhile is told as gone, not as it last was', () => {
    const window = new Window().open()
    window.isReady = false
    const gone: LabEvent = { t: 'gone', what: 'group', cluster: 'lab', id: 'a' }
    window.emit([group('a', 'read-only'), gone])
    window.becomeReady()
    expect(window.batches.at(-1)).toEqual([gone])
  })

  test('that is very late gets a new snapshot instead of everything it missed', () => {
    const window = new Window().open()
    window.isReady = false
    for (let count = 0; count < 5000; count++) window.emit([group(`g${count}`, 'gone')])
    window.becomeReady()
    expect(window.batches.slice(1).map((batch) => batch.map(({ t }) => t))).toEqual([['snapshot']])
  })

  test('that is not ready at the start gets its snapshot when it is', () => {
    const window = new Window()
    window.isReady = false
    window.open()
    window.emit([group('a', 'gone')])
    expect(window.batches).toEqual([])
    window.becomeReady()
    expect(window.batches.map((batch) => batch.map(({ t }) => t))).toEqual([['snapshot']])
  })
})
