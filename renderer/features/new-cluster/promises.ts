/** What a shape promises when something fails: the rows of "If this happens". Pure; texts by key. */
import type { DraftShape } from '../../../engine/contract/new-cluster-api.ts'
import type { Tone } from '../../ui/tone.ts'
import type { newClusterTexts } from './new-cluster-texts.ts'

type TextKey = keyof typeof newClusterTexts.texts

export interface PromiseCell {
  readonly text: Extract<
    TextKey,
    | 'goesOn'
    | 'otherMaster'
    | 'stops'
    | 'fromSlave'
    | 'fromOthers'
    | 'nothing'
    | 'notCopiedYet'
    | 'notCopiedEver'
    | 'allUntil'
    | 'allEver'
    | 'slaveNotAvailable'
    | 'knownOnly'
    | 'notFlushed'
  >
  readonly tone?: Tone
}

export interface PromiseRow {
  readonly event: Extract<TextKey, 'masterStops' | 'diskLost' | 'slaveStops' | 'nameServerStops' | 'powerFails'>
  readonly sending: PromiseCell
  readonly receiving: PromiseCell
  readonly missing: PromiseCell
}

const GOES_ON: PromiseCell = { text: 'goesOn' }
const NOTHING: PromiseCell = { text: 'nothing' }
const STOPS: PromiseCell = { text: 'stops', tone: 'bad' }

export function promisesOf(shape: DraftShape): PromiseRow[] {
  const hasSlaves = shape.slavesPerMaster > 0
  const isSync = hasSlaves && shape.replication === 'sync'
  const sending: PromiseCell = shape.masters > 1 ? { text: 'otherMaster' } : STOPS
  const receiving: PromiseCell = hasSlaves
    ? { text: 'fromSlave' }
    : shape.masters > 1
      ? { text: 'fromOthers', tone: 'warn' }
      : STOPS
  const rows: PromiseRow[] = [
    {
      event: 'masterStops',
      sending,
      receiving,
      missing: isSync ? NOTHING : { text: hasSlaves ? 'notCopiedYet' : 'allUntil', tone: 'warn' },
    },
    {
      event: 'diskLost',
      sending,
      receiving,
      missing: isSync ? NOTHING : { text: hasSlaves ? 'notCopiedEver' : 'allEver', tone: 'bad' },
    },
  ]
  if (hasSlaves) {
    rows.push({
      event: 'slaveStops',
      // A send waits for one slave; another takes its place where there is one.
      sending: isSync && shape.slavesPerMaster === 1 ? { text: 'slaveNotAvailable', tone: 'warn' } : GOES_ON,
      receiving: GOES_ON,
      missing: NOTHING,
    })
  }
  const isOnlyName = shape.nameServers === 1
  rows.push({
    event: 'nameServerStops',
    sending: isOnlyName ? { text: 'knownOnly', tone: 'warn' } : GOES_ON,
    receiving: isOnlyName ? { text: 'knownOnly', tone: 'warn' } : GOES_ON,
    missing: NOTHING,
  })
  rows.push({
    event: 'powerFails',
    sending: STOPS,
    receiving: STOPS,
    missing: shape.flush === 'SYNC_FLUSH' ? NOTHING : { text: 'notFlushed', tone: 'bad' },
  })
  return rows
}
