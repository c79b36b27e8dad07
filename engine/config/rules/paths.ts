/** Rules about where one broker keeps its files. Directories shared by several brokers: `hosts.ts`. */
import { say } from '../finding.ts'
import { choice, hitAt, hitIf, type FileRule } from './rule.ts'

export const PATH_RULES: readonly FileRule[] = [
  {
    id: 'tilde-in-path',
    severity: 'error',
    program: 'any',
    check: (view) =>
      [...view.binding.bound.values()]
        .filter(({ row, value }) => row.unit === 'path' && /(^|[/\\])~([/\\]|$)|\$\{|\$[A-Z]/.test(String(value)))
        .map(({ row, value }) =>
          hitAt(
            view,
            row.key,
            say(
              `${row.key} is not expanded: neither ~ nor variables are, so a directory named ${String(value)} appears below the directory of the start command`,
              `${row.key} 不会展开：~ 与变量都不会展开，会在启动命令所在目录下生成名为 ${String(value)} 的目录`,
            ),
            say('write the absolute path', '写绝对路径'),
          ),
        ),
  },
  {
    id: 'store-path-outside-root',
    severity: 'error',
    check: (view) =>
      hitIf(
        !view.usesDledger &&
          view.isSet('storePathCommitLog') &&
          !view.text('storePathCommitLog').includes(',') &&
          !isBelow(view.text('storePathCommitLog'), view.text('storePathRootDir')),
        () =>
          choice(
            hitAt(
              view,
              'storePathCommitLog',
              say(
                `the message log lies outside storePathRootDir: it is in ${view.text('storePathCommitLog')}, everything else in ${view.text('storePathRootDir')}, so backups and disk checks of one tree miss half`,
                `消息日志不在 storePathRootDir 之下：它在 ${view.text('storePathCommitLog')}，其余在 ${view.text('storePathRootDir')}，只备份或检查其中一处会漏掉一半`,
              ),
              say(
                'put the message log below storePathRootDir, unless a separate disk is meant',
                '把 commitlog 放在 storePathRootDir 之下，除非确实要用独立磁盘',
              ),
              // The default root is the home of whoever starts the broker: no text stands for it.
              view.isSet('storePathRootDir')
                ? [
                    {
                      kind: 'set',
                      key: 'storePathCommitLog',
                      value: `${view.text('storePathRootDir').replace(/[/\\]+$/, '')}/commitlog`,
                    },
                  ]
                : undefined,
              say('Put below root', '移到根目录下'),
            ),
          ),
      ),
  },
  {
    id: 'versioned-store-path',
    severity: 'hint',
    check: (view) =>
      ['storePathRootDir', 'storePathCommitLog'].flatMap((key) =>
        hitIf(view.isSet(key) && /\d+\.\d+\.\d+/.test(view.text(key)), () =>
          choice(
            hitAt(
              view,
              key,
              say(
                `${key} contains a version number: after an upgrade into another directory the data look lost`,
                `${key} 含版本号：升级到新目录后数据看起来会丢失`,
              ),
              say('use a path without version', '使用不含版本号的路径'),
              [{ kind: 'set', key, value: view.text(key).replace(/[-_]?v?\d+\.\d+\.\d+/g, '') }],
              say('Leave version out', '去掉版本号'),
            ),
          ),
        ),
      ),
  },
]

/** `path` is `root` or lies below it. */
export function isBelow(path: string, root: string): boolean {
  const normal = (text: string): string => text.replaceAll('\\', '/').replace(/\/+/g, '/').replace(/\/$/, '')
  return normal(path) === normal(root) || normal(path).startsWith(`${normal(root)}/`)
}
