/**
 * What the strip under the screen shows. A screen says it by `useStandsFor({ says, command })`; the last one mounted wins and takes its
 * words with it when it goes.
 */
import { useEffect } from 'react'
import { create } from 'zustand'

export interface StandsFor {
  /** "The lag of broker-a-s stands for"; the general words when left out. */
  readonly says?: string | undefined
  readonly command: string
  /** Behind the command, as a shell comment. */
  readonly comment?: string | undefined
  /** The line for the window's own mqadmin console; left out when it is no mqadmin command. */
  readonly mqadminLine?: string | undefined
}

interface StripStore {
  readonly shown: StandsFor | null
}

export const useStrip = create<StripStore>()(() => ({ shown: null }))

/** Shows this while the component is there; `null` shows nothing. */
export function useStandsFor(standsFor: StandsFor | null): void {
  const { says, command, comment, mqadminLine } = standsFor ?? { command: '' }
  useEffect(() => {
    const shown = command === '' ? null : { says, command, comment, mqadminLine }
    useStrip.setState({ shown })
    return () => useStrip.setState((state) => (state.shown === shown ? { shown: null } : state))
  }, [says, command, comment, mqadminLine])
}
