/**
 * The lab service's eyes: joins the directory of clusters, the board of happenings and the observer, and serves what the window
 * reads of them.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { LabEvent, NodeView } from '../../../contract/state.ts'
import type { OwnedDirectory } from '../cluster-directory.ts'
import type { LabServiceSurroundings, Observed, ServiceArea } from '../context.ts'
import type { HappeningsBoard } from '../happenings.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import { BehindThresholds } from './behind-thresholds.ts'
import { loadDocument, saveDocument } from './documents.ts'
import { HistoryRing } from './history-ring.ts'
import { type NodeFilesInput, readConfig, readStore } from './node-files.ts'
import { Observer } from './observer.ts'
import { watchStream } from './watch-stream.ts'

export type ObservationCalls =
  'watch' | 'history.read' | 'config.node' | 'store.node' | 'documents.load' | 'documents.save' | 'clusters.setBehind'

export interface ObservationParts {
  readonly clusters: OwnedDirectory
  readonly happenings: HappeningsBoard
  /** Where the service keeps its own files. */
  readonly folder: string
}

export interface Observation extends ServiceArea<Pick<LabServiceHandlers, ObservationCalls>> {
  readonly observed: Observed
  /** Looks at everything once and goes on looking. */
  start(): Promise<void>
}

export function makeObservation(surroundings: LabServiceSurroundings, parts: ObservationParts): Observation {
  const { clusters, happenings, folder } = parts
  const { host, lab, log } = surroundings
  const documents = `${folder}/documents`
  for (const path of [documents, `${folder}/history`]) {
    try {
      host.fs.makeDirectories(path)
    } catch (error) {
      // Without them nothing is kept, and everything else still works.
      if (!(error instanceof EngineError)) throw error
      log.warn('a folder of the service cannot be made', { path, error: errorText(error) })
    }
  }
  const thresholds = new BehindThresholds({ fs: host.fs, log, path: `${folder}/thresholds.json` })
  const observer = new Observer({ surroundings, clusters, happenings, thresholds, folder })

  const filesOf = (cluster: string, node: string): NodeFilesInput => {
    const access = clusters.get(cluster)
    const view = observer.nodes(cluster).find((candidate) => candidate.name === node)
    if (view === undefined) throw noSuchNode(cluster, node, observer.nodes(cluster))
    const paths = access.kind === 'lab' ? lab.paths.node(cluster, node) : undefined
    return { host, access, view, paths }
  }

  return {
    observed: observer,
    start: () => observer.start(),
    stop: () => observer.stop(),
    handlers: {
      watch: (_input, sink) => {
        const closed = observer.windowOpened()
        const onEvents = (listener: (events: readonly LabEvent[]) => void) => observer.onEvents(listener)
        const stop = watchStream({ snapshot: () => observer.snapshot(), onEvents }, sink)
        return () => {
          stop()
          closed()
        }
      },
      'history.read': ({ cluster, sinceMs, stepMs }) => {
        const ring = observer.history(cluster) ?? new HistoryRing()
        const nowMs = host.clock.nowMs()
        return { ...ring.read(sinceMs, nowMs, stepMs), happenings: [...happenings.since(cluster, sinceMs + 1)] }
      },
      'config.node': ({ cluster, node }) => readConfig(filesOf(cluster, node)),
      'store.node': ({ cluster, node }) => readStore(filesOf(cluster, node)),
      'documents.load': ({ key }) => ({ value: loadDocument(host.fs, documents, key) }),
      'documents.save': ({ key, value }) => {
        saveDocument(host.fs, documents, key, value)
        return {}
      },
      'clusters.setBehind': async ({ cluster, behind }) => {
        if (!clusters.names().includes(cluster)) clusters.get(cluster)
        thresholds.set(cluster, behind)
        await observer.refresh(cluster)
        return {}
      },
    },
  }
}

function noSuchNode(cluster: string, node: string, known: readonly NodeView[]): EngineError {
  const names = known.map((view) => view.name)
  return new EngineError('not-found', `cluster ${cluster} has no node "${node}"; it has ${names.join(', ')}`, {
    context: { field: 'node', value: node },
    zh: `集群 ${cluster} 没有节点“${node}”；现有节点：${names.join('、')}`,
  })
}
