/**
 * Keys of older releases and tutorials that 5.3.3 ignores: what their author meant and what to write instead. It refuses
 * to guess about other unknown keys; see `nearest-key.ts`.
 */
import { say, type BilingualText } from './finding.ts'

export interface OldKey {
  readonly key: string
  readonly ruleId: 'renamed-mapped-file-size' | 'store-subpath-key-ignored' | 'obsolete-key'
  /** What the line was meant to do. */
  readonly meant: BilingualText
  readonly fix: BilingualText
  /** The key that took its place with the same meaning. */
  readonly renamedTo?: string
}

const REMOVE = say('remove the line', '删除该行')
const ROOT_ONLY = say(
  'remove the line and set storePathRootDir only: the place follows from it',
  '删除该行，只设置 storePathRootDir，位置由它推出',
)

export const OLD_KEYS: readonly OldKey[] = [
  {
    key: 'mapedFileSizeCommitLog',
    ruleId: 'renamed-mapped-file-size',
    meant: say('the size in bytes of one message log file', '单个 commitlog 文件的字节数'),
    fix: say(
      'write mappedFileSizeCommitLog with two p; existing files must keep their size',
      '改写为 mappedFileSizeCommitLog（两个 p）；已有文件的大小不能改变',
    ),
    renamedTo: 'mappedFileSizeCommitLog',
  },
  {
    key: 'mapedFileSizeConsumeQueue',
    ruleId: 'renamed-mapped-file-size',
    meant: say(
      'the size of one consume queue file, in entries in most articles',
      '单个 ConsumeQueue 文件的大小，多数文章以条数计',
    ),
    fix: say(
      'write mappedFileSizeConsumeQueue with two p, in bytes: entries x 20; existing files must keep their size',
      '改写为 mappedFileSizeConsumeQueue（两个 p），单位是字节：条数 x 20；已有文件的大小不能改变',
    ),
    renamedTo: 'mappedFileSizeConsumeQueue',
  },
  {
    key: 'mapedFileSizeConsumeQueueExt',
    ruleId: 'renamed-mapped-file-size',
    meant: say('the size in bytes of one consume queue extension file', '单个 ConsumeQueue 扩展文件的字节数'),
    fix: say('write mappedFileSizeConsumeQueueExt with two p', '改写为 mappedFileSizeConsumeQueueExt（两个 p）'),
    renamedTo: 'mappedFileSizeConsumeQueueExt',
  },
  {
    key: 'storePathConsumeQueue',
    ruleId: 'store-subpath-key-ignored',
    meant: say('the directory of the consume queues', 'ConsumeQueue 目录'),
    fix: ROOT_ONLY,
  },
  {
    key: 'storePathIndex',
    ruleId: 'store-subpath-key-ignored',
    meant: say('the directory of the key index', '消息索引目录'),
    fix: ROOT_ONLY,
  },
  {
    key: 'storeCheckpoint',
    ruleId: 'store-subpath-key-ignored',
    meant: say('the checkpoint file', 'checkpoint 文件'),
    fix: ROOT_ONLY,
  },
  {
    key: 'abortFile',
    ruleId: 'store-subpath-key-ignored',
    meant: say('the abort file', 'abort 文件'),
    fix: ROOT_ONLY,
  },
  {
    key: 'checkTransactionMessageEnable',
    ruleId: 'obsolete-key',
    meant: say('a 3.x switch for transaction checks, which always run now', '3.x 的事务回查开关，现在回查始终进行'),
    fix: REMOVE,
  },
  {
    key: 'filterServerNums',
    ruleId: 'obsolete-key',
    meant: say('the number of class filter servers, which are gone', '类过滤服务器数量，该功能已移除'),
    fix: REMOVE,
  },
  {
    key: 'haSlaveFallbehindMax',
    ruleId: 'obsolete-key',
    meant: say('how many bytes a slave may be behind', '从节点允许落后的字节数'),
    fix: say('use haMaxGapNotInSync', '改用 haMaxGapNotInSync'),
    renamedTo: 'haMaxGapNotInSync',
  },
]

const BY_KEY: ReadonlyMap<string, OldKey> = new Map(OLD_KEYS.map((row) => [row.key.toLowerCase(), row]))

/** In any case: articles write `storeCheckPoint` too, and 5.3.3 ignores one as the other. */
export function oldKey(key: string): OldKey | undefined {
  return BY_KEY.get(key.toLowerCase())
}
