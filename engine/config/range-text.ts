/**
 * Ranges and defaults of catalogue rows as sentences for people, in both languages. It refuses to decide whether a value is
 * inside a range; see rules/values.ts.
 */
import { RANGE_WORDS } from './catalogue/range-words.ts'
import type { PropertyRow } from './catalogue.ts'
import { say, type BilingualText } from './finding.ts'

const CHINESE_RANGES: ReadonlyMap<string, string> = new Map(
  RANGE_WORDS.trim()
    .split('\n')
    .map((line): [string, string] => {
      const bar = line.lastIndexOf(' | ')
      return [line.slice(0, bar), line.slice(bar + 3)]
    }),
)

/** Defaults that the machine decides, by the catalogue's wording. */
const CHINESE_DEFAULTS: Readonly<Record<string, string>> = {
  'host name of the machine (DEFAULT_BROKER if unknown)': '本机主机名（未知时为 DEFAULT_BROKER）',
  'host name of the machine (DEFAULT_PROXY if unknown)': '本机主机名（未知时为 DEFAULT_PROXY）',
  'first suitable local address, detected at start-up': '启动时探测到的第一个合适的本机地址',
  'system property rocketmq.namesrv.addr, else $NAMESRV_ADDR': '系统属性 rocketmq.namesrv.addr，否则 $NAMESRV_ADDR',
  'system property rocketmq.home.dir, else $ROCKETMQ_HOME': '系统属性 rocketmq.home.dir，否则 $ROCKETMQ_HOME',
  'host name of the machine': '本机主机名',
  'file given with -c, else ~/store/config/broker.properties': '-c 给出的文件，否则 ~/store/config/broker.properties',
  '~/DLedgerController (or ~/jRaftController)': '~/DLedgerController（或 ~/jRaftController）',
  '$RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/broker.conf': '$RMQ_PROXY_HOME（否则 $ROCKETMQ_HOME）/conf/broker.conf',
  '$RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/tls/rocketmq.key':
    '$RMQ_PROXY_HOME（否则 $ROCKETMQ_HOME）/conf/tls/rocketmq.key',
  '$RMQ_PROXY_HOME (else $ROCKETMQ_HOME)/conf/tls/rocketmq.crt':
    '$RMQ_PROXY_HOME（否则 $ROCKETMQ_HOME）/conf/tls/rocketmq.crt',
  processors: '处理器数',
  '2 x processors': '2 x 处理器数',
  '4 x processors': '4 x 处理器数',
  'min(processors, 4)': 'min(处理器数, 4)',
  'min(32, processors)': 'min(32, 处理器数)',
  '16 + 2 x processors': '16 + 2 x 处理器数',
  '8 + processors': '8 + 处理器数',
  'max(8 + 2 x processors, 4 x min(processors, 4))': 'max(8 + 2 x 处理器数, 4 x min(处理器数, 4))',
  'false (true when tls.enable=true or tls.server.mode=enforcing)':
    'false（tls.enable=true 或 tls.server.mode=enforcing 时为 true）',
}

/** What the code enforces, or what makes sense; undefined when the row has no range. */
export function rangeText(row: Pick<PropertyRow, 'range'>): BilingualText | undefined {
  if (row.range === '') return undefined
  return say(row.range, CHINESE_RANGES.get(row.range) ?? row.range)
}

/** The default as people read it. */
export function defaultInWords(row: Pick<PropertyRow, 'defaultText'>): BilingualText {
  const { defaultText } = row
  return say(defaultText, CHINESE_DEFAULTS[defaultText] ?? defaultText)
}
