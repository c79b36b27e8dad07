/** What a user may expect after stopping, killing or freezing a node, or disturbing a link: sentences from the topology. Pure. */
import { say, type Text } from '../../../contract/text.ts'
import { type BrokerSpec, type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../../cluster-spec.ts'
import { type FlowDirection, pairRole } from './link-direction.ts'

export type NodeAbsence = 'down' | 'frozen'

export interface LinkDisturbance {
  readonly kind: 'cut' | 'delay' | 'throttle' | 'reset'
  readonly flow: FlowDirection
  readonly ms?: number | undefined
  readonly kbps?: number | undefined
}

/** What the others notice while the node is away. */
export function whileAway(spec: ClusterSpec, node: NodeSpec, absence: NodeAbsence): Text {
  if (node.kind === 'namesrv') return withoutNameServer(spec, node)
  return isMaster(node) ? withoutMaster(spec, node, absence) : withoutSlave(spec, node, absence)
}

function withoutNameServer(spec: ClusterSpec, node: NodeSpec): Text {
  const others = spec.nodes.filter(({ kind, name }) => kind === 'namesrv' && name !== node.name).map(({ name }) => name)
  return others.length > 0
    ? say(`Brokers and clients go on with ${others.join(', ')}.`, `Broker 和客户端继续使用 ${others.join('、')}。`)
    : say(
        'It is the only NameServer: connected clients keep the routes they have, new ones find none.',
        '它是唯一的 NameServer：已连接的客户端沿用已有路由，新客户端查不到路由。',
      )
}

function withoutMaster(spec: ClusterSpec, node: BrokerSpec, absence: NodeAbsence): Text {
  const slaves = groupOf(spec, node)
    .filter(isSlave)
    .map(({ name }) => name)
  const sends =
    absence === 'frozen'
      ? say(
          `Its connections stay open and nobody answers, so sends to ${node.brokerName} time out.`,
          `连接保持但无应答，发往 ${node.brokerName} 的消息会超时。`,
        )
      : say(
          `Nothing can be sent to ${node.brokerName} until it runs again.`,
          `恢复运行前无法向 ${node.brokerName} 发送消息。`,
        )
  const reads =
    slaves.length > 0
      ? say(`What ${slaves.join(', ')} has copied can still be read.`, `${slaves.join('、')} 已复制的消息仍可读取。`)
      : say('Its messages cannot be read until then: it has no slave.', '它没有从节点，在此之前其消息也无法读取。')
  return say(`${sends.en} ${reads.en}`, `${sends.zh}${reads.zh}`)
}

function withoutSlave(spec: ClusterSpec, node: BrokerSpec, absence: NodeAbsence): Text {
  const group = groupOf(spec, node)
  const master = group.find(isMaster)
  if (master === undefined) return say('It has no master in this cluster.', '集群中没有它的主。')
  const others = group.filter((other) => isSlave(other) && other.name !== node.name)
  if (others.length > 0) {
    const names = others.map(({ name }) => name)
    return say(
      `${master.name} goes on; ${names.join(', ')} still copies it.`,
      `${master.name} 继续工作，${names.join('、')} 仍在复制。`,
    )
  }
  if (master.role !== 'SYNC_MASTER') {
    return say(
      `${master.name} goes on; what it stores from now on is on one disk only.`,
      `${master.name} 继续工作，此后写入的消息仅存于主。`,
    )
  }
  return absence === 'frozen'
    ? say(
        `Sends to ${master.name} answer FLUSH_SLAVE_TIMEOUT, and SLAVE_NOT_AVAILABLE once it has closed the silent connection.`,
        `发往 ${master.name} 的消息返回 FLUSH_SLAVE_TIMEOUT；它关闭无响应的连接后返回 SLAVE_NOT_AVAILABLE。`,
      )
    : say(
        `Sends to ${master.name} answer SLAVE_NOT_AVAILABLE: they are stored on one disk only.`,
        `发往 ${master.name} 的消息返回 SLAVE_NOT_AVAILABLE：消息仅存于主。`,
      )
}

/** What a disturbed link does, without who disturbed it. */
export function ofDisturbedLink(spec: ClusterSpec, node: string, peer: string, fault: LinkDisturbance): Text {
  const role = pairRole(spec, node, peer)
  if (fault.kind === 'reset') {
    return say(
      'Its connections were closed once; both ends connect again at once.',
      '其连接被关闭一次，两端会立即重连。',
    )
  }
  if (role === undefined) return ofOtherLink(fault)
  const [master, slave] = role === 'master' ? [node, peer] : [peer, node]
  const isSync = spec.nodes.some((one) => one.name === master && one.kind === 'broker' && one.role === 'SYNC_MASTER')
  switch (fault.kind) {
    case 'cut':
      return ofCutPair(master, slave, fault.flow, isSync)
    case 'delay':
      return fault.flow === 'both'
        ? say(
            `The lag of ${slave} grows to ${2 * (fault.ms ?? 0)} ms: ${fault.ms ?? 0} ms each way.`,
            `${slave} 的延迟会升至约 ${2 * (fault.ms ?? 0)} 毫秒：单程 ${fault.ms ?? 0} 毫秒。`,
          )
        : say(`The lag of ${slave} grows to ${fault.ms ?? 0} ms.`, `${slave} 的延迟会升至约 ${fault.ms ?? 0} 毫秒。`)
    case 'throttle':
      return fault.flow === 'acks'
        ? say(
            `Confirmations of ${slave} pass at ${fault.kbps ?? 0} kbit/s; the data are not slowed.`,
            `${slave} 的确认以 ${fault.kbps ?? 0} kbit/s 通过，数据不受限。`,
          )
        : say(
            `At more than ${fault.kbps ?? 0} kbit/s of messages ${slave} falls behind.`,
            `消息写入超过 ${fault.kbps ?? 0} kbit/s 时，${slave} 会落后。`,
          )
  }
}

function ofCutPair(master: string, slave: string, flow: FlowDirection, isSync: boolean): Text {
  const sends = isSync
    ? say(
        ` Sends to ${master} answer FLUSH_SLAVE_TIMEOUT, and SLAVE_NOT_AVAILABLE once the silent connection is closed.`,
        `发往 ${master} 的消息返回 FLUSH_SLAVE_TIMEOUT，静默的连接被关闭后返回 SLAVE_NOT_AVAILABLE。`,
      )
    : say(` What ${master} stores is on one disk only until it is healed.`, `恢复之前，${master} 写入的消息仅存于主。`)
  if (flow === 'acks') {
    return say(
      `${slave} still receives, but ${master} hears no confirmation and counts it as behind.${sends.en}`,
      `${slave} 仍能收到数据，但 ${master} 收不到确认，视其为落后。${sends.zh}`,
    )
  }
  return say(
    `Bytes vanish and the connection stays open: ${slave} falls behind with all that is written.${sends.en}`,
    `数据被丢弃而连接保持：${slave} 的落后随写入不断增加。${sends.zh}`,
  )
}

function ofOtherLink({ kind, ms, kbps }: LinkDisturbance): Text {
  switch (kind) {
    case 'cut':
      return say(
        'Bytes vanish and connections stay open: requests over it time out, heartbeats do not arrive.',
        '数据被丢弃而连接保持：经过它的请求会超时，心跳无法到达。',
      )
    case 'delay':
      return say(
        `What passes takes ${ms ?? 0} ms longer each way that is disturbed.`,
        `受影响方向的传输增加 ${ms ?? 0} 毫秒。`,
      )
    default:
      return say(`At most ${kbps ?? 0} kbit/s pass.`, `最多通过 ${kbps ?? 0} kbit/s。`)
  }
}

function groupOf(spec: ClusterSpec, node: BrokerSpec): BrokerSpec[] {
  return spec.nodes.filter(
    (other): other is BrokerSpec =>
      other.kind === 'broker' && other.clusterName === node.clusterName && other.brokerName === node.brokerName,
  )
}
