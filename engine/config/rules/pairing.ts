/** Rules about brokers that belong together: masters, slaves, groups, clusters. */
import { say, type PropertyEdit } from '../finding.ts'
import { parseHostPorts } from '../host-port.ts'
import type { FileView } from './file-view.ts'
import { choice, groupBy, hitAt, type SetHit, type SetRule, type SetView } from './rule.ts'

export const PAIRING_RULES: readonly SetRule[] = [
  {
    id: 'duplicate-broker-id',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) => {
        const taken = new Set(members.filter(hasFixedId).map((view) => view.brokerId))
        return [...groupBy(members.filter(hasFixedId), (view) => String(view.brokerId)).values()]
          .filter((same) => same.length > 1)
          .flatMap((same) =>
            same.slice(1).map((view) =>
              at(
                view,
                view.isSet('brokerId') ? 'brokerId' : 'brokerName',
                say(
                  `brokerId ${view.brokerId} of ${view.text('brokerName')} is taken by ${same[0]?.file.name ?? ''}: on the name server the later registration replaces the address`,
                  `${view.text('brokerName')} 的 brokerId ${view.brokerId} 已被 ${same[0]?.file.name ?? ''} 使用：NameServer 上后注册者会替换地址`,
                ),
                say(
                  'one master (0) and slaves 1, 2, ... per brokerName',
                  '每个 brokerName 一个主节点（0），从节点编号 1、2……',
                ),
                // A second master may have been meant for another group; a slave only needs another number.
                view.isMasterRole ? undefined : [{ kind: 'set', key: 'brokerId', value: nextFree(taken) }],
              ),
            ),
          )
      }),
  },
  {
    id: 'slave-without-master',
    severity: 'warning',
    check: (set) =>
      groups(set).flatMap((members) => {
        const alone = members.filter(
          (view) => hasFixedId(view) && !view.isMasterRole && view.text('haMasterAddress') === '',
        )
        if (members.some((view) => view.isMasterRole) || set.brokers.length < 2 || !set.isWhole) return []
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
        if (set.brokers.length < 2 || !set.isWhole) return []
        const slaves = members.filter((view) => !view.isMasterRole).length
        return members
          .filter((view) => hasFixedId(view) && view.text('brokerRole') === 'SYNC_MASTER' && slaves === 0)
          .map((view) =>
            choice(
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
                [{ kind: 'set', key: 'brokerRole', value: 'ASYNC_MASTER' }],
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
          .filter((view) => hasFixedId(view) && view.text('brokerRole') === 'SYNC_MASTER' && set.brokers.length > 1)
          .filter((view) => view.isSet('inSyncReplicas') && view.number('inSyncReplicas') > members.length)
          .map((view) => {
            const hit = at(
              view,
              'inSyncReplicas',
              say(
                `inSyncReplicas=${view.number('inSyncReplicas')}, but ${view.text('brokerName')} has ${members.length} ${members.length === 1 ? 'broker' : 'brokers'}: every send times out`,
                `inSyncReplicas=${view.number('inSyncReplicas')}，但 ${view.text('brokerName')} 只有 ${members.length} 个 broker：每次发送都会超时`,
              ),
              say('count the master too', '主节点也计算在内'),
              [{ kind: 'set', key: 'inSyncReplicas', value: String(members.length) }],
            )
            // A master alone may be missing its slave: its author decides.
            return members.length === 1 ? choice(hit) : hit
          }),
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
        ).map(({ view, wanted }) =>
          choice(
            at(
              view,
              'dLegerPeers',
              say(
                'dLegerPeers differs from the other members: they do not form one group',
                'dLegerPeers 与其他成员不同：无法组成同一个组',
              ),
              say('the same list in all members', '所有成员使用同一列表'),
              [{ kind: 'set', key: 'dLegerPeers', value: wanted }],
              say('Use the first list', '使用第一份列表'),
            ),
          ),
        ),
      ),
  },
  {
    id: 'dledger-self-id-shared',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        [
          ...groupBy(
            members.filter((view) => view.usesDledger),
            (view) => view.text('dLegerSelfId') || undefined,
          ),
        ].flatMap(([id, same]) =>
          same
            .slice(1)
            .map((view) =>
              at(
                view,
                'dLegerSelfId',
                say(
                  `dLegerSelfId ${id} is taken by ${same[0]?.file.name ?? ''}: two members of one name cannot form a group`,
                  `dLegerSelfId ${id} 已被 ${same[0]?.file.name ?? ''} 使用：同名的两个成员无法组成同一个组`,
                ),
                say('give each member its own id of dLegerPeers', '为每个成员设置 dLegerPeers 中各自的编号'),
              ),
            ),
        ),
      ),
  },
  {
    id: 'mapped-size-group-mismatch',
    severity: 'error',
    check: (set) =>
      groups(set).flatMap((members) =>
        differing(members, 'mappedFileSizeCommitLog').map(({ view, wanted }) =>
          choice(
            at(
              view,
              'mappedFileSizeCommitLog',
              say(
                `mappedFileSizeCommitLog differs inside ${view.text('brokerName')}: it is ${view.text('mappedFileSizeCommitLog')} here, ${wanted} on the other, replication breaks at file ends`,
                `${view.text('brokerName')} 组内 mappedFileSizeCommitLog 不一致：此处 ${view.text('mappedFileSizeCommitLog')}，另一处 ${wanted}，复制会在文件末尾中断`,
              ),
              say('one value per group; existing files must keep their size', '组内使用同一值；已有文件的大小不能改变'),
              [{ kind: 'set', key: 'mappedFileSizeCommitLog', value: wanted }],
            ),
          ),
        ),
      ),
  },
  {
    id: 'retention-inconsistent',
    severity: 'hint',
    check: (set) =>
      groups(set).flatMap((members) =>
        differing(members, 'fileReservedTime').map(({ view, wanted }) =>
          at(
            view,
            'fileReservedTime',
            say(
              `fileReservedTime differs inside ${view.text('brokerName')}: it is ${view.text('fileReservedTime')} here, ${wanted} on the other, a consumer that changes over may miss messages`,
              `${view.text('brokerName')} 组内 fileReservedTime 不一致：此处 ${view.text('fileReservedTime')}，另一处 ${wanted}，切换过去的消费者可能缺消息`,
            ),
            say('one value per group; the default is 72', '组内使用同一值，默认 72'),
            [{ kind: 'set', key: 'fileReservedTime', value: wanted }],
          ),
        ),
      ),
  },
  {
    id: 'namesrv-lists-differ',
    severity: 'warning',
    check: (set) =>
      [...groupBy(set.brokers, (view) => view.text('brokerClusterName')).values()].flatMap((members) => {
        const listOf = (view: FileView): string => addressesOf(view).sort().join(';')
        const given = members.filter((view) => listOf(view) !== '')
        const first = given[0] === undefined ? '' : listOf(given[0])
        const edits = unionOfNameServers(given)
        return given
          .filter((view) => listOf(view) !== first)
          .map((view) =>
            at(
              view,
              'namesrvAddr',
              say(
                `other name servers than in ${given[0]?.file.name ?? ''}: clients of one list miss brokers of the other`,
                `NameServer 列表与 ${given[0]?.file.name ?? ''} 不同：使用其中一个列表的客户端会看不到另一部分 broker`,
              ),
              say('list all name servers in every file', '在每个文件中列出全部 NameServer'),
              edits,
              say('List all everywhere', '处处列全'),
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
                [{ kind: 'set', key: 'enableSplitRegistration', value: 'false' }],
              ),
            )
        : [],
  },
]

/**
 * Brokers of one name that meet: two clusters without a name server in common may both have a broker-a. Files without brokerName
 * get the host's name and are left out.
 */
function groups(set: SetView): FileView[][] {
  return [...groupBy(set.brokers, (view) => view.text('brokerName') || undefined).values()].flatMap((sameName) => {
    const meeting: FileView[][] = []
    for (const view of sameName) {
      const group = meeting.find((members) => members.some((member) => doMeet(member, view)))
      if (group === undefined) meeting.push([view])
      else group.push(view)
    }
    return meeting
  })
}

function doMeet(left: FileView, right: FileView): boolean {
  if (left.text('brokerClusterName') === right.text('brokerClusterName')) return true
  const [known, others] = [addressesOf(left), addressesOf(right)]
  return known.length === 0 || others.length === 0 || known.some((address) => others.includes(address))
}

/** The name servers of a broker; none where its list cannot be read. */
function addressesOf(view: FileView): string[] {
  const list = parseHostPorts(view.text('namesrvAddr'))
  return list.status === 'ok' ? list.addresses.map(({ host, port }) => `${host}:${port}`) : []
}

/** The id comes from the file, not from an election or a controller. */
function hasFixedId(view: FileView): boolean {
  return !view.usesDledger && !view.usesController
}

function clusterHits(members: readonly FileView[]): readonly SetHit[] {
  return differing(members, 'brokerClusterName').map(({ view, wanted }) =>
    at(
      view,
      'brokerClusterName',
      say(
        `one group under two clusters: ${view.text('brokerName')} is in ${view.text('brokerClusterName')} here, in ${wanted} elsewhere, so cluster-wide commands hit or miss it`,
        `同一组 ${view.text('brokerName')} 分属两个集群：此处 ${view.text('brokerClusterName')}，另一处 ${wanted}，集群级命令时而命中时而漏掉该组`,
      ),
      say('the same brokerClusterName in all members', '所有成员使用同一 brokerClusterName'),
      [{ kind: 'set', key: 'brokerClusterName', value: wanted }],
    ),
  )
}

/** Members whose value is not that of the master, or where there is none of the first member. */
function differing(members: readonly FileView[], key: string): { view: FileView; wanted: string }[] {
  const first = members.find((view) => hasFixedId(view) && view.isMasterRole) ?? members[0]
  if (first === undefined) return []
  const wanted = first.text(key)
  return members.filter((view) => view.text(key) !== wanted).map((view) => ({ view, wanted }))
}

/** Every file gets every name server: the first file's in its order, then what others add. */
function unionOfNameServers(views: readonly FileView[]): PropertyEdit[] {
  const all = new Set<string>()
  for (const view of views) {
    for (const address of addressesOf(view)) all.add(address)
  }
  const value = [...all].join(';')
  return views
    .filter((view) => view.text('namesrvAddr') !== value)
    .map((view) => ({ kind: 'set', file: view.file.name, key: 'namesrvAddr', value }))
}

/** The lowest slave id nobody has; taken from then on. */
function nextFree(taken: Set<number>): string {
  let id = 1
  while (taken.has(id)) id += 1
  taken.add(id)
  return String(id)
}

function at(
  view: FileView,
  key: string,
  message: SetHit['message'],
  fix: SetHit['fix'],
  edits?: SetHit['edits'],
  fixLabel?: SetHit['fixLabel'],
): SetHit {
  return { view, ...hitAt(view, key, message, fix, edits, fixLabel) }
}
