/** The registration of a broker at a name server: thin dots, ✕ and red when it is gone, the age of the last heartbeat in words. */
import { EdgeLabelRenderer } from '@xyflow/react'
import type { Edge, EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../../i18n/use-texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { duration } from '../../ui/format.ts'
import { markColor } from '../../ui/tone.ts'
import type { Route } from './edge-route.ts'
import { useCardFigures } from './graph-figures.ts'
import { useGraphNow } from './graph-ui.ts'
import css from './registration-edge.module.css'
import { topologyTexts } from './topology-texts.ts'

export type RegistrationEdgeType = Edge<
  {
    readonly broker: string
    /** Address of the name server, as the broker's registrations name it. */
    readonly namesrv: string
    readonly route: Route
    readonly isLabelled: boolean
  },
  'registration'
>

const LABEL_FROM_PIXELS = 130

export const RegistrationEdge = memo(function RegistrationEdge({ data }: EdgeProps<RegistrationEdgeType>): ReactNode {
  const broker = useCardFigures(data?.broker ?? '')
  const registration = broker?.registrations.find((each) => each.namesrv === data?.namesrv)
  if (data === undefined || registration === undefined) return null
  const { route, isLabelled } = data
  const isGone = !registration.isRegistered
  const color = markColor(isGone ? 'bad' : 'ok')
  const isRoomy = route.labelLength >= LABEL_FROM_PIXELS && route.labelSide === 'around'
  const cross = isRoomy && isLabelled ? undefined : route.points.length > 4 ? route.nearEnd : route.label
  return (
    <>
      <path d={route.path} fill="none" stroke={color} strokeWidth={1.3} strokeDasharray="1 4" strokeLinecap="round" />
      {isGone && cross !== undefined ? (
        <path
          d={`M${cross.x - 5} ${cross.y - 5}l10 10M${cross.x + 5} ${cross.y - 5}l-10 10`}
          stroke={color}
          strokeWidth={2}
        />
      ) : null}
      {isLabelled ? (
        <EdgeLabelRenderer>
          <span
            className={classNames(css.label, isGone ? 'bad' : 't3')}
            style={{
              transform: isRoomy
                ? `translate(-50%, -50%) translate(${route.label.x}px, ${route.label.y}px)`
                : `translate(10px, -50%) translate(${route.label.x}px, ${route.label.y}px)`,
            }}
          >
            <Words isGone={isGone} atMs={registration.lastHeartbeatAtMs} isShort={!isRoomy} />
          </span>
        </EdgeLabelRenderer>
      ) : null}
    </>
  )
})

function Words({ isGone, atMs, isShort }: { isGone: boolean; atMs: number | null; isShort: boolean }): ReactNode {
  const t = useTexts(topologyTexts)
  const nowMs = useGraphNow()
  if (isGone) return isShort ? null : t('registrationGone')
  if (atMs === null) return isShort ? null : t('registered')
  const age = duration(nowMs - atMs, t.language)
  return isShort ? age : t('heartbeatAgo', { age })
}
