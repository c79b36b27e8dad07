/** What the command strip says of the Topology screen: of the fault being chosen, else of what is selected, else of the whole. */
import type { ClusterHead, NodeView, PairView } from '../../../engine/contract/state.ts'
import { useTexts } from '../../i18n/use-texts.ts'
import { useStandsFor } from '../../stores/command-strip.ts'
import type { StandsFor } from '../../stores/command-strip.ts'
import { shellWord } from '../../stores/shell-word.ts'
import type { ClientGroup } from './client-groups.ts'
import type { clientTexts } from './client-texts.ts'
import { type FaultDraft, faultCommand } from './link-faults.ts'
import { linkTexts } from './link-texts.ts'
import { commandOf } from './node-actions.ts'
import type { Translate } from '../../i18n/use-texts.ts'
import type { topologyTexts } from './topology-texts.ts'

/** Shows the command of a draft while its popover is open. */
export function useDraftShown(pair: PairView, draft: FaultDraft): void {
  const t = useTexts(linkTexts)
  useStandsFor({ says: t('standsFor', { slave: pair.slave }), command: faultCommand(pair, draft) })
}

/** The words for a chosen client group. A producer's command needs a topic that the brokers do not tell: it stands without. */
export function standsForClient(
  { namesrvAddr }: Pick<ClusterHead, 'namesrvAddr'>,
  { role, group }: Pick<ClientGroup, 'role' | 'group'>,
  t: Translate<(typeof clientTexts)['texts']>,
): StandsFor {
  const line =
    role === 'consumer'
      ? `consumerConnection -g ${shellWord(group)}`
      : `producerConnection -g ${shellWord(group)} -t TOPIC`
  const command = `mqadmin ${line}${namesrvAddr === '' ? '' : ` -n ${shellWord(namesrvAddr)}`}`
  return { says: t('stands', { group }), command, mqadminLine: line }
}

/** The words for what is selected. */
export function standsForNode(
  head: ClusterHead,
  node: NodeView | undefined,
  pair: PairView | undefined,
  masterAddress: string | undefined,
  t: Translate<(typeof topologyTexts)['texts']>,
): StandsFor {
  const namesrv = head.namesrvAddr === '' ? '' : ` -n ${head.namesrvAddr.split(';')[0] ?? ''}`
  if (node === undefined) {
    return head.kind === 'lab'
      ? { says: t('standsCluster'), command: `mqlab status --name ${head.name}` }
      : { says: t('standsCluster'), command: `mqadmin clusterList${namesrv}`, mqadminLine: 'clusterList' }
  }
  if (node.isOurs && (node.state === 'killed' || node.state === 'stopped' || node.state === 'crashed'))
    return { says: t('standsStart', { name: node.name }), ...commandOf('start', node) }
  if (node.role === 'namesrv')
    return {
      says: t('standsNamesrv', { name: node.name }),
      command: `mqadmin clusterList -n ${node.address}`,
      mqadminLine: 'clusterList',
    }
  if (pair !== undefined && masterAddress !== undefined) {
    const line = `haStatus -b ${masterAddress}`
    return { says: t('standsLag', { name: node.name }), command: `mqadmin ${line}${namesrv}`, mqadminLine: line }
  }
  const line = `brokerStatus -b ${node.address}`
  return { says: t('standsBroker', { name: node.name }), command: `mqadmin ${line}${namesrv}`, mqadminLine: line }
}
