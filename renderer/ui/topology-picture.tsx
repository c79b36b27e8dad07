/**
 * A cluster as a small picture in the graph's shapes (window.md 7): NameServers on top, a row a group, a column a host, so that
 * crossed slaves are seen. Decorative: whoever shows it says the same in words. `thumb` is for lists of shapes, `card` for clusters.
 */
import type { ReactNode } from 'react'
import { picturePlaces } from './topology-picture-places.ts'
import type { PictureGroup, PictureMetrics, PictureNode, PlacedLink } from './topology-picture-places.ts'
import { MarkShape } from './state-mark.tsx'
import css from './topology-picture.module.css'

export type { PictureGroup, PictureLink, PictureNode } from './topology-picture-places.ts'

export interface TopologyPictureProps {
  readonly nameServers: readonly PictureNode[]
  readonly groups: readonly PictureGroup[]
  readonly size?: 'thumb' | 'card'
  /** A plus below: numbers are free. */
  readonly isOpenEnded?: boolean
}

const METRICS: Readonly<Record<'thumb' | 'card', PictureMetrics>> = {
  thumb: { width: 84, height: 53, edge: 18, top: 9, nameGap: 22, firstRow: 27, rowGap: 15.4, square: 8.4, rowsMax: 4 },
  card: { width: 300, height: 92, edge: 60, top: 14, nameGap: 52, firstRow: 48, rowGap: 30, square: 18, rowsMax: 6 },
}

export function TopologyPicture(props: TopologyPictureProps): ReactNode {
  const { nameServers, groups, size = 'card', isOpenEnded = false } = props
  const metrics = METRICS[size]
  const places = picturePlaces(nameServers, groups, metrics)
  const stroke = size === 'card' ? 1.5 : 1.1
  return (
    <svg
      className={css.picture}
      viewBox={`0 0 ${metrics.width} ${places.height}`}
      width={metrics.width}
      height={Math.min(places.height, metrics.height + (size === 'card' ? 34 : 0))}
      fill="none"
      aria-hidden="true"
    >
      {places.links.map((link, index) => (
        <Line key={index} link={link} metrics={metrics} />
      ))}
      {places.nodes.map(({ node, x, y }, index) => (
        <g key={index} strokeWidth={stroke}>
          <Shape node={node} x={x} y={y} square={metrics.square} />
          {size === 'card' && node.mark !== undefined ? (
            <>
              <circle className={css.behindMark} cx={x + 10} cy={y - 10} r="8" />
              <g transform={`translate(${x + 4.5} ${y - 15.5})`}>
                <MarkShape state={node.mark} size={11} />
              </g>
            </>
          ) : null}
        </g>
      ))}
      {places.hidden === 0 ? null : (
        <text className={css.more} x={metrics.width / 2} y={places.height - 3}>
          +{places.hidden}
        </text>
      )}
      {isOpenEnded ? (
        <path
          className={css.plus}
          strokeWidth="1.2"
          d={`M${metrics.width / 2} ${metrics.height - 14}v11M${metrics.width / 2 - 5.5} ${metrics.height - 8.5}h11`}
        />
      ) : null}
    </svg>
  )
}

function Shape({ node, x, y, square }: { node: PictureNode; x: number; y: number; square: number }): ReactNode {
  const look = node.isDown === true ? css.down : node.role === 'master' ? css.filled : css.hollow
  if (node.role === 'namesrv') {
    const r = square / 2
    const dx = r * 0.87
    return <path className={look} d={`M${x} ${y - r}l${dx} ${r / 2}v${r}l${-dx} ${r / 2}l${-dx} ${-r / 2}v${-r}z`} />
  }
  const half = square / 2
  return <rect className={look} x={x - half} y={y - half} width={square} height={square} rx={square / 6} />
}

function Line({ link, metrics }: { link: PlacedLink; metrics: PictureMetrics }): ReactNode {
  const { x1, x2, y, state, isSync } = link
  const isCard = metrics.square > 10
  const gap = isSync ? (isCard ? 2.4 : 1.4) : 0
  const width = isCard ? (isSync ? 1.4 : 2) : 1
  const lines = isSync ? [y - gap, y + gap] : [y]
  const middle = (x1 + x2) / 2
  const hasGap = isCard && (state === 'broken' || state === 'diverged' || state === 'cut')
  return (
    <g className={css[state]} strokeWidth={width}>
      {lines.map((at) => (
        <path key={at} d={hasGap ? `M${x1} ${at}H${middle - 9}M${middle + 9} ${at}H${x2}` : `M${x1} ${at}H${x2}`} />
      ))}
      {!hasGap ? null : state === 'cut' ? (
        <path d={`M${middle - 9} ${y - 6}v12M${middle + 9} ${y - 6}v12`} strokeWidth="1.8" />
      ) : (
        <path d={`M${middle - 4} ${y - 4}l8 8M${middle + 4} ${y - 4}l-8 8`} strokeWidth="2" />
      )}
    </g>
  )
}
