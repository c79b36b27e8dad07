/**
 * What the active cell stands for, in the strip under the screen, and what the matrix does while there is none. Children of their own,
 * so that neither wipes the words of the plan.
 */
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { useStandsFor } from '../../../stores/command-strip.ts'
import { useCluster, useNode } from '../../../stores/lab.ts'
import { useMqadminCommand } from '../../../stores/mqadmin-line.ts'
import { shellWord } from '../../../stores/shell-word.ts'
import { effectOf } from '../edit/field-words.ts'
import { FIRST_COLUMNS } from './cell-place.ts'
import type { CellPlace } from './cell-place.ts'
import { applyCommand, commandOfCell } from './matrix-commands.ts'
import { nodesIn } from './matrix-edits.ts'
import type { MatrixColumn, MatrixRow, Program } from './matrix-model.ts'

export interface CellStripProps {
  readonly cluster: string
  readonly place: CellPlace
  readonly row: MatrixRow
  readonly columns: readonly MatrixColumn[]
  readonly isOurs: boolean
}

export function CellStrip({ cluster, place, row, columns, isOurs }: CellStripProps): ReactNode {
  const t = useTexts(configMatrixTexts)
  const at = place.column - FIRST_COLUMNS
  const column = columns[at]
  const cell = row.cells[at]
  const node = useNode(cluster, column?.node ?? '')
  const head = useCluster(cluster)
  const { key } = row
  const isHot = column?.kind === 'broker' && effectOf(row.field, isOurs) === 'now'
  const { command, mqadminLine } =
    column === undefined || cell === undefined
      ? { command: applyCommand(cluster, nodesIn({ kind: 'all' }, columns)), mqadminLine: undefined }
      : commandOfCell(
          { cluster, key, value: cell.value ?? cell.byDefault, isHot },
          column.node,
          node?.address,
          head?.namesrvAddr,
        )
  useStandsFor({
    says: column === undefined ? t('standsForRow') : t('standsForCell', { key, node: column.node }),
    command,
    ...(mqadminLine === undefined ? {} : { mqadminLine }),
    ...(isHot || column === undefined ? {} : { comment: t('standsForFile') }),
  })
  return null
}

/** The values that run, node by node. */
export function MatrixStrip({ cluster, program }: { readonly cluster: string; readonly program: Program }): ReactNode {
  const head = useCluster(cluster)
  const [brokerCluster] = head?.brokerClusters ?? []
  const commandOf = useMqadminCommand(cluster)
  const ofBrokers = brokerCluster === undefined ? undefined : `getBrokerConfig -c ${shellWord(brokerCluster)}`
  const line = program === 'namesrv' ? 'getNamesrvConfig' : ofBrokers
  useStandsFor(line === undefined ? null : { command: commandOf(line), mqadminLine: line })
  return null
}
