/** The editor: files by host, form and text of one file on one document, problems of file and cluster (`config/edit/:node?`). */
import type { ReactNode } from 'react'
import { useParams } from 'react-router'

/** Takes no properties: cluster and node come from the address, the texts from the stores. */
export function EditView(): ReactNode {
  const { node } = useParams()
  return <div data-testid="edit">{node}</div>
}
