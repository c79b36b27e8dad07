/** Rules about where the nodes of a draft keep their data. Two brokers in one folder destroy each other's log. */
import type { ClusterDraft, DraftNode } from '../../contract/new-cluster-api.ts'
import { say } from '../../contract/text.ts'
import { type DraftFacts, isCaseBlind } from '../draft-facts.ts'
import { defaultFolder, isAbsolute, storeFolderOf } from '../draft-plan.ts'
import { type DraftFix, type DraftHit, type DraftRule, withNode } from './rule.ts'

export const FOLDER_RULES: readonly DraftRule[] = [
  {
    id: 'store-folder',
    passed: say('every store folder can be made', '所有存储目录都可以创建'),
    check: (draft, facts) =>
      draft.nodes.flatMap((node): DraftHit[] => {
        const why = trouble(node, facts)
        return why === undefined ? [] : [{ severity: 'error', ...why, node, part: 'folder', fix: ownFolder(node) }]
      }),
  },
  {
    id: 'store-folder-outside',
    passed: say('no store lies on the lab’s own files', '没有存储目录落在实验室自己的文件上'),
    check: (draft, facts) => {
      const fold = foldOf(facts)
      const cluster = fold(facts.paths.clusterFolder(draft.name))
      const clusters = fold(facts.paths.clustersFolder)
      return draft.nodes.flatMap((node): DraftHit[] => {
        if (trouble(node, facts) !== undefined) return []
        const store = fold(storeFolderOf(draft, node, facts.paths))
        const own = fold(facts.paths.node(draft.name, node.name).folder)
        const holdsFiles =
          isInside(own, store) ||
          isInside(`${own}/conf`, store) ||
          isInside(store, `${own}/conf`) ||
          isInside(store, `${own}/logs`)
        const isElsewhere = isInside(store, clusters) && !isInside(store, cluster)
        const escapes = !isAbsolute(node.folder.trim()) && !isInside(store, cluster)
        if (!holdsFiles && !isElsewhere && !escapes) return []
        return [
          {
            severity: 'error',
            title: holdsFiles
              ? say(`The folder of ${node.name} holds the lab’s own files`, `${node.name} 的目录中有实验室自己的文件`)
              : say(`The folder of ${node.name} lies in another cluster`, `${node.name} 的目录在其他集群之内`),
            detail: say(
              'A relative folder stays below the cluster’s own; for another disk write an absolute path.',
              '相对目录须在本集群目录之下；若要用其他磁盘，请写绝对路径。',
            ),
            node,
            part: 'folder',
            fix: ownFolder(node),
          },
        ]
      })
    },
  },
  {
    id: 'store-dir-shared',
    passed: say('every node has a store folder of its own', '每个节点都有独立的存储目录'),
    check(draft, facts) {
      const fold = foldOf(facts)
      const stores = draft.nodes.map((node) => fold(storeFolderOf(draft, node, facts.paths)))
      return draft.nodes.flatMap((node, index): DraftHit[] => {
        const store = stores[index] as string
        const at = stores.slice(0, index).findIndex((other) => isInside(store, other) || isInside(other, store))
        const other = draft.nodes[at]
        if (other === undefined) return []
        const isSame = stores[at] === store
        return [
          {
            severity: 'error',
            title: say(`${node.name} would not start`, `${node.name} 将无法启动`),
            detail: isSame
              ? say(
                  `Its folder is that of ${other.name}: the second one stops with “Lock failed, MQ already started”.`,
                  `它与 ${other.name} 使用同一目录：后启动者会以“Lock failed, MQ already started”退出。`,
                )
              : say(
                  `Its folder and that of ${other.name} lie in one another: wiping one loses both.`,
                  `它与 ${other.name} 的目录互相包含：清空一个会丢失两个的数据。`,
                ),
            node,
            part: 'folder',
            fix: ownFolder(node, draft),
          },
        ]
      })
    },
  },
  {
    id: 'store-folder-used',
    passed: say('no store folder holds anything yet', '存储目录都是空的'),
    check: (draft, facts) =>
      draft.nodes.flatMap((node): DraftHit[] => {
        const store = storeFolderOf(draft, node, facts.paths)
        const fact = facts.folders.get(store)
        if (fact === 'file') {
          return [
            {
              severity: 'error',
              title: say(`${node.name} would not start`, `${node.name} 将无法启动`),
              detail: say(`${store} is a file, not a folder.`, `${store} 是文件，不是目录。`),
              node,
              part: 'folder',
              fix: ownFolder(node),
            },
          ]
        }
        if (fact !== 'used') return []
        return [
          {
            severity: 'warning',
            title: say(`The folder of ${node.name} is not empty`, `${node.name} 的目录不是空的`),
            detail: say(
              `${store} holds files. A store in it would be opened and continued.`,
              `${store} 中已有文件；若其中有存储数据，会被打开并继续使用。`,
            ),
            node,
            part: 'folder',
            fix: ownFolder(node),
          },
        ]
      }),
  },
]

/** Why this folder cannot be made, if it cannot. */
function trouble(node: DraftNode, facts: DraftFacts): Pick<DraftHit, 'title' | 'detail'> | undefined {
  const folder = node.folder.trim()
  const title = say(`${node.name} has no usable folder`, `${node.name} 没有可用的目录`)
  if (folder === '') return { title, detail: say('The folder is empty.', '目录为空。') }
  if (/^~|\$\{|\$[A-Z]/.test(folder)) {
    return {
      title,
      detail: say(
        'Neither ~ nor variables are expanded; write the absolute path.',
        '~ 与变量都不会展开，请写绝对路径。',
      ),
    }
  }

  if (/[\u0000-\u001f\u007f]/.test(folder)) {
    return { title, detail: say('It contains a control character.', '目录中含有控制字符。') }
  }
  if (/,/.test(folder)) {
    return { title, detail: say('RocketMQ reads a comma as “several folders”.', 'RocketMQ 会把逗号理解为“多个目录”。') }
  }
  if (facts.platform === 'win32') {
    const parts = folder.replace(/^[A-Za-z]:/, '').split(/[\\/]/)
    if (
      parts.some(
        (part) => /[<>:"|?*]|[. ]$|^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i.test(part) && !/^\.\.?$/.test(part),
      )
    ) {
      return { title, detail: say('Windows does not allow this name.', 'Windows 不允许这样的名称。') }
    }
  } else if (/^[A-Za-z]:/.test(folder)) {
    return { title, detail: say('Drive letters exist on Windows only.', '盘符仅在 Windows 上有效。') }
  }
  return undefined
}

function ownFolder(node: DraftNode, draft?: ClusterDraft): DraftFix {
  const usual = defaultFolder(node.name)
  const isTaken = draft?.nodes.some((other) => other !== node && other.folder === usual) === true
  const folder = isTaken ? `stores/${node.name}` : usual
  return {
    label: say('Use a folder of its own', '使用独立目录'),
    apply: (before) => withNode(before, node, { folder }),
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

function foldOf(facts: DraftFacts): (path: string) => string {
  return isCaseBlind(facts.platform) ? (path) => path.toLowerCase() : (path) => path
}
