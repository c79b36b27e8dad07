/**
 * Writes `docs/PROPERTIES.md` and `docs/PROPERTIES.zh-CN.md`: every property of RocketMQ 5.3.3 by group, out of the catalogue.
 * Run it after a change there: `npx tsx scripts/properties-page.ts`. A test holds the committed pages against it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CATALOGUE, PROPERTY_GROUPS, type PropertyOwner, type PropertyRow } from '../engine/config/catalogue.ts'
import { say, type BilingualText, type Language } from '../engine/config/finding.ts'
import { GONE_PROPERTIES, RELEASES_LOOKED_AT, sinceOf, type GoneProperty } from '../engine/config/property-history.ts'
import { supportOf, type PropertySupport } from '../engine/config/property-support.ts'
import { defaultInWords, rangeText } from '../engine/config/range-text.ts'
import { valueInWords } from '../engine/config/unit-words.ts'

export const PAGES: Readonly<Record<Language, string>> = {
  en: 'docs/PROPERTIES.md',
  zh: 'docs/PROPERTIES.zh-CN.md',
}

/** Owners whose files are no broker's. */
const NAMESRV_OWNERS: ReadonlySet<PropertyOwner> = new Set(['namesrv', 'controller'])

const OWNER_NAMES: Readonly<Record<PropertyOwner, BilingualText>> = {
  broker: say('broker', 'broker'),
  store: say('store', '存储'),
  'netty-server': say('server side', '服务端网络'),
  'netty-client': say('client side', '客户端网络'),
  namesrv: say('name server', 'NameServer'),
  controller: say('controller', '控制器'),
  proxy: say('proxy', '代理'),
  auth: say('users and permissions', '用户与权限'),
  tiered: say('tiered storage', '分层存储'),
}

const HOT: Readonly<Record<PropertyRow['hot'], BilingualText>> = {
  yes: say('at once', '即时'),
  no: say('restart', '重启'),
  unknown: say('partly', '部分'),
}

const UNITS: Readonly<Record<string, BilingualText>> = {
  bytes: say('bytes', '字节'),
  ms: say('ms', '毫秒'),
  s: say('s', '秒'),
  min: say('min', '分钟'),
  hours: say('hours', '小时'),
  count: say('count', '个数'),
  ratio: say('ratio', '比例'),
  path: say('path', '路径'),
  port: say('port', '端口'),
  'host:port list': say('host:port list', 'host:port 列表'),
  enum: say('enum', '枚举'),
}

/** Marks after a Chinese character. */
const FULL_WIDTH: Readonly<Record<string, string>> = { ',': '\uff0c', ':': '\uff1a', ';': '\uff1b' }

const COLUMNS: readonly BilingualText[] = [
  say('Key', '配置项'),
  say('Belongs to', '所属'),
  say('Type', '类型'),
  say('Default', '默认值'),
  say('Unit', '单位'),
  say('Range', '范围'),
  say('Update in Apache', 'Apache 中更新'),
  say('This engine', '本引擎'),
  say('Since', '始于'),
  say('What it does', '作用'),
]

/** The whole page in one language. */
export function propertiesPage(language: Language): string {
  return [
    punctuated(introduction(language)),
    ...PROPERTY_GROUPS.map(({ id, title }) =>
      [
        `## ${title[language]}`,
        table(
          COLUMNS,
          CATALOGUE.filter((row) => row.group === id).map((row) => cellsOf(row, language)),
          language,
        ),
      ].join('\n\n'),
    ),
    gonePart(language),
  ].join('\n\n')
}

