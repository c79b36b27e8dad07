/** From a chosen client to a node that it is connected to: thin and grey, because it is no replication and has no health. */
import type { Edge, EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import type { Route } from './edge-route.ts'

export type ClientEdgeType = Edge<{ readonly route: Route }, 'client'>

export const ClientEdge = memo(function ClientEdge({ data }: EdgeProps<ClientEdgeType>): ReactNode {
  if (data === undefined) return null
  const end = data.route.points[data.route.points.length - 1]
  return (
    <>
      <path
        d={data.route.path}
        fill="none"
        stroke="var(--focus)"
        strokeWidth={1.3}
        strokeDasharray="5 4"
        data-client-line
      />
      {end === undefined ? null : <circle cx={end.x} cy={end.y} r={3} fill="var(--focus)" />}
    </>
  )
})
