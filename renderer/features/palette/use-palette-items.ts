/** The palette's items, live: the mirror of the lab, and topics, groups and mqadmin commands asked for when it opens. */
import { useEffect, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { lab } from '../../api/lab.ts'
import type { TextPair } from '../../i18n/define-texts.ts'
import { useCluster, useClusters, useFaults, useNodes, usePairs } from '../../stores/lab.ts'
import { useCurrentCluster } from '../../stores/last-cluster.ts'
import { itemsOf } from './palette-items.ts'
import type { PaletteSubject } from './palette-items.ts'
import type { PaletteItem } from './palette-search.ts'

interface Asked {
  /** The cluster it was asked of. */
  readonly of: string
  readonly topics: readonly string[]
  readonly groups: readonly string[]
  readonly commands: readonly { readonly name: string; readonly help: TextPair }[]
  readonly properties: PaletteSubject['properties']
}

const NOTHING: Asked = { of: '', topics: [], groups: [], commands: [], properties: [] }

export function usePaletteItems(onKeyList: () => void): readonly PaletteItem[] {
  const navigate = useNavigate()
  const name = useCurrentCluster()
  const cluster = useCluster(name)
  const clusters = useClusters()
  const nodes = useNodes(name)
  const pairs = usePairs(name)
  const faults = useFaults(name)
  const asked = useAsked(name)
  return useMemo(
    () =>
      itemsOf(
        { cluster, clusters, nodes, pairs, faults, ...asked },
        { go: (path) => void navigate(path), showKeys: onKeyList },
      ),
    [cluster, clusters, nodes, pairs, faults, asked, navigate, onKeyList],
  )
}

/** What is not in the mirror. Whatever does not answer is left out: the palette stays usable without it. */
function useAsked(cluster: string): Asked {
  const [asked, setAsked] = useState<Asked>(NOTHING)
  useEffect(() => {
    if (cluster === '') return
    let isCurrent = true
    const add = (part: Partial<Asked>): void => {
      if (!isCurrent) return
      setAsked((before) => ({ ...(before.of === cluster ? before : NOTHING), ...part, of: cluster }))
    }
    const ignore = (): void => undefined
    lab
      .call('topics.list', { cluster })
      .then(
        ({ topics }) => add({ topics: topics.filter((row) => row.kind !== 'system').map((row) => row.topic) }),
        ignore,
      )
    lab.call('groups.list', { cluster }).then(({ groups }) => add({ groups: groups.map((row) => row.group) }), ignore)
    lab.call('mqadmin.commands', {}).then(({ commands }) => add({ commands }), ignore)
    // The catalogue is large and comes when the palette is first opened.
    import('./palette-properties.ts').then(({ PROPERTIES }) => add({ properties: PROPERTIES }), ignore)
    return () => {
      isCurrent = false
    }
  }, [cluster])
  return asked.of === cluster ? asked : NOTHING
}
