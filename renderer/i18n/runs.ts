/** Texts of accounting: the equation, its sentences, the list of runs. What replies mean comes from the contract. */
import { defineTexts } from './define-texts.ts'

export const runsTexts = defineTexts('runs', {
  title: { en: 'Accounting', zh: '对账' },
  accountOf: { en: 'Accounting of run #{n}', zh: '第 {n} 次测试对账' },
  sendsOf: { en: 'Run #{n}', zh: '第 {n} 次测试' },
  since: { en: 'since {time} · {topic} → {group}', zh: '{time} 起 · {topic} → {group}' },
  sinceAlone: { en: 'since {time} · {topic}', zh: '{time} 起 · {topic}' },

  sending: { en: 'sending', zh: '发送中' },
  paused: { en: 'paused', zh: '已暂停' },
  waiting: { en: 'waiting for deliveries', zh: '等待投递' },
  ended: { en: 'ended', zh: '已结束' },
  failed: { en: 'failed', zh: '失败' },
  interrupted: { en: 'interrupted', zh: '已中断' },

  pause: { en: 'Pause', zh: '暂停' },
  resume: { en: 'Go on', zh: '继续' },
  end: { en: 'End run', zh: '结束' },
  endWaiting: { en: 'Stop waiting', zh: '不再等待' },
  save: { en: 'Save report', zh: '保存报告' },
  saveMarkdown: { en: 'for people (Markdown)', zh: '供阅读（Markdown）' },
  saveCsv: { en: 'per queue (CSV)', zh: '按队列（CSV）' },
  saveJson: { en: 'everything (JSON)', zh: '全部数据（JSON）' },
  notDone: { en: 'Run #{n} was not changed', zh: '第 {n} 次测试未变更' },
  notSaved: { en: 'The report was not saved', zh: '报告未保存' },

  equation: { en: 'Acknowledged equals delivered, on the way and missing', zh: '已确认 = 已投递 + 在途 + 丢失' },
  acknowledged: { en: 'acknowledged', zh: '已确认' },
  delivered: { en: 'delivered', zh: '已投递' },
  onTheWay: { en: 'on the way', zh: '在途' },
  missing: { en: 'missing', zh: '丢失' },
  duplicates: { en: 'duplicate', zh: '重复' },
  outOfOrder: { en: 'out of order', zh: '乱序' },
  oneDiskOnly: { en: 'on a master only', zh: '仅存于主' },
  oneDiskHint: {
    en: 'acknowledged and not yet copied to a slave; from the lag of the pairs',
    zh: '已确认但尚未复制到从；按主从对的延迟计算',
  },
  failedSends: { en: 'not acknowledged', zh: '未确认' },
  unacknowledged: {
    en: '{n} {n|message was|messages were} delivered without an acknowledgement; they stand outside of the equation.',
    zh: '另有 {n} 条消息未被确认却已投递，不计入等式。',
  },
  notCounted: {
    en: 'Deliveries are not counted: the run was started without accounting.',
    zh: '未统计投递：该测试启动时未开启对账。',
  },

  progress: { en: 'sent', zh: '发送进度' },
  sentOf: { en: '{sent} of {count} sent', zh: '已发送 {sent} / {count}' },
  left: { en: '{time} left', zh: '剩余 {time}' },
  took: { en: 'took {time}', zh: '用时 {time}' },
  toReply: { en: 'send to reply p50 {p50} · p99 {p99}', zh: '发送到应答 p50 {p50} · p99 {p99}' },
  toDelivery: { en: 'send to delivery p50 {p50} · p99 {p99}', zh: '发送到投递 p50 {p50} · p99 {p99}' },

  queues: { en: 'Accounting per queue', zh: '按队列对账' },
  queue: { en: 'Queue', zh: '队列' },
  headAcknowledged: { en: 'Acked', zh: '已确认' },
  headDelivered: { en: 'Delivered', zh: '已投递' },
  headOnTheWay: { en: 'On the way', zh: '在途' },
  headMissing: { en: 'Missing', zh: '丢失' },
  headDuplicates: { en: 'Duplicate', zh: '重复' },
  headOutOfOrder: { en: 'Out of order', zh: '乱序' },
  queuesEmpty: { en: 'Queues appear with the first acknowledgement.', zh: '首次确认后显示队列。' },
  replies: { en: 'Replies', zh: '应答状态' },

  list: { en: 'Runs of {cluster}', zh: '{cluster} 的测试' },
  listNote: { en: 'newest first; the last 200 are kept', zh: '最新在前；保留最近 200 次' },
  run: { en: 'Run', zh: '测试' },
  topic: { en: 'Topic', zh: 'Topic' },
  started: { en: 'Started', zh: '开始' },
  state: { en: 'State', zh: '状态' },
  theRuns: { en: 'the runs of {cluster}', zh: '{cluster} 的测试' },
  theRun: { en: 'run #{n}', zh: '第 {n} 次测试' },
  emptyTitle: { en: 'No run yet', zh: '尚无测试' },
  emptyText: {
    en: 'A numbered run sends many messages and accounts for each of them: delivered, on the way or missing.',
    zh: '一次测试会发送多条消息，并逐条对账：已投递、在途或丢失。',
  },
  newRun: { en: 'New run', zh: '新建测试' },
  unread: { en: 'The runs of {cluster} were not read', zh: '未能读取 {cluster} 的测试' },
  runUnread: { en: 'Run #{n} is not shown', zh: '无法显示第 {n} 次测试' },

  answerNoRun: { en: 'No run was sent here yet.', zh: '这里还没有测试。' },
  answerWell: { en: 'Run #{n} goes well: nothing missing, nothing twice.', zh: '第 {n} 次测试正常：无丢失、无重复。' },
  answerWaits: {
    en: 'Run #{n} is sent; {onTheWay} {onTheWay|message is|messages are} still on the way to {group}.',
    zh: '第 {n} 次测试已发完，{onTheWay} 条仍在投往 {group} 的途中。',
  },
  answerPaused: { en: 'Run #{n} is paused after {sent} messages.', zh: '第 {n} 次测试在 {sent} 条后暂停。' },
  answerAllThere: {
    en: 'Run #{n}: all {count} acknowledged messages were delivered, none twice.',
    zh: '第 {n} 次测试：已确认的 {count} 条全部投递，无重复。',
  },
  answerEndedOpen: {
    en: 'Run #{n} was ended while {onTheWay} {onTheWay|message was|messages were} on the way.',
    zh: '第 {n} 次测试结束时仍有 {onTheWay} 条在途。',
  },
  answerMissing: {
    en: 'Run #{n}: {missing} acknowledged {missing|message|messages} cannot arrive any more.',
    zh: '第 {n} 次测试：{missing} 条已确认的消息已无法到达。',
  },
  answerTwice: {
    en: 'Run #{n}: nothing is missing, {duplicates} {duplicates|delivery was|deliveries were} repeated.',
    zh: '第 {n} 次测试：无丢失，有 {duplicates} 次重复投递。',
  },
  answerFailing: {
    en: 'Run #{n}: {failed} {failed|send was|sends were} not acknowledged.',
    zh: '第 {n} 次测试：{failed} 条发送未被确认。',
  },
  answerFailingWhy: {
    en: 'Run #{n}: {failed} {failed|send was|sends were} not acknowledged. {why}',
    zh: '第 {n} 次测试：{failed} 条发送未被确认。{why}',
  },
  answerSent: {
    en: 'Run #{n}: {acknowledged} of {sent} messages were acknowledged; deliveries are not counted.',
    zh: '第 {n} 次测试：{sent} 条中已确认 {acknowledged} 条；未统计投递。',
  },
  answerInterrupted: {
    en: 'Run #{n} was interrupted: the lab service ended after {sent} messages.',
    zh: '第 {n} 次测试中断：实验室服务在发送 {sent} 条后退出。',
  },
  answerOneDisk: {
    en: '{n} {n|message is|messages are} on a master only at this moment.',
    zh: '此刻有 {n} 条消息仅存于主。',
  },
  stands: { en: 'Progress of {group} stands for', zh: '查看 {group} 的进度等同于' },
  standsTopic: { en: 'The queues of {topic} stand for', zh: '查看 {topic} 的队列等同于' },
})
