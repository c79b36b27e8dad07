/** The first error of each node since it was started; asked again when a node starts or ends. */
import { useEffect, useState } from 'react'
import type { LogLine } from '../../../engine/contract/console-api.ts'
import type { NodeView } from '../../../engine/contract/state.ts'
import { lab } from '../../api/lab.ts'

/** Asked again after this time while the screen is open: an error may come at any moment. */
const ASK_EVERY_MS = 5000

export function useFirstErrors(cluster: string, nodes: readonly NodeView[]): readonly LogLine[] {
  const [errors, setErrors] = useState<readonly LogLine[]>([])
  const asked = nodes.map((node) => `${node.name}\t${node.state}\t${String(node.startedAtMs)}`).join('\n')

  useEffect(() => {
    if (asked === '') return undefined
    let isGone = false
    let timer: number | undefined
    const names = asked.split('\n').map((row) => row.split('\t')[0] as string)
    const ask = async (): Promise<void> => {
      const answers = await Promise.allSettled(names.map((node) => lab.call('logs.firstError', { cluster, node })))
      if (isGone) return
      setErrors(
        answers.flatMap((each) => (each.status === 'fulfilled' && each.value.line !== null ? [each.value.line] : [])),
      )
      timer = window.setTimeout(() => void ask(), ASK_EVERY_MS)
    }
    void ask()
    return () => {
      isGone = true
      window.clearTimeout(timer)
    }
  }, [cluster, asked])

  return errors
}
