/** What a cluster of the lab really takes on the disk (logs are laid out ahead), asked once when it is wanted. `undefined` until known, or when nobody can tell. */
import { useEffect, useState } from 'react'
import { lab } from '../../api/lab.ts'

export function useStoredBytes(cluster: string, nodes: readonly string[], isWanted: boolean): number | undefined {
  const [bytes, setBytes] = useState<number | undefined>(undefined)
  const key = nodes.join(' ')
  useEffect(() => {
    if (!isWanted || key === '') return
    let isCurrent = true
    void Promise.all(key.split(' ').map((node) => lab.call('store.node', { cluster, node }))).then(
      (stores) => {
        if (!isCurrent) return
        const known = stores.flatMap((store) => (store.storedBytes === null ? [] : [store.storedBytes]))
        setBytes(known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0))
      },
      () => {
        if (isCurrent) setBytes(undefined)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [cluster, key, isWanted])
  return bytes
}
