/**
 * `clusters.createFromFiles`: property files (a folder, an article) become a cluster of the lab, by the importer that `mqlab up
 * FOLDER` uses. Nothing is written while lint finds an error in what would be written.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import { lintSet } from '../../../config/lint.ts'
import type { TopologyFiles } from '../../../config/topology-files.ts'
import { say } from '../../../contract/text.ts'
import { checkClusterName } from '../../cluster-spec.ts'
import { type ImportedCluster, importTopology } from '../../import-topology.ts'
import type { ServiceContext } from '../context.ts'
import { seen, type StartCluster } from '../drafts/drafts.ts'
import type { LabServiceHandlers } from '../lab-service.ts'

export type CreateFromFilesHandlers = Pick<LabServiceHandlers, 'clusters.createFromFiles'>

const CUSTOM = 'custom'

export function makeCreateFromFiles(context: ServiceContext, startCluster: StartCluster): CreateFromFilesHandlers {
  // One at a time: the second must see the name and the ports of the first.
  let queue: Promise<unknown> = Promise.resolve()
  return {
    'clusters.createFromFiles': async ({ name, topology, start }) => {
      const made = queue.then(() => create(context, name, topology))
      queue = made.catch(() => undefined)
      const { spec, changes } = await made
      // Before its nodes start, which would take their time to answer.
      await seen(context, spec.name)
      if (start) {
        startCluster(spec.name).catch((error: unknown) => {
          context.log.warn('a new cluster did not start', { cluster: spec.name, error: errorText(error) })
        })
      }
      return {
        cluster: spec.name,
        changes: changes.map(({ node, key, from, to, why }) => ({ node, key, from: from ?? null, to, why })),
      }
    },
  }
}

async function create(context: ServiceContext, name: string, topology: ReadonlyTopology): Promise<ImportedCluster> {
  const { lab, host } = context
  checkClusterName(name)
  if (context.clusters.names().includes(name)) {
    throw new EngineError('usage', `cluster "${name}" exists already`, {
      context: { field: 'name', value: name },
      zh: `集群“${name}”已存在`,
    })
  }
  const reserved = lab.reservedPorts()
  const imported = await importTopology({
    name,
    label: CUSTOM,
    topology: withoutAbsent(topology),
    paths: lab.paths,
    isPortFree: async (address, port) => !reserved.has(`${address}:${port}`) && (await host.isPortFree(address, port)),
    isHostUsable: (address) => host.isPortFree(address, 0),
  })
  requireNoErrors(imported)
  lab.create(imported)
  const { nodes } = imported.spec
  context.happenings.add({
    cluster: name,
    node: null,
    pair: null,
    kind: 'cluster-created',
    tone: 'ok',
    byUser: true,
    subject: name,
    sentence: say(
      `You created ${name} from files, with ${nodes.length} nodes.`,
      `你用配置文件创建了 ${name}，共 ${nodes.length} 个节点。`,
    ),
    action: null,
  })
  return imported
}

/** As the contract's schema gives it: `origin` may be there and undefined. */
interface ReadonlyTopology extends Omit<TopologyFiles, 'files'> {
  readonly files: readonly (Omit<TopologyFiles['files'][number], 'origin'> & { readonly origin?: string | undefined })[]
}

function withoutAbsent(topology: ReadonlyTopology): TopologyFiles {
  return {
    ...topology,
    files: topology.files.map(({ origin, ...file }) => (origin === undefined ? file : { ...file, origin })),
  }
}

/** @throws {EngineError} 'refused' with the first error that lint finds in the files as they would be written. */
function requireNoErrors({ spec, files }: ImportedCluster): void {
  const nodes = new Map(spec.nodes.map((node) => [node.name, node]))
  const findings = lintSet({
    files: files.map((file) => {
      const node = nodes.get(file.node)
      return {
        name: file.node,
        text: file.text,
        ...(node === undefined ? {} : { host: node.host, program: node.kind }),
      }
    }),
  })
  const errors = findings.filter((finding) => finding.severity === 'error')
  const first = errors[0]
  if (first === undefined) return
  const at = `${first.file ?? spec.name}${first.line === undefined ? '' : `:${first.line}`}`
  throw new EngineError('refused', `${spec.name} was not created. ${at}: ${first.message.en}; ${first.fix.en}`, {
    context: { field: first.key, rule: first.ruleId, errors: errors.length },
    zh: `${spec.name} 未创建。${at}：${first.message.zh}；${first.fix.zh}`,
  })
}
