/** The versions that were applied: what changed, when, by whom, and the way back (`config/versions/:v?`). */
import type { ReactNode } from 'react'
import { useParams } from 'react-router'

/** Takes no properties: cluster and version come from the address (`:v`). */
export function VersionsView(): ReactNode {
  const { v } = useParams()
  return <div data-testid="versions">{v}</div>
}
