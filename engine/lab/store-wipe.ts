/**
 * Emptying a broker's store, and nothing else: configuration and logs stay. Refuses every folder that is not the node's own,
 * because a wipe cannot be taken back.
 */
import { EngineError } from '../base/errors.ts'
import { parseProperties, propertiesView } from '../config/properties-text.ts'
import type { ClusterSpec, NodeSpec } from './cluster-spec.ts'
import type { Host } from './hosts/host.ts'
import type { LabPaths } from './lab-paths.ts'
import type { NodeWatch } from './node-watch.ts'

/** Keys that move a part of the store. */
const PATH_KEY = /^storePath[A-Z]/

/** Everything that must hold before anything is stopped or deleted. @throws {EngineError} 'refused', 'usage'. */
export async function checkWipe(host: Host, paths: LabPaths, spec: ClusterSpec, node: NodeSpec): Promise<void> {
  if (node.kind !== 'broker') {
    throw new EngineError(
      'usage',
      `${node.name} is a NameServer and keeps no messages; a restart makes it forget its routes`,
      {
        context: { node: node.name },
        zh: `${node.name} 是 NameServer，不保存消息；重启即可清除其路由`,
      },
    )
  }
  const { folder, storeFolder, configFile } = paths.node(spec.name, node.name)
  const config = host.fs.readFile(configFile)
  const properties = propertiesView(parseProperties(config?.latin1Slice() ?? ''))
  for (const [key, path] of properties) {
    if (!PATH_KEY.test(key) || path === storeFolder || path.startsWith(`${storeFolder}/`)) continue
    throw foreign(node, `${key}=${path}`, storeFolder)
  }
  const realFolder = await host.realPath(folder)
  const realStore = await host.realPath(storeFolder)
  if (realStore !== undefined && realStore !== `${realFolder}/store`) throw foreign(node, realStore, storeFolder)
}

/** @throws {EngineError} 'refused' when something still uses the store. Call `checkWipe` first. */
export async function wipeStore(
  host: Host,
  paths: LabPaths,
  watch: NodeWatch,
  spec: ClusterSpec,
  node: NodeSpec,
): Promise<void> {
  const holder = await watch.holderOf(node)
  if (holder !== undefined) {
    throw new EngineError(
      'refused',
      `${node.name} was not wiped: pid ${holder.pid} (${holder.program}) still listens on its ports and may use the store. End it first.`,
      {
        context: { node: node.name, pid: holder.pid, program: holder.program },
        zh: `未清空 ${node.name}：pid ${holder.pid}（${holder.program}）仍监听其端口，可能正在使用存储目录。请先结束它。`,
      },
    )
  }
  await host.emptyFolder(paths.node(spec.name, node.name).storeFolder)
}

function foreign(node: NodeSpec, found: string, storeFolder: string): EngineError {
  return new EngineError(
    'refused',
    `${node.name} was not wiped: its store is not in its own folder (${found} instead of ${storeFolder}). Empty that folder by hand if you want to.`,
    {
      context: { node: node.name, found, storeFolder },
      zh: `未清空 ${node.name}：其存储不在自己的目录中（${found}，应为 ${storeFolder}）。如确有需要，请手动清空该目录。`,
    },
  )
}
