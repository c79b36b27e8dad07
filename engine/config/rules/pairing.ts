/** Rules about brokers that belong together: masters, slaves, groups, clusters. */
import { say } from '../finding.ts'
import { parseHostPorts } from '../host-port.ts'
import type { FileView } from './file-view.ts'
import { groupBy, hitAt, type SetHit, type SetRule, type SetView } from './rule.ts'

export const PAIRING_RULES: readonly SetRule[] = [
  {
    id: 'duplicate-broker-id',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        [...groupBy(members.filter(hasFixedId), (view) => String(view.brokerId)).values()]
          .filter((same) => same.length > 1)
          .flatMap((same) =>
            same
              .slice(1)
              .map((view) =>
                at(
                  view,
                  view.isSet('brokerId') ? 'brokerId' : 'brokerName',
                  say(
                    `${view.text('brokerName')} with brokerId ${view.brokerId} is already ${same[0]?.file.name ?? ''}: on the name server the later registration replaces the address`,
                    `${view.text('brokerName')} 的 brokerId ${view.brokerId} 已被 ${same[0]?.file.name ?? ''} 使用：NameServer 上后注册者会替换地址`,
                  ),
                  say(
                    'one master (0) and slaves 1, 2, ... per brokerName',
                    '每个 brokerName 一个主节点（0），从节点编号 1、2……',
                  ),
                ),
              ),
          ),
      ),
  },
  {
    id: 'slave-without-master',
    severity: 'warning',
    check: (set) =>
      groups(set).flatMap((members) => {
        const alone = members.filter(
          (view) => hasFixedId(view) && !view.isMasterRole && view.text('haMasterAddress') === '',
        )
        if (members.some((view) => view.isMasterRole) || set.brokers.length < 2) return []
        return alone.map((view) =>
          at(
            view,
            'brokerName',
            say(
              `no master in these files has brokerName ${view.text('brokerName')}: the slave replicates nothing`,
              `这些文件中没有 brokerName 为 ${view.text('brokerName')} 的主节点：该从节点不会复制任何数据`,
            ),
            say('pairing is by brokerName: write it as the master does', '主从以 brokerName 配对：写成与主节点相同'),
          ),
        )
      }),
  },
  {
    id: 'sync-master-without-slave',
    severity: 'warning',
    check: (set) =>
      groups(set).flatMap((members) => {
        if (set.brokers.length < 2) return []
        const slaves = members.filter((view) => !view.isMasterRole).length
        return members
          .filter((view) => hasFixedId(view) && view.text('brokerRole') === 'SYNC_MASTER' && slaves === 0)
          .map((view) =>
            at(
              view,
              'brokerRole',
              say(
                `SYNC_MASTER ${view.text('brokerName')} has no slave in these files: sends that wait for one fail`,
                `SYNC_MASTER ${view.text('brokerName')} 在这些文件中没有从节点：需要等待从节点的发送会失败`,
              ),
              say(
                'add a slave of this brokerName, or use ASYNC_MASTER',
                '为该 brokerName 增加从节点，或改用 ASYNC_MASTER',
              ),
            ),
          )
      }),
  },
  {
    id: 'in-sync-exceeds-group',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        members
          .filter((view) => hasFixedId(view) && view.text('brokerRole') === 'SYNC_MASTER' && members.length > 1)
          .filter((view) => view.isSet('inSyncReplicas') && view.number('inSyncReplicas') > members.length)
          .map((view) =>
            at(
              view,
              'inSyncReplicas',
              say(
                `inSyncReplicas=${view.number('inSyncReplicas')}, but ${view.text('brokerName')} has ${members.length} brokers: every send times out`,
                `inSyncReplicas=${view.number('inSyncReplicas')}，但 ${view.text('brokerName')} 只有 ${members.length} 个 broker：每次发送都会超时`,
              ),
              say('count the master too', '主节点也计算在内'),
            ),
          ),
      ),
  },
  {
    id: 'group-cluster-mismatch',
    severity: 'error',
    check: (set) =>
      groups(set)
        .filter((members) => !members.some((view) => view.usesDledger))
        .flatMap((members) => clusterHits(members)),
  },
  {
    id: 'dledger-cluster-mismatch',
    severity: 'error',
    check: (set) =>
      groups(set)
        .filter((members) => members.some((view) => view.usesDledger))
        .flatMap((members) => clusterHits(members)),
  },
  {
    id: 'dledger-peers-mismatch',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        differing(
          members.filter((view) => view.usesDledger),
          'dLegerPeers',
        ).map((view) =>
          at(
            view,
            'dLegerPeers',
            say(
              'dLegerPeers differs from the other members: they do not form one group',
              'dLegerPeers 与其他成员不同：无法组成同一个组',
            ),
            say('the same list in all members', '所有成员使用同一列表'),
          ),
        ),
      ),
  },
  {
    id: 'mapped-size-group-mismatch',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        differing(members, 'mappedFileSizeCommitLog').map((view) =>
          at(
            view,
            'mappedFileSizeCommitLog',
            say(
              `mappedFileSizeCommitLog=${view.text('mappedFileSizeCommitLog')} differs inside the group: replication breaks at file ends`,
              `组内 mappedFileSizeCommitLog=${view.text('mappedFileSizeCommitLog')} 不一致：复制会在文件末尾中断`,
            ),
            say('one value per group; existing files must keep their size', '组内使用同一值；已有文件的大小不能改变'),
          ),
        ),
      ),
  },
  {
    id: 'retention-inconsistent',
    severity: 'hint',
    check: (set) =>
      groups(set).flatMap((members) =>
        differing(members, 'fileReservedTime').map((view) =>
          at(
            view,
            'fileReservedTime',
            say(
              `fileReservedTime=${view.text('fileReservedTime')} differs inside the group: a consumer that changes to the slave may miss messages`,
              `组内 fileReservedTime=${view.text('fileReservedTime')} 不一致：切换到从节点的消费者可能缺消息`,
            ),
            say('one value per group; the default is 72', '组内使用同一值，默认 72'),
          ),
        ),
      ),
  },
  {
    id: 'namesrv-lists-differ',
    severity: 'warning',
    check: (set) =>
      [...groupBy(set.brokers, (view) => view.text('brokerClusterName')).values()].flatMap((members) => {
        const listOf = (view: FileView): string => {
          const list = parseHostPorts(view.text('namesrvAddr'))
          return list.status === 'ok'
            ? list.addresses
                .map(({ host, port }) => `${host}:${port}`)
                .sort()
                .join(';')
            : ''
        }
        const given = members.filter((view) => listOf(view) !== '')
        const first = given[0] === undefined ? '' : listOf(given[0])
        return given
          .filter((view) => listOf(view) !== first)
          .map((view) =>
            at(
              view,
              'namesrvAddr',
              say(
                `this broker registers with other name servers than ${given[0]?.file.name ?? ''}: clients of one list miss brokers of the other`,
                `该 broker 注册的 NameServer 与 ${given[0]?.file.name ?? ''} 不同：使用其中一个列表的客户端会看不到另一部分 broker`,
              ),
              say('list all name servers in every file', '在每个文件中列出全部 NameServer'),
            ),
          )
      }),
  },
  {
    id: 'split-registration-conflict',
    severity: 'error',
    check: (set) =>
      set.nameServerFiles.some((view) => view.flag('deleteTopicWithBrokerRegistration'))
        ? set.brokers
            .filter((view) => view.flag('enableSplitRegistration'))
            .map((view) =>
              at(
                view,
                'enableSplitRegistration',
                say(
                  'enableSplitRegistration together with deleteTopicWithBrokerRegistration on the name server: routes get lost',
                  'enableSplitRegistration 与 NameServer 的 deleteTopicWithBrokerRegistration 同时开启：路由会丢失',
                ),
                say('switch one of the two off', '关闭其中之一'),
              ),
            )
        : [],
  },
]

