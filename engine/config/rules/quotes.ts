/** Rules over an article's sentences: claims that are wrong, and error messages it quotes, each with what caused it. */
import type { ArticleView } from '../article/article-view.ts'
import { liesBelow } from '../article/article-paths.ts'
import { say } from '../finding.ts'
import type { ArticleRule } from './article-rule.ts'
import type { RuleHit } from './rule.ts'

const SLAVE_PORT_MYTH =
  /(?:slave|从节点|从机|从库|备机)[^\n,，。;；]{0,24}(?:默认|\bdefaults?\b|by default)[^\n\d,，。;；]{0,16}1[12]\d11|1[12]\d11[^\n\d,，。;；]{0,16}(?:by default|\bdefault\b)[^\n\d,，。;；]{0,16}slave/i

export const QUOTE_RULES: readonly ArticleRule[] = [
  {
    id: 'slave-default-port-myth',
    severity: 'hint',
    check: (view) => {
      const line = lineWith(view, SLAVE_PORT_MYTH)
      return line === undefined
        ? []
        : [
            {
              line,
              message: say(
                'a slave has no default port of its own: without listenPort it listens on 10911 like a master, and two on one machine collide',
                '从节点没有自己的默认端口：未设置 listenPort 时它与主节点一样监听 10911，同机部署会冲突',
              ),
              fix: say('set listenPort in the file of the slave', '在从节点的配置文件中设置 listenPort'),
            },
          ]
    },
  },
  {
    id: 'checkpoint-or-abort-is-directory',
    severity: 'error',
    check: (view) => {
      const made = view.commands.find(
        (command) => command.kind === 'mkdir' && command.paths.some((path) => isMarkerFile(path, view)),
      )
      const line =
        made?.line ?? lineWith(view, /timerFlushService"?\s+is null|(?:abort|checkpoint)[^\n]{0,40}Is a directory/)
      return line === undefined
        ? []
        : [
            {
              line,
              message: say(
                'abort or checkpoint was made as a directory: the broker needs them as files and stops with a NullPointerException about timerFlushService',
                'abort 或 checkpoint 被建成了目录：broker 需要的是文件，会以 timerFlushService 的 NullPointerException 停止',
              ),
              fix: say(
                'remove the two directories, the broker writes the files itself',
                '删除这两个目录，broker 会自己创建文件',
              ),
            },
          ]
    },
  },
  {
    id: 'store-dir-shared',
    severity: 'error',
    check: (view) =>
      quoted(view, /Lock failed,\s*MQ already started/, {
        message: say(
          'two brokers of one machine had one storePathRootDir: the second one stops with "Lock failed,MQ already started"',
          '同一台机器的两个 broker 使用了同一个 storePathRootDir：后启动者会以 "Lock failed,MQ already started" 退出',
        ),
        fix: say('give each broker its own storePathRootDir', '为每个 broker 设置各自的 storePathRootDir'),
      }),
  },
  {
    id: 'store-not-writable',
    severity: 'error',
    check: (view) =>
      quoted(view, /getMessageStore\(\)"?\s+is null/, {
        message: say(
          'the store is not writable for the user who starts the broker: it stops with a NullPointerException, getMessageStore() is null',
          '启动 broker 的用户对存储目录没有写权限：broker 会以 getMessageStore() 的 NullPointerException 停止',
        ),
        fix: say(
          'chown the store to that user; chmod 777 is more than is needed',
          '把存储目录 chown 给该用户；chmod 777 超出了所需',
        ),
      }),
  },
]

function quoted(view: ArticleView, pattern: RegExp, hit: Pick<RuleHit, 'message' | 'fix'>): readonly RuleHit[] {
  const line = lineWith(view, pattern)
  return line === undefined ? [] : [{ line, ...hit }]
}

function lineWith(view: ArticleView, pattern: RegExp): number | undefined {
  return view.lines.find((line) => line.kind !== 'setting' && pattern.test(line.text))?.number
}

function isMarkerFile(path: string, view: ArticleView): boolean {
  if (!/\/(?:abort|checkpoint)\/?$/.test(path)) return false
  const roots = view.clusters.flatMap(({ files }) => files.map((file) => file.view?.text('storePathRootDir') ?? ''))
  return roots.length === 0 || roots.some((root) => root !== '' && liesBelow(path, root))
}
