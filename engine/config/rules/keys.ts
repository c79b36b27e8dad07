/** Rules about keys: unknown, misspelled, outdated, doubled, dead. They refuse to look at values. */
import { ADDRESS_SERVER_KEYS, keysOf, rowsOfKey } from '../catalogue.ts'
import { say, type PropertyEdit } from '../finding.ts'
import { trimJava } from '../java-values.ts'
import { nearestKey } from '../nearest-key.ts'
import { oldKey } from '../old-keys.ts'
import { duplicateEntries, type PropertyEntry } from '../properties-text.ts'
import type { FileView } from './file-view.ts'
import { choice, hitAt, type FileRule, type RuleHit } from './rule.ts'

const CONSUME_QUEUE_ENTRY_BYTES = 20
/** Entries of one consume queue file by default. */
const USUAL_ENTRIES = 300_000

/** Unknown keys of one file that get a suggestion; the rest of a file that is no broker file at all is only listed. */
const SUGGESTIONS_MAX = 200

export const KEY_RULES: readonly FileRule[] = [
  {
    id: 'utf8-bom',
    severity: 'error',
    program: 'any',
    check: (view) =>
      isUtf16(view)
        ? [
            {
              line: 1,
              message: say(
                'the file is saved as UTF-16: Java reads a NUL into every key, and no line has an effect',
                '文件以 UTF-16 保存：Java 读到的每个键都夹有 NUL 字符，所有行都无效',
              ),
              fix: say(
                'save the file as ASCII, or as UTF-8 without a byte order mark',
                '以 ASCII 或无 BOM 的 UTF-8 保存文件',
              ),
            },
          ]
        : view.entries
            .filter((entry) => entry.line === 1 && bomOf(entry.key) !== '')
            .map((entry) => ({
              key: entry.key,
              line: 1,
              message: say(
                'the file begins with a UTF-8 byte order mark: it becomes part of the first key, and that line has no effect',
                '文件以 UTF-8 BOM 开头：BOM 会成为第一个键的一部分，该行无效',
              ),
              fix: say('save the file without a byte order mark', '以无 BOM 的格式保存文件'),
              edits: [respell(view, entry, entry.key.slice(bomOf(entry.key).length))],
              fixLabel: say('Remove mark', '去掉 BOM'),
            })),
  },
  {
    id: 'key-case',
    severity: 'error',
    program: 'any',
    check: (view) =>
      unknownEntries(view).flatMap((entry) => {
        const meant = sameKeyInOtherCase(view, entry.key)
        return meant === undefined
          ? []
          : [
              unknownHit(
                view,
                entry,
                say(
                  `${entry.key} is ignored: keys are case sensitive, the key is ${meant}`,
                  `${entry.key} 会被忽略：键区分大小写，正确写法是 ${meant}`,
                ),
                meant,
              ),
            ]
      }),
  },
  {
    id: 'unknown-key-typo',
    severity: 'error',
    program: 'any',
    check: (view) =>
      suggestibleEntries(view).flatMap((entry) => {
        const meant = nearestKey(entry.key, settableKeys(view))
        return meant === undefined
          ? []
          : [
              unknownHit(
                view,
                entry,
                say(
                  `${entry.key} is ignored: it is no key of RocketMQ 5.3.3, the nearest one is ${meant}`,
                  `${entry.key} 会被忽略：它不是 RocketMQ 5.3.3 的配置项，最接近的键是 ${meant}`,
                ),
                meant,
              ),
            ]
      }),
  },
  {
    id: 'unknown-key',
    severity: 'warning',
    program: 'any',
    check: (view) =>
      unexplainedEntries(view)
        .filter((entry, index) => index >= SUGGESTIONS_MAX || nearestKey(entry.key, settableKeys(view)) === undefined)
        .map((entry) => ({
          key: entry.key,
          line: entry.line,
          value: entry.value,
          message: say(
            `${entry.key} is ignored: it is no key of RocketMQ 5.3.3, although getBrokerConfig lists it`,
            `${entry.key} 会被忽略：它不是 RocketMQ 5.3.3 的配置项（getBrokerConfig 仍会列出它）`,
          ),
          fix: say('remove the line, or look the key up in the catalogue', '删除该行，或在配置目录中查找正确的键'),
          edits: [{ kind: 'remove', key: entry.key, line: entry.line }],
          isChoice: true,
        })),
  },
  {
    id: 'key-of-other-program',
    severity: 'warning',
    program: 'any',
    check: (view) =>
      unknownEntries(view).flatMap((entry) => {
        const owners = rowsOfKey(entry.key).map((row) => row.owner)
        return owners.length === 0
          ? []
          : [
              {
                key: entry.key,
                line: entry.line,
                message: say(
                  `${entry.key} is ignored here: it belongs to another program (${owners.join(', ')})`,
                  `${entry.key} 在此文件中会被忽略：它属于其他程序（${owners.join('、')}）`,
                ),
                fix: say('move the line to the file of that program', '把该行移到对应程序的配置文件中'),
                edits: [{ kind: 'remove', key: entry.key, line: entry.line }] as const,
                isChoice: true as const,
              },
            ]
      }),
  },
  ...(['renamed-mapped-file-size', 'store-subpath-key-ignored', 'obsolete-key'] as const).map((id): FileRule => {
    return { id, severity: 'warning', check: (view) => oldKeyHits(view, id) }
  }),
  {
    id: 'consume-queue-size-unit',
    severity: 'error',
    check: consumeQueueUnitHits,
  },
  {
    id: 'duplicate-key',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...duplicateEntries(view.binding.document)].flatMap(([key, entries]) => {
        const last = entries.at(-1)
        if (last === undefined) return []
        const same = entries.every((entry) => entry.value === last.value)
        return [
          {
            key,
            line: last.line,
            message: say(
              `${key} stands ${entries.length} times: of lines ${entries.map((entry) => entry.line).join(', ')} only the last counts, ${last.value}`,
              `${key} 出现了 ${entries.length} 次：第 ${entries.map((entry) => entry.line).join('、')} 行中只有最后一行有效，值为 ${last.value}`,
            ),
            fix: same
              ? say('keep one of the lines', '只保留一行')
              : say('keep the line that you mean and remove the others', '保留需要的一行，删除其余'),
            // From below: the lines above keep their numbers.
            edits: entries
              .slice(0, -1)
              .map((entry) => ({ kind: 'remove', key, line: entry.line }) as const)
              .reverse(),
            value: last.value,
            fixLabel: say('Keep the last', '只留最后一行'),
          },
        ]
      }),
  },
  {
    id: 'dead-key',
    severity: 'hint',
    program: 'any',
    check: (view) =>
      [...view.binding.bound.values()]
        .filter(({ row }) => row.dead && row.key !== 'aclEnable')
        .map(({ row }) =>
          hitAt(
            view,
            row.key,
            say(`${row.key} has no effect: 5.3.3 never reads it`, `${row.key} 没有作用：5.3.3 从不读取它`),
            say('remove the line', '删除该行'),
            [{ kind: 'remove', key: row.key }],
          ),
        ),
  },
  {
    id: 'no-setter-key',
    severity: 'warning',
    check: (view) =>
      [...view.binding.ignored.values()]
        .filter(({ reason }) => reason === 'no-setter')
        .map(({ entry }) =>
          hitAt(
            view,
            entry.key,
            say(
              `${entry.key} cannot be set from a file: it shows in dumps, but the default stays`,
              `${entry.key} 无法通过文件设置：它会出现在导出中，但默认值保持不变`,
            ),
            say('remove the line', '删除该行'),
            [{ kind: 'remove', key: entry.key }],
          ),
        ),
  },
]

