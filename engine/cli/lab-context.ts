/** The lab of this machine as the `mqlab` commands use it: home, host, ports, and which cluster a command means. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EngineError } from '../base/errors.ts'
import type { Language } from '../config/finding.ts'
import { type ClusterSpec, checkClusterName } from '../lab/cluster-spec.ts'
import { localHost } from '../lab/hosts/local-host.ts'
import type { Host } from '../lab/hosts/host.ts'
import { Lab } from '../lab/lab.ts'
import { portablePath } from '../node/node-file-system.ts'
import type { LogSink } from '../node/node-log.ts'
import { nodeProcesses } from '../node/node-processes.ts'
import { type NodePorts, nodePorts } from '../node/ports.ts'
import { labHome } from './lab-home.ts'

/** The Node that nodes run on, set by the desktop shell: its own executable is no Node. */
const NODE_RUNTIME_VARIABLE = 'MQLAB_NODE_RUNTIME'

export interface LabContext {
  readonly lab: Lab
  readonly host: Host
  readonly ports: NodePorts
  readonly language: Language
  /** Ends the output of a command: JSON, or lines for a person. */
  print(line: string): void
}

/** @param log where the lab's own log lines go; nowhere for commands that end at once. */
export function openLab(home: string | undefined, language: Language, log?: LogSink): LabContext {
  const ports = nodePorts({ logName: 'mqlab', ...(log === undefined ? {} : { log }) })
  const dist = bundleFolder()
  const runtime = process.env[NODE_RUNTIME_VARIABLE] ?? process.execPath
  const host = localHost({
    ports,
    processes: nodeProcesses(),
    commands: {
      namesrv: [runtime, `${dist}/mqnamesrv.js`],
      broker: [runtime, `${dist}/mqbroker.js`],
    },
    env: { LANG: language === 'zh' ? 'zh_CN.UTF-8' : 'C.UTF-8' },
  })
  return {
    lab: new Lab(labHome(home), host),
    host,
    ports,
    language,
    print: (line) => process.stdout.write(`${line}\n`),
  }
}

/** The cluster a command means: the one named, or the only one there is. @throws {EngineError} 'usage' when unclear. */
export function chooseCluster(lab: Lab, name: string | undefined): ClusterSpec {
  if (name !== undefined) return lab.load(checkClusterName(name))
  const names = lab.clusterNames()
  const [only] = names
  if (names.length === 1 && only !== undefined) return lab.load(only)
  if (names.length === 0) {
    throw new EngineError('usage', `no cluster in ${lab.paths.home}; make one: mqlab up 2m-2s-async`, {
      zh: `${lab.paths.home} 中没有集群；可用 mqlab up 2m-2s-async 创建`,
    })
  }
  throw new EngineError('usage', `which cluster? add --name with one of ${names.join(', ')}`, {
    zh: `是哪个集群？请加 --name，可选：${names.join('、')}`,
  })
}

/** The cluster that has the node; with --name that one. @throws {EngineError} 'usage' when two have it. */
export function clusterOfNode(lab: Lab, node: string, name: string | undefined): ClusterSpec {
  if (name !== undefined) return chooseCluster(lab, name)
  const names = lab.clusterNames()
  if (names.length < 2) return chooseCluster(lab, undefined)
  const having = names.filter((cluster) => lab.load(cluster).nodes.some((candidate) => candidate.name === node))
  const [only] = having
  if (having.length === 1 && only !== undefined) return lab.load(only)
  const list = having.length === 0 ? names : having
  throw new EngineError(
    'usage',
    having.length === 0
      ? `no cluster has a node "${node}"; clusters: ${list.join(', ')}`
      : `node "${node}" is in several clusters: add --name with one of ${list.join(', ')}`,
    {
      zh:
        having.length === 0
          ? `没有集群含节点“${node}”；现有集群：${list.join('、')}`
          : `多个集群都有节点“${node}”：请加 --name，可选：${list.join('、')}`,
    },
  )
}

/** Where the bundles lie: beside this one, or in `dist/` when run from the sources. */
function bundleFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const found = [here, resolve(here, '../../dist')].find((folder) => existsSync(`${folder}/mqbroker.js`))
  if (found !== undefined) return portablePath(found)
  throw new EngineError('not-found', 'the bundles of the nodes are missing: run "npm run build" in the clone', {
    zh: '缺少节点程序：请在克隆目录中运行 npm run build',
  })
}