function introduction(language: Language): string {
  const counts = { acts: 0, ignored: 0, refused: 0 }
  for (const row of CATALOGUE) counts[supportOfRow(row).engine] += 1
  const first = RELEASES_LOOKED_AT[0] ?? ''
  return language === 'en'
    ? `# Properties

Written by \`npx tsx scripts/properties-page.ts\` from the catalogue in \`engine/config\`; do not edit. 中文:[PROPERTIES.zh-CN.md](PROPERTIES.zh-CN.md)

Every property of RocketMQ 5.3.3: ${CATALOGUE.length} rows. This engine acts on ${counts.acts}, refuses to start with values of ${counts.refused} whose
feature it does not have, and accepts ${counts.ignored} without effect.

- **Update in Apache**: what \`updateBrokerConfig\` (or \`updateNamesrvConfig\`) does to a running Apache program. "At once": the new value is
  used. "Restart": it is stored and shown, and used after a restart. "Partly": some places read it once.
- **This engine**: the same question here, and what becomes of the property at all.
- **Since**: the first release with the key of those looked at (${RELEASES_LOOKED_AT.join(', ')}); empty: ${first} has it already.
  Keys of the proxy are not dated.`
    : `# 配置项

由 \`npx tsx scripts/properties-page.ts\` 根据 \`engine/config\` 中的目录生成,请勿手工修改。English: [PROPERTIES.md](PROPERTIES.md)

RocketMQ 5.3.3 的全部配置项,共 ${CATALOGUE.length} 行。其中 ${counts.acts} 行在本引擎中起作用,${counts.refused} 行在取值要求本引擎没有的功能时拒绝启动,
${counts.ignored} 行接受但无效。

- **Apache 中更新**:\`updateBrokerConfig\`(或 \`updateNamesrvConfig\`)对运行中的 Apache 程序的作用。"即时":立即使用新值;"重启":会保存并显示,
  重启后才使用;"部分":有些地方只读取一次。
- **本引擎**:在本引擎中的情况,以及该配置项是否起作用。
- **始于**:在查看过的版本(${RELEASES_LOOKED_AT.join('、')})中最早出现的版本;空表示 ${first} 已有。
  代理的配置项没有标注。`
}

function supportOfRow(row: PropertyRow): PropertySupport {
  return supportOf(row, NAMESRV_OWNERS.has(row.owner) ? 'namesrv' : 'broker')
}

function cellsOf(row: PropertyRow, language: Language): string[] {
  const words = valueInWords(row, row.defaultText)
  const byDefault = defaultInWords(row)[language]
  return [
    `\`${row.key}\``,
    OWNER_NAMES[row.owner][language],
    row.type,
    byDefault === '' ? '' : `\`${byDefault}\`${words === undefined ? '' : ` (${words[language]})`}`,
    UNITS[row.unit]?.[language] ?? row.unit,
    prose(rangeText(row)?.[language] ?? ''),
    row.settable ? HOT[row.hot][language] : '–',
    prose(engineCell(supportOfRow(row), language)),
    sinceOf(row) ?? '',
    prose(row.meaning[language]),
  ]
}

function engineCell(support: PropertySupport, language: Language): string {
  const note = support.note?.[language]
  if (support.engine !== 'acts') return note ?? ''
  const acts = support.hotInEngine === 'now' ? say('acts; at once', '起作用;即时') : say('acts; restart', '起作用;重启')
  return note === undefined ? acts[language] : `${acts[language]}. ${note}`
}

function gonePart(language: Language): string {
  const title = say('Keys of older releases that are gone', '旧版本中已消失的配置项')
  const text = say(
    'A file may still carry them: 5.3.3 ignores them without a word, and so does this engine, with a warning.',
    '配置文件中可能仍有它们:5.3.3 会静默忽略;本引擎同样忽略,但会给出警告。',
  )
  const columns = [
    say('Key', '配置项'),
    say('Belonged to', '所属'),
    say('Last seen in', '最后出现于'),
    say('Gone in', '消失于'),
  ]
  const cells = (gone: GoneProperty): string[] => [
    `\`${gone.key}\``,
    OWNER_NAMES[gone.owner][language],
    gone.last,
    gone.gone,
  ]
  return `## ${title[language]}\n\n${punctuated(text[language])}\n\n${table(columns, GONE_PROPERTIES.map(cells), language)}\n`
}

function table(columns: readonly BilingualText[], rows: readonly (readonly string[])[], language: Language): string {
  return [
    line(columns.map((column) => column[language])),
    line(columns.map(() => '---')),
    ...rows.map((cells) => line(cells)),
  ].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Text outside of code, where `<x>` would be taken for a tag, `*` and `_` for emphasis. */
function prose(text: string): string {
  return punctuated(text.replaceAll('<', '&lt;').replace(/[*_]/g, '\\$&'))
}

function punctuated(text: string): string {
  return text.replace(/[,:;](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[,:;](?! )/g, (mark) => FULL_WIDTH[mark] ?? mark)
}

if (process.argv[1] === import.meta.filename) {
  for (const language of ['en', 'zh'] as const) {
    writeFileSync(join(import.meta.dirname, '..', PAGES[language]), propertiesPage(language))
  }
}