function oldKeyHits(view: FileView, ruleId: string): readonly RuleHit[] {
  return unknownEntries(view).flatMap((entry) => {
    const old = oldKey(entry.key)
    if (old?.ruleId !== ruleId) return []
    const renamed = old.renamedTo
    const keepsDefault =
      renamed !== undefined &&
      view.row(renamed)?.defaultText === trimJava(entry.value) &&
      view.entryOf(renamed) === undefined
    return [
      {
        key: entry.key,
        line: entry.line,
        message: say(
          `${entry.key} is ignored by 5.3.3: it was meant to be ${old.meant.en}`,
          `5.3.3 会忽略 ${entry.key}：它原本表示${/^[A-Za-z0-9]/.test(old.meant.zh) ? ' ' : ''}${old.meant.zh}`,
        ),
        value: entry.value,
        fix: old.fix,
        edits: [
          keepsDefault
            ? { kind: 'rename', from: entry.key, to: renamed, line: entry.line }
            : { kind: 'remove', key: entry.key, line: entry.line },
        ],
      },
    ]
  })
}

/** Articles count entries; the key counts bytes. The new spelling is only suspicious when it cannot be a byte count. */
function consumeQueueUnitHits(view: FileView): readonly RuleHit[] {
  return ['mapedFileSizeConsumeQueue', 'mappedFileSizeConsumeQueue'].flatMap((key) => {
    const entry = view.entryOf(key)
    const value = Number(trimJava(entry?.value ?? ''))
    if (entry === undefined || !Number.isSafeInteger(value) || value <= 0) return []
    const renamed = key === 'mappedFileSizeConsumeQueue'
    const isBytes = renamed
      ? value % CONSUME_QUEUE_ENTRY_BYTES === 0
      : value === USUAL_ENTRIES * CONSUME_QUEUE_ENTRY_BYTES
    if (isBytes && value !== USUAL_ENTRIES) return []
    const entries = Math.ceil(value / CONSUME_QUEUE_ENTRY_BYTES)
    const bytes = value * CONSUME_QUEUE_ENTRY_BYTES
    return [
      choice(
        hitAt(
          view,
          key,
          say(
            `${key}=${value} counts entries, the unit is bytes: at 20 for each entry ${renamed ? 'this makes' : 'it would make, once renamed,'} ` +
              `${entries} entries per file`,
            `${key}=${value} 以条数计，单位却是字节：每条 20 字节，${renamed ? '因此每个文件有' : '改名后每个文件将有'} ${entries} 条`,
          ),
          value === USUAL_ENTRIES
            ? say(`write ${bytes} for ${value} entries`, `${value} 条请写 ${bytes}`)
            : say(
                `for ${value} entries write ${bytes}, for the usual 300000 write 6000000; a multiple of 20`,
                `若要 ${value} 条请写 ${bytes}，常用的 30 万条是 6000000；必须是 20 的倍数`,
              ),
          // The old spelling counts for nothing: it is renamed or removed first.
          renamed && Number.isSafeInteger(bytes) && bytes <= 2 ** 31 - 1
            ? [{ kind: 'set', key, value: String(bytes) }]
            : undefined,
        ),
      ),
    ]
  })
}

