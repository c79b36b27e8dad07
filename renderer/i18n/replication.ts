/** Words of the screen Replication. */
import { defineTexts } from './define-texts.ts'

export const replicationTexts = defineTexts('replication', {
  title: { en: 'Replication', zh: '主从复制' },
  theSamples: { en: 'the samples of the last hour', zh: '最近一小时的采样' },
  samplesFailed: { en: 'The samples were not read', zh: '采样读取失败' },

  noSlaves: {
    en: 'No broker of this cluster has a slave: every message is on one disk only.',
    zh: '本集群没有从节点：每条消息只存于一个磁盘。',
  },
  nothingKnown: { en: 'Nothing is known yet: no broker has answered.', zh: '尚无信息：还没有 Broker 应答。' },
  notRunning: {
    en: 'No pair runs: start the cluster to see it replicate.',
    zh: '没有主从对在运行：启动集群后可查看复制。',
  },
  oneInSync: { en: 'The slave is in sync; its lag is {lag}.', zh: '从节点同步正常，延迟 {lag}。' },
  bothInSync: {
    en: 'Both slaves are in sync; the largest lag is {lag}.',
    zh: '两个从节点均同步正常，最大延迟 {lag}。',
  },
  allInSync: {
    en: 'All {n} slaves are in sync; the largest lag is {lag}.',
    zh: '{n}个从节点全部同步正常，最大延迟 {lag}。',
  },
  behindOnly: { en: 'The slave is behind{how}: {lag}, {bytes}.', zh: '从节点落后{how}：{lag}、{bytes}。' },
  behindOne: {
    en: 'One of {n} slaves is behind{how}: {lag}, {bytes}.',
    zh: '{n}个从节点中有一个落后{how}：{lag}、{bytes}。',
  },
  behindMany: {
    en: '{k} of {n} slaves are behind{how}: up to {lag}, {bytes}.',
    zh: '{n}个从节点中有{k}个落后{how}：最多 {lag}、{bytes}。',
  },
  steadily: { en: ', steadily', zh: '（稳定）' },
  growing: { en: ' and falls back further', zh: '（仍在扩大）' },
  shrinking: { en: ' and catches up', zh: '（正在追赶）' },
  afterHeal: { en: 'It will catch up once the link is healed.', zh: '链路恢复后即可追平。' },
  caughtUpIn: { en: 'It will have caught up in about {time}.', zh: '约 {time} 后追平。' },

  window: { en: 'Time shown', zh: '显示时长' },
  m5: { en: '5 min', zh: '5 分钟' },
  m15: { en: '15 min', zh: '15 分钟' },
  h1: { en: '1 h', zh: '1 小时' },
  pause: { en: 'Pause', zh: '暂停' },
  goOn: { en: 'Go on', zh: '继续' },
  pausedAt: { en: 'Charts stand still since {clock}', zh: '图表已停在 {clock}' },

  pairs: { en: 'Pairs', zh: '主从对' },
  pair: { en: 'Pair', zh: '主从对' },
  state: { en: 'State', zh: '状态' },
  lag: { en: 'Lag', zh: '延迟' },
  behind: { en: 'Behind', zh: '落后字节' },
  oneDisk: { en: 'On one disk only', zh: '仅存于主' },
  oneDiskHint: {
    en: 'Acknowledged to a producer and not yet copied: the lag in bytes by the mean size of a message',
    zh: '已向生产者确认、尚未复制的消息：由落后字节按平均大小估算',
  },
  masterWrites: { en: 'Master writes', zh: '主写入' },
  slaveAcks: { en: 'Slave acknowledges', zh: '从确认' },
  masterOffset: { en: 'Master offset', zh: '主位点' },
  ackedOffset: { en: 'Acknowledged offset', zh: '已确认位点' },
  link: { en: 'Link', zh: '链路' },
  noFault: { en: 'no fault', zh: '无故障' },
  notOurs: { en: 'not ours', zh: '非本实验室' },
  action: { en: 'Action', zh: '操作' },
  heal: { en: 'Heal', zh: '恢复' },
  breakLink: { en: 'Break…', zh: '制造故障…' },
  healPair: { en: 'Heal the link {master} → {slave}', zh: '恢复链路 {master} → {slave}' },
  breakPair: { en: 'Break the link {master} → {slave}', zh: '对链路 {master} → {slave} 制造故障' },
  messages: { en: '{n} {count|message|messages}', zh: '{n} 条' },
  estimate: { en: 'estimated by the poll', zh: '按轮询间隔估算' },
  rocketmqOk: {
    en: 'RocketMQ counts it as in sync (haMaxGapNotInSync)',
    zh: 'RocketMQ 判定为同步（haMaxGapNotInSync）',
  },
  rocketmqNot: {
    en: 'RocketMQ does not count it as in sync (haMaxGapNotInSync)',
    zh: 'RocketMQ 判定为未同步（haMaxGapNotInSync）',
  },

  countsBehind: {
    en: 'A slave counts as behind above {lag} or {bytes} for {time}.',
    zh: '延迟超过 {lag} 或落后超过 {bytes} 并持续 {time}，即判为落后。',
  },
  yourSetting: { en: 'That is your setting.', zh: '（你的设置）' },
  verdict: {
    en: 'RocketMQ itself counts {n} of {all} as in sync (haMaxGapNotInSync).',
    zh: 'RocketMQ 自身判定 {all} 个中 {n} 个同步（haMaxGapNotInSync）。',
  },
  verdictUnknown: {
    en: 'What RocketMQ itself says (haMaxGapNotInSync) is not known now.',
    zh: 'RocketMQ 自身的判定（haMaxGapNotInSync）目前未知。',
  },
  change: { en: 'Change…', zh: '修改…' },
  changeBehind: { en: 'Change when a slave counts as behind', zh: '修改判为落后的条件' },
  behindTitle: { en: 'When does a slave of {cluster} count as behind?', zh: '{cluster} 的从节点何时判为落后？' },
  behindText: {
    en: 'Above either limit for the whole time. Below both it is in sync again.',
    zh: '任一上限被持续超过即判为落后；两者都不超过则恢复为同步。',
  },
  behindMs: { en: 'Lag above', zh: '延迟超过' },
  behindBytes: { en: 'Bytes above', zh: '落后超过' },
  behindFor: { en: 'For', zh: '持续' },
  behindNote: {
    en: 'This is the lab’s own word: marks, sentences and notices go by it. It changes nothing in the brokers, whose own measure is haMaxGapNotInSync.',
    zh: '这是实验室自己的判定，标记、说明和通知以此为准。它不会改变 Broker 的任何配置；Broker 自己的判定由 haMaxGapNotInSync 决定。',
  },
  behindSave: { en: 'Use these limits', zh: '使用这些上限' },
  behindReason: { en: 'One of the figures is out of range.', zh: '有数值超出范围。' },
  needsNumber: { en: 'a whole number from {min} to {max}', zh: '请填写 {min} 到 {max} 的整数' },
  takeDefault: { en: 'Take the default: {lag}, {bytes}, {time}', zh: '恢复默认：{lag}、{bytes}、{time}' },
  isDefault: { en: 'These are the default.', zh: '当前即为默认值。' },

  chartLag: { en: 'Lag', zh: '延迟' },
  chartLagNote: { en: "time from the master's write to the slave's acknowledgement", zh: '从主写入到从确认的时间' },
  chartBytes: { en: 'Behind', zh: '落后字节' },
  chartBytesNote: { en: 'bytes the slave has not acknowledged', zh: '从尚未确认的字节数' },
  chartRate: { en: 'Acknowledged by the slave', zh: '从确认速率' },
  chartRateNote: { en: 'grey: written by the master', zh: '灰色：主写入速率' },
  written: { en: 'written', zh: '写入' },
  scale: { en: 'Scale of lag and bytes', zh: '延迟与字节的刻度' },
  log: { en: 'log', zh: '对数' },
  linear: { en: 'linear', zh: '线性' },
  noData: { en: 'no data', zh: '无数据' },
  time: { en: 'Time', zh: '时间' },
  chartSummary: { en: '{title}, {span}: {now}', zh: '{title}，{span}：{now}' },
  nowOf: { en: '{name} {value}', zh: '{name} {value}' },
  shownOf: {
    en: '{n} of {all} pairs are drawn; choose a pair above to draw it.',
    zh: '共 {all} 对，绘出其中 {n} 对；在上方选中可绘出。',
  },

  whatHappened: { en: 'What happened', zh: '发生了什么' },
  nothingHappened: { en: 'Nothing happened in the time shown.', zh: '所示时间内没有事件。' },
  saveReport: { en: 'Save report', zh: '保存报告' },
  lagRose: { en: 'Lag rose from {before} to {after} in {time}.', zh: '延迟 {time} 内由 {before} 升至 {after}。' },
  lagRoseStays: {
    en: 'Lag rose from {before} to {after} in {time} and stays.',
    zh: '延迟 {time} 内由 {before} 升至 {after}，之后保持。',
  },
  lagFell: { en: 'Lag fell from {before} to {after} in {time}.', zh: '延迟 {time} 内由 {before} 降至 {after}。' },

  atRisk: { en: 'What is at risk now', zh: '此刻的风险' },
  riskNone: {
    en: 'Nothing: every acknowledged message is on two disks.',
    zh: '没有：每条已确认的消息都在两个磁盘上。',
  },
  riskUnknown: {
    en: 'Not known: not every pair says how far its slave is.',
    zh: '未知：不是所有主从对都报告了从节点的进度。',
  },
  riskMessages: {
    en: '{n} acknowledged {count|message exists|messages exist} on a master only.',
    zh: '有 {n} 条已确认的消息只存在于主节点。',
  },
  riskBytes: {
    en: '{bytes} of acknowledged messages exist on a master only.',
    zh: '有 {bytes} 已确认的消息只存在于主节点。',
  },
  riskAsync: {
    en: 'With SYNC_MASTER a send would wait for the slave instead.',
    zh: '若用 SYNC_MASTER（同步双写），发送会等待从节点确认。',
  },
  riskSync: {
    en: 'These masters are SYNC_MASTER: their senders were told by FLUSH_SLAVE_TIMEOUT or SLAVE_NOT_AVAILABLE.',
    zh: '这些主节点为 SYNC_MASTER：发送方已收到 FLUSH_SLAVE_TIMEOUT 或 SLAVE_NOT_AVAILABLE。',
  },
  riskNoSlaves: {
    en: 'Every message: no slave holds a second copy.',
    zh: '所有消息：没有从节点保存第二份。',
  },

  reportTitle: { en: 'Replication of {cluster}', zh: '{cluster} 的主从复制' },
  reportMade: { en: 'Made {when}, the last {span}.', zh: '生成于 {when}，最近 {span}。' },
  reportSamples: { en: 'Samples', zh: '采样' },
  reportHighest: { en: 'Highest lag', zh: '最大延迟' },
  reportMost: { en: 'Most bytes behind', zh: '最大落后字节' },
})
