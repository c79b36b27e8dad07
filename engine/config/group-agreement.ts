/**
 * Keys for which the brokers of one `brokerName` (a master and its slaves), or all brokers of a cluster, have to agree, or
 * should, and why. Pure data: the matrix marks cells by it. The lint rules about pairing judge whole files.
 */
import { say, type BilingualText } from './finding.ts'

export interface AgreementKey {
  readonly key: string
  /** Who has to agree: the brokers of one `brokerName`, or all brokers of one `brokerClusterName`. */
  readonly among: 'group' | 'cluster'
  /** `must`: something breaks. `should`: it works, and surprises. */
  readonly strength: 'must' | 'should'
  readonly reason: BilingualText
}

const row = (
  key: string,
  strength: AgreementKey['strength'],
  en: string,
  zh: string,
  among: AgreementKey['among'] = 'group',
): AgreementKey => ({ key, among, strength, reason: say(en, zh) })

const ELECTED = say('after a change of master the group behaves differently', '主从切换之后，该组的行为会改变')
const onSwitch = (key: string): AgreementKey => ({ key, among: 'group', strength: 'should', reason: ELECTED })

/** In the order in which an editor would tell them. */
export const AGREEMENT_KEYS: readonly AgreementKey[] = [
  row(
    'brokerClusterName',
    'must',
    'master and slave pair only under one cluster name, and cluster-wide commands hit or miss the group',
    '主从必须属于同一集群名才能配对，否则集群级命令时而命中时而漏掉该组',
  ),
  row(
    'mappedFileSizeCommitLog',
    'must',
    'the slave copies the log byte for byte: with another file size replication breaks at file ends',
    '从节点逐字节复制日志：文件大小不同，复制会在文件末尾中断',
  ),
  row(
    'mappedFileSizeConsumeQueue',
    'should',
    'queue files are counted in entries of one size; tools that compare or copy stores expect the same on both',
    '队列文件按固定条目数计算；比较或拷贝存储目录的工具要求两边相同',
  ),
  row('storeType', 'must', 'the members keep their queues in different formats', '组内成员的队列格式不同'),
  row(
    'enableDLegerCommitLog',
    'must',
    'some members elect a leader and others follow a fixed master',
    '部分成员参与选主，其余成员跟随固定的主节点',
  ),
  row('dLegerGroup', 'must', 'members of different groups do not form one', '不同组名的成员无法组成同一个组'),
  row(
    'dLegerPeers',
    'must',
    'members with different peer lists do not form one group',
    '成员列表不同，无法组成同一个组',
  ),
  row(
    'enableControllerMode',
    'must',
    'some members take their role from a controller and others from the file',
    '部分成员的角色由 Controller 决定，其余由文件决定',
  ),
  row(
    'messageDelayLevel',
    'must',
    'delayed messages that the slave serves after a failover come at other times',
    '切换后从节点提供的延时消息到期时间不同',
  ),
  row(
    'namesrvAddr',
    'must',
    'brokers that register with different name servers do not see each other',
    '注册到不同 NameServer 的 Broker 互不可见',
  ),
  row(
    'fileReservedTime',
    'should',
    'a consumer that reads from the slave finds fewer or more messages than on the master',
    '从从节点消费时，能读到的消息比主节点多或少',
  ),
  row(
    'deleteWhen',
    'should',
    'old files leave master and slave at different hours: in between the two differ',
    '主从在不同的小时清理过期文件，期间两边不一致',
  ),
  row(
    'diskMaxUsedSpaceRatio',
    'should',
    'one of the two deletes early when the disk fills: reads from the other find more',
    '磁盘写满时其中一个提前清理，两边可读的消息不同',
  ),
  row(
    'slaveReadEnable',
    'should',
    'the master sends consumers to a slave that does not serve them, or never uses one that would',
    '主节点把消费者引向不提供读取的从节点，或从不使用可读的从节点',
  ),
  row(
    'haSendHeartbeatInterval',
    'should',
    'the two ends of the replication link judge silence differently',
    '复制链路两端对静默的判断不同',
  ),
  row(
    'haHousekeepingInterval',
    'should',
    'one end closes the replication link while the other still waits',
    '一端已关闭复制连接，另一端仍在等待',
  ),
  row(
    'haTransferBatchSize',
    'should',
    'after a change of master replication runs at another pace',
    '主从切换之后，复制的节奏会改变',
  ),
  row('totalReplicas', 'should', 'the members count the group differently', '组内成员对副本总数的认识不同'),
  row(
    'inSyncReplicas',
    'should',
    'after a change of master sends wait for another number of copies',
    '主从切换之后，发送等待的副本数会改变',
  ),
  onSwitch('flushDiskType'),
  onSwitch('maxMessageSize'),
  onSwitch('autoCreateTopicEnable'),
  onSwitch('autoCreateSubscriptionGroup'),
  onSwitch('transientStorePoolEnable'),
]

const BY_KEY: ReadonlyMap<string, AgreementKey> = new Map(AGREEMENT_KEYS.map((each) => [each.key, each]))

/** Who has to agree on a key and why; undefined where members may differ. */
export function agreementOf(key: string): AgreementKey | undefined {
  return BY_KEY.get(key)
}
