/** The accounting of one run: acknowledged = delivered + on the way + missing, and what came twice or out of order. */
import type { ReactNode } from 'react'
import type { RunView } from '../../../engine/contract/messages-api.ts'
import { count } from '../../ui/format.ts'
import { Panel } from '../../ui/panel.tsx'

export function RunAccount({ run }: { run: RunView }): ReactNode {
  return (
    <Panel isPadded>
      {count(run.acknowledged)} = {count(run.delivered)} + {count(run.onTheWay)} + {count(run.missing)}
    </Panel>
  )
}
