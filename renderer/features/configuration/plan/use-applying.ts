/** The apply that runs in the lab service, or the last one: it goes on without this window, and a reload finds it again. */
import { useEffect, useRef, useState } from 'react'
import type { ApplyState } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import { editConfig, useConfigEdits } from '../../../stores/config-edits.ts'
import { openConfig } from '../shared/config-session.ts'
import { endedSteps, isUnderWay, lostEdits } from './apply-facts.ts'

export interface Applying {
  /** Null while there was none, or nothing is known yet. */
  readonly apply: ApplyState | null
  readonly isRunning: boolean
  /** Why its progress cannot be seen. */
  readonly error: unknown
}

interface Heard {
  readonly cluster: string
  readonly apply: ApplyState | null
  readonly error: unknown
}

export function useApplying(cluster: string): Applying {
  const [heard, setHeard] = useState<Heard>({ cluster, apply: null, error: undefined })
  useEffect(() => {
    const open = lab.stream(
      'config.applying',
      { cluster },
      {
        onItems: (items) => {
          const apply = items.at(-1)
          if (apply !== undefined) setHeard({ cluster, apply, error: undefined })
        },
        onError: (error) => setHeard({ cluster, apply: null, error }),
      },
    )
    return () => open.close()
  }, [cluster])

  const apply = heard.cluster === cluster ? heard.apply : null
  const isRunning = apply !== null && isUnderWay(apply)
  // Each step that ended may have written files: what was edited and is applied now is no edit any more.
  const written = apply === null ? '' : `${apply.version} ${apply.state} ${endedSteps(apply)}`
  useEffect(() => {
    if (written !== '') void openConfig(cluster)
  }, [cluster, written])
  const watched = useRef<string>(undefined)
  useEffect(() => {
    if (apply === null) return
    const id = `${cluster} ${apply.version}`
    if (isUnderWay(apply)) watched.current = id
    else if (watched.current === id) {
      watched.current = undefined
      if (apply.state !== 'done') void bringBack(cluster, apply)
    }
  }, [cluster, apply])
  return { apply, isRunning, error: heard.cluster === cluster ? heard.error : undefined }
}

/**
 * A file that was written and rolled back counts as unedited when it was read in between: what was wanted of it comes back as an edit,
 * where nothing else was edited since.
 */
async function bringBack(cluster: string, apply: ApplyState): Promise<void> {
  try {
    const [{ files }] = await Promise.all([
      lab.call('config.version', { cluster, version: apply.version }),
      openConfig(cluster),
    ])
    const edits = useConfigEdits.getState()
    if (edits.cluster === cluster) editConfig(lostEdits(apply, files, edits))
  } catch {
    return // the version keeps them, and reverting to it brings them back
  }
}