function unknownHit(view: FileView, entry: PropertyEntry, message: RuleHit['message'], meant: string): RuleHit {
  return {
    key: entry.key,
    line: entry.line,
    value: entry.value,
    message,
    fix: say(`write ${meant}`, `改写为 ${meant}`),
    edits: [respell(view, entry, meant)],
  }
}

/** The line under its right key; where the file has that key too, the misspelled line goes, as it counts for nothing today. */
function respell(view: FileView, entry: PropertyEntry, meant: string): PropertyEdit {
  return view.entryOf(meant) === undefined
    ? { kind: 'rename', from: entry.key, to: meant, line: entry.line }
    : { kind: 'remove', key: entry.key, line: entry.line }
}

function unknownEntries(view: FileView): PropertyEntry[] {
  if (isUtf16(view)) return []
  return [...view.binding.ignored.values()]
    .filter(({ reason, entry }) => reason === 'unknown-key' && bomOf(entry.key) === '' && entry.key !== '')
    .filter(({ entry }) => !ADDRESS_SERVER_KEYS.has(entry.key) && !entry.key.startsWith('tls.'))
    .map(({ entry }) => entry)
}

/** Unknown keys that no other rule has a word for. */
function unexplainedEntries(view: FileView): PropertyEntry[] {
  return unknownEntries(view).filter(
    ({ key }) =>
      oldKey(key) === undefined && rowsOfKey(key).length === 0 && sameKeyInOtherCase(view, key) === undefined,
  )
}

function suggestibleEntries(view: FileView): PropertyEntry[] {
  return unexplainedEntries(view).slice(0, SUGGESTIONS_MAX)
}

function sameKeyInOtherCase(view: FileView, key: string): string | undefined {
  return rowsOfKey(key).length > 0 ? undefined : settable(view).byLowerCase.get(key.toLowerCase())
}

function settableKeys(view: FileView): readonly string[] {
  return settable(view).keys
}

interface SettableKeys {
  readonly keys: readonly string[]
  readonly byLowerCase: ReadonlyMap<string, string>
}

/** One entry per kind of file. */
const SETTABLE = new Map<readonly string[], SettableKeys>()

function settable(view: FileView): SettableKeys {
  const cached = SETTABLE.get(view.owners)
  if (cached !== undefined) return cached
  const keys = keysOf(view.owners).filter((key) => view.row(key)?.settable === true)
  const made = { keys, byLowerCase: new Map(keys.map((key) => [key.toLowerCase(), key])) }
  SETTABLE.set(view.owners, made)
  return made
}

/** Its byte order mark as ISO-8859-1 reads it, or without one a NUL after the first character. */
function isUtf16(view: FileView): boolean {
  const key = view.entries[0]?.key ?? ''
  return /^(?:\u00FF\u00FE|\u00FE\u00FF)/.test(key) || key.charAt(0) === '\0' || key.charAt(1) === '\0'
}

function bomOf(key: string): string {
  return key.startsWith('\uFEFF') ? '\uFEFF' : key.startsWith('\u00EF\u00BB\u00BF') ? '\u00EF\u00BB\u00BF' : ''
}
