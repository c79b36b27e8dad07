/** A run as a file that can be saved: for people as Markdown in either language, for tables as CSV, for programs as JSON. */
import type { QueueAccount, RunView, SendStatus } from '../../../contract/messages-api.ts'
import { SEND_STATUS_WORDS } from '../../../contract/send-status-words.ts'
import { say, type Text } from '../../../contract/text.ts'

export type ReportFormat = 'json' | 'markdown' | 'csv'
type Language = keyof Text

export interface Report {
  readonly fileName: string
  readonly text: string
}

const ENDINGS: Readonly<Record<ReportFormat, string>> = { json: 'json', markdown: 'md', csv: 'csv' }

const COLUMNS = [
  ['acknowledged', say('acknowledged', '已确认')],
  ['delivered', say('delivered', '已投递')],
  ['onTheWay', say('on the way', '在途')],
  ['missing', say('missing', '丢失')],
  ['duplicates', say('duplicate', '重复')],
  ['outOfOrder', say('out of order', '乱序')],
] as const satisfies readonly (readonly [keyof QueueAccount, Text])[]

const STATES: Readonly<Record<RunView['state'], Text>> = {
  sending: say('sending', '发送中'),
  paused: say('paused', '已暂停'),
  waiting: say('waiting for deliveries', '等待投递'),
  ended: say('ended', '已结束'),
  failed: say('failed', '失败'),
  interrupted: say('interrupted', '已中断'),
}

export function runReport(view: RunView, format: ReportFormat, language: Language): Report {
  const fileName = `${view.cluster}-run-${view.number}.${ENDINGS[format]}`
  if (format === 'json') return { fileName, text: `${JSON.stringify(view, null, 2)}\n` }
  return { fileName, text: format === 'csv' ? csv(view, language) : markdown(view, language) }
}

/** With the mark that lets spreadsheets read UTF-8. */
function csv(view: RunView, language: Language): string {
  const head = [
    say('broker', 'Broker')[language],
    say('queue', '队列')[language],
    ...COLUMNS.map(([, label]) => label[language]),
  ]
  const rows = view.queues.map((queue) => [
    queue.brokerName,
    String(queue.queueId),
    ...COLUMNS.map(([key]) => String(queue[key])),
  ])
  const total = [say('total', '合计')[language], '', ...COLUMNS.map(([key]) => String(view[key]))]
  return `\uFEFF${[head, ...rows, total].map((row) => row.map(csvField).join(',')).join('\r\n')}\r\n`
}

/** Quoted where needed; a leading sign of a formula is disarmed. */
function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function markdown(view: RunView, language: Language): string {
  const t = (en: string, zh: string): string => say(en, zh)[language]
  const { spec } = view
  const time = (ms: number | null): string => (ms === null ? '–' : new Date(ms).toISOString())
  const ms = (value: number | null): string => (value === null ? '–' : `${value} ms`)
  const latency = (of: RunView['sendLatency']): string =>
    `p50 ${ms(of.p50Ms)} · p99 ${ms(of.p99Ms)} · max ${ms(of.maxMs)}`
  const facts: [string, string][] = [
    [t('State', '状态'), STATES[view.state][language]],
    [t('Started', '开始'), time(view.startedAtMs)],
    [t('Ended', '结束'), time(view.endedAtMs)],
    ['Topic', spec.message.topic],
    [t('Sent', '已发送'), `${view.sent} / ${spec.count}`],
    [t('Rate, batch, mode', '速率、批量、方式'), `${spec.ratePerSecond}/s · ${spec.batch} · ${spec.mode}`],
    [t('Counted at group', '对账消费组'), spec.accountingGroup ?? t('none', '无')],
    [t('Send to reply', '发送到应答'), latency(view.sendLatency)],
    [t('Send to delivery', '发送到投递'), latency(view.deliveryLatency)],
    [t('On a master only', '仅存于主'), view.onOneDiskOnly === null ? '–' : String(view.onOneDiskOnly)],
    [t('Delivered unacknowledged', '未确认却已投递'), String(view.deliveredUnacknowledged)],
  ]
  const lines = [
    `# ${t(`${view.cluster}: run #${view.number}`, `${view.cluster}：第 ${view.number} 次测试`)}`,
    '',
    equation(view, language),
    '',
    ...(view.problem === null ? [] : [`> ${cell(view.problem[language])}`, '']),
    ...table([t('Fact', '项目'), t('Value', '值')], facts),
    '',
    `## ${t('Queues', '队列')}`,
    '',
    ...table(
      [t('Queue', '队列'), ...COLUMNS.map(([, label]) => label[language])],
      view.queues.map((queue) => [
        `${queue.brokerName} ${queue.queueId}`,
        ...COLUMNS.map(([key]) => String(queue[key])),
      ]),
    ),
    '',
    `## ${t('Replies', '应答')}`,
    '',
    ...table(
      [t('Status', '状态'), t('Messages', '条数'), t('Meaning', '含义')],
      (Object.keys(SEND_STATUS_WORDS) as SendStatus[]).map((status) => [
        status,
        String(view.statuses[status]),
        SEND_STATUS_WORDS[status][language],
      ]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function equation(view: RunView, language: Language): string {
  if (view.spec.accountingGroup === null) {
    return say(
      `${view.acknowledged} acknowledged; deliveries were not counted.`,
      `已确认 ${view.acknowledged}；未统计投递。`,
    )[language]
  }
  const { acknowledged, delivered, onTheWay, missing, duplicates, outOfOrder } = view
  return say(
    `**${acknowledged}** acknowledged = **${delivered}** delivered + **${onTheWay}** on the way + **${missing}** missing; ${duplicates} duplicate, ${outOfOrder} out of order.`,
    `已确认 **${acknowledged}** = 已投递 **${delivered}** + 在途 **${onTheWay}** + 丢失 **${missing}**；重复 ${duplicates}，乱序 ${outOfOrder}。`,
  )[language]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[\r\n]+/g, ' ')
}
