/** The head of the matrix: a column a file, each with the shape of its role. */
import type { ReactNode } from 'react'
import { configMatrixTexts } from '../../../i18n/config-matrix.ts'
import { useTexts } from '../../../i18n/use-texts.ts'
import { IconWarn } from '../../../ui/icons.tsx'
import { RoleShape } from '../../../ui/role-shape.tsx'
import type { MatrixColumn } from './matrix-model.ts'
import css from './matrix.module.css'

export interface MatrixHeadProps {
  readonly columns: readonly MatrixColumn[]
  readonly isAgainst: boolean
}

export function MatrixHead({ columns, isAgainst }: MatrixHeadProps): ReactNode {
  const t = useTexts(configMatrixTexts)
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={css.keyHead}>
          {t('key')}
        </th>
        <th scope="col" className={css.defaultHead}>
          {t('default')}
        </th>
        {columns.map((column) => {
          const remark = remarkOf(column, isAgainst)
          return (
            <th
              key={column.node}
              scope="col"
              className={css.nodeHead}
              title={remark && t(remark, { node: column.node })}
            >
              <span className={css.node}>
                <RoleShape role={column.role} size={18} />
                <b>{column.node}</b>
                {remark === undefined || remark === 'sourceRunning' ? null : (
                  <span className="warn">
                    <IconWarn size={14} />
                  </span>
                )}
                {remark === undefined ? null : (
                  <span className="visually-hidden">{t(remark, { node: column.node })}</span>
                )}
              </span>
            </th>
          )
        })}
        <th scope="col" className={css.effectHead}>
          {t('effect')}
        </th>
      </tr>
    </thead>
  )
}

function remarkOf(
  column: MatrixColumn,
  isAgainst: boolean,
): 'unreadable' | 'notAnswering' | 'sourceRunning' | undefined {
  if (!column.isReadable) return 'unreadable'
  if (column.source === 'running') return 'sourceRunning'
  return isAgainst && !column.isRunning ? 'notAnswering' : undefined
}
