/** The frame around the cards of one host: its name, whose it is, the memory of its processes. Dragging its head moves all its cards. */
import type { Node, NodeProps } from '@xyflow/react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { useLab } from '../../stores/lab.ts'
import { Button } from '../../ui/button.tsx'
import { bytes } from '../../ui/format.ts'
import { IconChevron, IconRight } from '../../ui/icons.tsx'
import { useGraphUi } from './graph-ui.ts'
import css from './host-frame.module.css'
import { topologyTexts } from './topology-texts.ts'

export type FrameNode = Node<
  {
    readonly cluster: string
    readonly machine: string
    readonly isOurs: boolean
    readonly isClosed: boolean
    readonly canClose: boolean
  },
  'frame'
>

export const HostFrame = memo(function HostFrame({ data }: NodeProps<FrameNode>): ReactNode {
  const t = useTexts(topologyTexts)
  const toggle = useGraphUi((ui) => ui.toggleFrame)
  const rssBytes = useLab((state) => {
    let sum: number | null = null
    for (const node of Object.values(state.nodes)) {
      const isHere = node.cluster === data.cluster && node.machine === data.machine
      if (isHere && node.rssBytes !== null) sum = (sum ?? 0) + node.rssBytes
    }
    return sum
  })
  const label = t(data.isClosed ? 'openFrame' : 'closeFrame', { machine: data.machine })
  return (
    <div className={css.frame} data-frame={data.machine}>
      <div className={css.head}>
        {data.canClose ? (
          <Button
            variant="ghost"
            size="sm"
            icon={data.isClosed ? IconRight : IconChevron}
            label={label}
            title={label}
            className="nodrag nopan"
            onClick={() => toggle(data.machine)}
          />
        ) : null}
        <b className={css.name}>{data.machine}</b>
        <span className={css.note}>{t(data.isOurs ? 'thisMachine' : 'notOurs')}</span>
        {rssBytes === null ? null : <span className={css.memory}>{t('rss', { size: bytes(rssBytes) })}</span>}
      </div>
    </div>
  )
})
