/** The apply that runs in the lab service, or the last one: it goes on without this window, and a reload finds it again. */
import { useEffect, useState } from 'react'
import type { ApplyState } from '../../../../engine/contract/config-api.ts'
import { lab } from '../../../api/lab.ts'
import { openConfig } from '../shared/config-session.ts'
import { endedSteps, isUnderWay } from './apply-facts.ts'

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
  return { apply, isRunning, error: heard.cluster === cluster ? heard.error : undefined }
}
