/** Puts the lab service together: what its areas share, the areas themselves, and the order in which they end. */
import type { Text } from '../../contract/text.ts'
import { openClusterDirectory } from './cluster-directory.ts'
import { makeConfiguration } from './configuration/configuration.ts'
import { makeConsole } from './console/console.ts'
import type { ServiceContext } from './context.ts'
import { makeControl } from './control/control.ts'
import { makeDrafts } from './drafts/drafts.ts'
import { type HappeningsBoard, openHappenings } from './happenings.ts'
import type { MakeLabService } from './lab-service.ts'
import { makeObservation } from './observation/observation.ts'
import { makeReceiving } from './receiving/receiving.ts'
import { makeResources } from './resources/resources.ts'
import { makeSending } from './sending/sending.ts'

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
  const sending = makeSending(context, receiving.consumers)
  const control = makeControl(context)
  const drafts = makeDrafts(context, control.startInBackground)
  const resources = makeResources(context)
  const consoles = makeConsole(context)
  const configuration = makeConfiguration(context, control)
  return {
    handlers: {
      ...observation.handlers,
      ...control.handlers,
      ...drafts.handlers,
      ...sending.handlers,
      ...receiving.handlers,
      ...resources.handlers,
      ...consoles.handlers,
      ...configuration.handlers,
    },
    start: async () => {
      if (clusters.problem !== undefined) tellProblem(happenings, clusters.problem)
      await observation.start()
      configuration.start()
    },
    stop: async () => {
      // Runs end before the consumers that count for them.
      for (const area of [configuration, sending, receiving, control, drafts, resources, consoles]) await area.stop()
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
