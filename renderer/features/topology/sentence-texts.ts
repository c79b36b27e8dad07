/** Words of the sentence that opens the Topology screen. */
import { defineTexts } from '../../i18n/define-texts.ts'

export const sentenceTexts = defineTexts('topology-sentence', {
  serviceGone: {
    en: 'The lab service does not answer. The nodes go on by themselves; what you see is of {clock}.',
    zh: '实验室服务无应答。节点仍在自行运行；以下是 {clock} 的状态。',
  },
  noNodes: { en: '{cluster} has no nodes yet.', zh: '{cluster} 还没有节点。' },
  starting: {
    en: '{cluster} starts: {up} of {total} nodes run.',
    zh: '{cluster} 正在启动：{up}/{total} 个节点运行中。',
  },
  stopping: {
    en: '{cluster} stops: {up} of {total} nodes still run.',
    zh: '{cluster} 正在停止：还有 {up}/{total} 个节点运行。',
  },
  deleting: { en: '{cluster} is being deleted.', zh: '正在删除 {cluster}。' },
  someStart: {
    en: '{up} of {total} nodes run; {starting} {n|is|are} starting.',
    zh: '{up}/{total} 个节点运行中；{starting} 正在启动。',
  },
  nothingRuns: {
    en: 'Nothing runs. The data of {n|the node|all nodes} are kept; Start all brings {n|it|them} back.',
    zh: '没有节点在运行。{n} 个节点的数据都保留着，点击“全部启动”即可恢复。',
  },
  onlyRuns: { en: '{name} runs.', zh: '{name} 正在运行。' },
  allRun: { en: 'All {total} nodes run.', zh: '{total}个节点都在运行。' },
  attachedAll: {
    en: '{total} {n|node|nodes} of an attached cluster {n|answers|answer}; the lab watches and owns none of them.',
    zh: '接入的集群有{total}个节点应答；实验室只观察，不拥有它们。',
  },
  attachedSilent: {
    en: 'None of the nodes answers. The cluster is attached: start it where it lives.',
    zh: '没有节点应答。这是接入的集群，请在其所在处启动。',
  },
  oneInSync: { en: '{slave} is in sync.', zh: '{slave} 同步正常。' },
  allInSync: { en: '{all} slaves are in sync.', zh: '{all}个从节点同步正常。' },
  allInSyncWithin: {
    en: '{all} slaves are in sync, {lag} behind at most.',
    zh: '{all}个从节点同步正常，最多落后 {lag}。',
  },

  killed: { en: '{name} is down, you killed it {ago}.', zh: '{name} 已宕机：你在 {ago}用 kill -9 结束了它。' },
  killedUndated: { en: '{name} is down, you killed it.', zh: '{name} 已宕机：你用 kill -9 结束了它。' },
  stopped: { en: '{name} stopped {ago}.', zh: '{name} 在 {ago}停止。' },
  stoppedByYou: { en: '{name} is down, you stopped it {ago}.', zh: '{name} 未运行：你在 {ago}停止了它。' },
  stoppedUndated: { en: '{name} is stopped.', zh: '{name} 未运行。' },
  crashed: { en: '{name} crashed {ago}.', zh: '{name} 在 {ago}宕机。' },
  crashedUndated: { en: '{name} crashed.', zh: '{name} 已宕机。' },
  frozen: { en: '{name} is frozen, you froze it {ago}.', zh: '{name} 已冻结：你在 {ago}冻结了它。' },
  frozenUndated: { en: '{name} is frozen.', zh: '{name} 已冻结。' },
  unreachable: { en: '{name} has not answered since {ago}.', zh: '{name} 从 {ago}起无应答。' },
  unreachableUndated: { en: '{name} does not answer.', zh: '{name} 无应答。' },
  unknownNode: { en: 'Nothing is known of {name}.', zh: '没有 {name} 的任何数据。' },

  readFrom: { en: 'Its group can be read from {slaves}; ', zh: '该组可从 {slaves} 读取；' },
  readNowhere: { en: 'Its group cannot be read until {name} is back; ', zh: '{name} 恢复之前该组不可读；' },
  writeTo: { en: 'new messages go to {masters}.', zh: '新消息发往 {masters}。' },
  writeNowhere: { en: 'new messages are refused until {name} is back.', zh: '{name} 恢复之前无法发送新消息。' },
  namesrvLeft: { en: '{names} still tells the routes.', zh: '{names} 仍提供路由。' },
  namesrvNone: {
    en: 'No NameServer is left: clients keep the routes they know, new ones find no broker.',
    zh: '没有 NameServer 了：已有客户端沿用已知路由，新客户端找不到 Broker。',
  },
  slaveAsync: {
    en: '{master} goes on alone: new messages are on one disk.',
    zh: '{master} 独自继续：新消息只在一块磁盘上。',
  },
  slaveSync: {
    en: '{master} goes on alone, and sends to it answer SLAVE_NOT_AVAILABLE.',
    zh: '{master} 独自继续，发往它的消息返回 SLAVE_NOT_AVAILABLE。',
  },
  moreDown: { en: '{names} {n|is|are} down too.', zh: '{names} 也未运行。' },

  diverged: {
    en: '{slave} holds data that {master} does not have, so it copies nothing. Clone it anew.',
    zh: '{slave} 有 {master} 所没有的数据，因此不再复制。请重新克隆。',
  },
  cut: {
    en: '{slave} copies nothing from {master}: you cut their link {ago}.',
    zh: '{slave} 未在复制 {master}：你在 {ago}切断了它们的链路。',
  },
  cutUndated: {
    en: '{slave} copies nothing from {master}: their link is cut.',
    zh: '{slave} 未在复制 {master}：链路已切断。',
  },
  broken: { en: '{slave} copies nothing from {master}.', zh: '{slave} 未在复制 {master}。' },
  brokenWhy: { en: '{slave} copies nothing from {master}: {reason}', zh: '{slave} 未在复制 {master}：{reason}' },
  behind: { en: '{slave} is {lag} behind {master}', zh: '{slave} 落后 {master} {lag}' },
  behindUnknown: { en: '{slave} is behind {master}', zh: '{slave} 落后于 {master}' },
  becauseDelay: { en: ', because you delayed their link.', zh: '，因为你给它们的链路加了延迟。' },
  becauseThrottle: { en: ', because you throttled their link.', zh: '，因为你给它们的链路限了速。' },
  becauseCut: { en: ', because you cut their link.', zh: '，因为你切断了它们的链路。' },
  becauseReset: { en: ', because you reset their connection.', zh: '，因为你重置了它们的连接。' },
  period: { en: '.', zh: '。' },
  morePairs: { en: '{n} more {n|pair is|pairs are} not in sync.', zh: '另有 {n} 对主从不同步。' },
})
