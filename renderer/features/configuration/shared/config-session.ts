/**
 * The files of the cluster whose configuration is looked at: read from the service, read again when something may have changed, their
 * edits kept as a document of the service so that a reload loses nothing. Knows no component; `use-config-files.ts` is its hook.
 */
import * as z from 'zod'
import { create } from 'zustand'
import { configEditsKey } from '../../../../engine/contract/config-api.ts'
import type { ConfigFile } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import {
  keptEdits,
  NO_EDITS,
  useConfigEdits,
  withKept,
  withSaved,
  type ConfigEdits,
  type KeptEdits,
  type Texts,
} from '../../../stores/config-edits.ts'
import { useLab } from '../../../stores/lab.ts'

/** How long after the last edit the edits are written down. */
const KEEP_AFTER_MS = 400

export interface ConfigSession {
  /** '' before the first. */
  readonly cluster: string
  readonly status: 'loading' | 'ready' | 'failed'
  readonly files: readonly ConfigFile[]
  readonly namesrvAddr: string
  /** By machine, for the rules about several files. */
  readonly hostAddresses: Readonly<Record<string, readonly string[]>>
  /** Why the files were not read the last time. Files read before stay. */
  readonly error: unknown
  /** Files whose edits are too large to outlive a reload. */
  readonly notKept: readonly string[]
}

const NO_SESSION: ConfigSession = {
  cluster: '',
  status: 'loading',
  files: [],
  namesrvAddr: '',
  hostAddresses: {},
  error: undefined,
  notKept: [],
}

export const useConfigSession = create<ConfigSession>()(() => NO_SESSION)

const keptDocument = z.record(z.string().max(255), z.object({ began: z.string(), text: z.string() }))

interface Reading {
  readonly cluster: string
  readonly done: Promise<void>
  /** Asked for while this one is under way. */
  next?: Promise<void>
}

let reading: Reading | undefined

/**
 * Makes `cluster` the one that is edited, and reads its files. Asked again for the same one it reads them anew, after the reading that
 * is under way: what that one saw may be older than the question.
 */
export function openConfig(cluster: string): Promise<void> {
  if (useConfigSession.getState().cluster !== cluster) {
    keepNow()
    useConfigSession.setState({ ...NO_SESSION, cluster })
  }
  if (reading?.cluster === cluster) {
    reading.next ??= reading.done.then(() =>
      useConfigSession.getState().cluster === cluster ? openConfig(cluster) : undefined,
    )
    return reading.next
  }
  const mine: Reading = {
    cluster,
    done: readFiles(cluster).finally(() => {
      if (reading === mine) reading = undefined
    }),
  }
  reading = mine
  return mine.done
}

async function readFiles(cluster: string): Promise<void> {
  const isCurrent = (): boolean => useConfigSession.getState().cluster === cluster
  const isFirst = useConfigEdits.getState().cluster !== cluster
  try {
    const [answer, kept] = await Promise.all([
      lab.call('config.files', { cluster }),
      isFirst ? loadKept(cluster) : Promise.resolve({}),
    ])
    if (!isCurrent()) return
    const before = useConfigSession.getState()
    const files = answer.files.map((file) => sameAsBefore(before.files, file))
    useConfigEdits.setState((state) => {
      const read = withSaved(state, cluster, textsOf(files, state.cluster === cluster ? state : NO_EDITS))
      return isFirst ? withKept(read, kept) : read
    })
    useConfigSession.setState({
      status: 'ready',
      files: hasSameItems(before.files, files) ? before.files : files,
      namesrvAddr: answer.namesrvAddr,
      hostAddresses: isEqual(before.hostAddresses, answer.hostAddresses) ? before.hostAddresses : answer.hostAddresses,
      error: undefined,
    })
    keepNow()
  } catch (error) {
    if (!isCurrent()) return
    useConfigSession.setState((state) => ({ status: state.status === 'ready' ? 'ready' : 'failed', error }))
  }
}

/** As read; of an edited file that cannot be read just now as it was, so that the edit is not lost. */
function textsOf(files: readonly ConfigFile[], edits: ConfigEdits): Texts {
  return Object.fromEntries(
    files.flatMap(({ node, text }) => {
      const known = text ?? (node in edits.began ? edits.saved[node] : undefined)
      return known === undefined ? [] : [[node, known]]
    }),
  )
}

/** The object read before where nothing in it changed: what is drawn from it is not drawn again. */
function sameAsBefore(before: readonly ConfigFile[], file: ConfigFile): ConfigFile {
  const known = before.find((each) => each.node === file.node)
  return known !== undefined && isEqual(known, file) ? known : file
}

function hasSameItems(before: readonly ConfigFile[], after: readonly ConfigFile[]): boolean {
  return before.length === after.length && before.every((file, index) => file === after[index])
}

/** For values that came as JSON from the same writer. */
function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}

async function loadKept(cluster: string): Promise<KeptEdits> {
  try {
    const parsed = keptDocument.safeParse((await lab.call('documents.load', { key: configEditsKey(cluster) })).value)
    return parsed.success ? parsed.data : {}
  } catch {
    return {} // without them the files as they are can still be edited
  }
}

let keepTimer: ReturnType<typeof setTimeout> | undefined
/** Of which cluster edits wait to be written down. */
let waiting = ''

useConfigEdits.subscribe((state, before) => {
  const isSameCluster = state.cluster === before.cluster && state.cluster !== ''
  if (!isSameCluster || (state.texts === before.texts && state.began === before.began)) return
  waiting = state.cluster
  clearTimeout(keepTimer)
  keepTimer = setTimeout(keepNow, KEEP_AFTER_MS)
})

// Edits go with their cluster: another one of the same name has other files.
useLab.subscribe((state, before) => {
  const { cluster } = useConfigEdits.getState()
  if (!(cluster in before.clusters) || cluster in state.clusters) return
  waiting = ''
  useConfigEdits.setState(NO_EDITS)
  useConfigSession.setState(NO_SESSION)
})

if (typeof addEventListener === 'function') addEventListener('pagehide', keepNow)

/** Writes the edits down without waiting any longer. */
function keepNow(): void {
  clearTimeout(keepTimer)
  const state = useConfigEdits.getState()
  if (waiting === '' || waiting !== state.cluster) return
  waiting = ''
  const { cluster } = state
  const { kept, tooLarge } = keptEdits(state)
  useConfigSession.setState({ notKept: tooLarge })
  // The bar of the lost connection tells that the service is gone; the next reading that succeeds writes them down.
  void lab.call('documents.save', { key: configEditsKey(cluster), value: kept }).catch(() => {
    waiting ||= cluster
  })
}
