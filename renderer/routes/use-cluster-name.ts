/** The cluster of the address, '' outside `/c/:cluster/`. */
import { useParams } from 'react-router'

export function useClusterName(): string {
  return useParams().cluster ?? ''
}