/** Brokers of one name; files without brokerName get the host's name and are left out. */
function groups(set: SetView): FileView[][] {
  return [...groupBy(set.brokers, (view) => view.text('brokerName') || undefined).values()]
}

/** The id comes from the file, not from an election or a controller. */
function hasFixedId(view: FileView): boolean {
  return !view.usesDledger && !view.usesController
}

function clusterHits(members: readonly FileView[]): readonly SetHit[] {
  return differing(members, 'brokerClusterName').map((view) =>
    at(
      view,
      'brokerClusterName',
      say(
        `brokers named ${view.text('brokerName')} stand under two clusters, ${view.text('brokerClusterName')} and ${members[0]?.text('brokerClusterName') ?? ''}: cluster-wide commands hit or miss the group`,
        `名为 ${view.text('brokerName')} 的 broker 分属两个集群 ${view.text('brokerClusterName')} 与 ${members[0]?.text('brokerClusterName') ?? ''}：集群级命令时而命中时而漏掉该组`,
      ),
      say('the same brokerClusterName in all members', '所有成员使用同一 brokerClusterName'),
    ),
  )
}

/** Members whose value is not that of the first member. */
function differing(members: readonly FileView[], key: string): FileView[] {
  const first = members[0]
  return first === undefined ? [] : members.filter((view) => view.text(key) !== first.text(key))
}

function at(view: FileView, key: string, message: SetHit['message'], fix: SetHit['fix']): SetHit {
  return { view, ...hitAt(view, key, message, fix) }
}
