/** The lab service: joins its areas into one set of handlers. A host (browser host, utility process) serves them by RPC. */
import type { LabApi } from '../../contract/lab-api.ts'
import type { ApiHandlers } from '../../contract/rpc.ts'
import type { Text } from '../../contract/text.ts'
import { openClusterDirectory } from './cluster-directory.ts'
import { makeConsole } from './console/console.ts'
import type { LabServiceSurroundings, ServiceContext } from './context.ts'
import { makeControl } from './control/control.ts'
import { makeDrafts } from './drafts/drafts.ts'
import { type HappeningsBoard, openHappenings } from './happenings.ts'
import { makeObservation } from './observation/observation.ts'
import { makeReceiving } from './receiving/receiving.ts'
import { makeResources } from './resources/resources.ts'

/** `service.*` calls belong to the host of the service: sessions and capabilities differ there. */
export type HostedCalls = 'service.capabilities' | 'service.sessions' | 'service.revokeSession'
export type LabServiceHandlers = Omit<ApiHandlers<LabApi>, HostedCalls>

export interface LabService {
  readonly handlers: LabServiceHandlers
  /** Adopts what runs and begins to observe. */
  start(): Promise<void>
  /** Ends producers, consumers and connections; the nodes run on. */
  stop(): Promise<void>
}

export type MakeLabService = (surroundings: LabServiceSurroundings) => LabService

export const createLabService: MakeLabService = (surroundings) => {
  const { host, lab, log } = surroundings
  // What the service itself keeps, apart from the clusters' own folders.
  const folder = `${lab.paths.home}/service`
  const happenings = openHappenings({
    fs: host.fs,
    folder: `${folder}/happenings`,
    clock: host.clock,
    log: log.child('happenings'),
  })
  const clusters = openClusterDirectory({ lab, host, client: surroundings.client, log: log.child('clusters') })
  const observation = makeObservation(surroundings, { clusters, happenings, folder })
  const context: ServiceContext = { ...surroundings, clusters, happenings, observed: observation.observed }
  const receiving = makeReceiving(context)
  const areas = [receiving, makeControl(context), makeDrafts(context), makeResources(context), makeConsole(context)]
  return {
    handlers: Object.assign({}, observation.handlers, ...areas.map((area) => area.handlers)) as LabServiceHandlers,
    start: async () => {
      if (clusters.problem !== undefined) tellProblem(happenings, clusters.problem)
      await observation.start()
    },
    stop: async () => {
      for (const area of areas) await area.stop()
      await observation.stop()
      clusters.stop()
    },
  }
}

/** The file of the attached clusters belongs to no cluster: it is told under its own name. */
function tellProblem(happenings: HappeningsBoard, sentence: Text): void {
  happenings.add({
    cluster: 'attached.json',
    node: null,
    pair: null,
    kind: 'failure',
    tone: 'bad',
    byUser: false,
    subject: 'attached.json',
    sentence,
    action: null,
  })
}
