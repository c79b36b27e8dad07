/** The service's part for Receive: consumers of each cluster, their rows as a stream, and what sending needs of them. */
import type { ConsumerSpec } from '../../../contract/messages-api.ts'
import { say } from '../../../contract/text.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import type { ServiceArea, ServiceContext } from '../context.ts'
import { messagesFolder } from '../sending/messages-folder.ts'
import { ClusterConsumers } from './cluster-consumers.ts'
import { checkConsumerSpec } from './consumer-words.ts'
import type { LabConsumers } from './lab-consumers.ts'
import { pullReader } from './pull-reader.ts'
import { pushReader } from './push-reader.ts'
import type { Reader, Reception } from './reader.ts'

export type ReceivingHandlers = Pick<
  LabServiceHandlers,
  'consumers.start' | 'consumers.stop' | 'consumers.watch' | 'consumers.settle'
>

export interface Receiving extends ServiceArea<ReceivingHandlers> {
  /** For `makeSending`. */
  readonly consumers: LabConsumers
}

/** Consumers live as long as the service: none is started again by the next one. */
export function makeReceiving(context: ServiceContext): Receiving {
  const { client, clusters, lab } = context
  const byCluster = new Map<string, ClusterConsumers>()

  const of = (cluster: string): ClusterConsumers => {
    const known = byCluster.get(cluster)
    if (known !== undefined) return known
    const access = clusters.get(cluster)
    const made = new ClusterConsumers({
      clock: client.clock,
      timers: client.timers,
      makeReader: (spec, slot, reception) => makeReader(cluster, spec, slot, reception),
    })
    byCluster.set(access.name, made)
    return made
  }

  const makeReader = (cluster: string, spec: ConsumerSpec, slot: number, reception: Reception): Reader => {
    const access = clusters.get(cluster)
    const settings = {
      namesrvAddr: access.namesrvAddr,
      spec,
      offsetsDirectory: `${messagesFolder(lab.paths, access)}/offsets/${slot}`,
      utcOffsetMs: context.utcOffsetMs,
    }
    return spec.kind === 'push' ? pushReader(settings, client, reception) : pullReader(settings, client, reception)
  }

  const start = async (spec: ConsumerSpec, ofRun: number | null): Promise<string> => {
    checkConsumerSpec(spec)
    clusters.get(spec.cluster).requireWritable(say('Start a consumer', '启动消费者'))
    return of(spec.cluster).start(spec, ofRun)
  }

  const forget = context.observed.onEvent((event) => {
    if (event.t !== 'gone' || event.what !== 'cluster') return
    const gone = byCluster.get(event.cluster)
    byCluster.delete(event.cluster)
    void gone?.stopAll()
  })

  return {
    handlers: {
      'consumers.start': async (spec) => ({ id: await start(spec, null) }),
      'consumers.stop': async ({ cluster, id }) => {
        await of(cluster).stop(id)
        return {}
      },
      'consumers.watch': ({ cluster, previewBytes }, sink) => of(cluster).watch(sink, previewBytes),
      'consumers.settle': ({ cluster, id, seqs, outcome }) => ({ settled: of(cluster).settle(id, seqs, outcome) }),
    },
    consumers: {
      of: (cluster, group, topic) =>
        (byCluster.get(cluster)?.consumers ?? []).filter(
          ({ isRunning, spec }) => isRunning && spec.group === group && spec.topic === topic,
        ),
      start,
      stop: (cluster, id) => of(cluster).stop(id),
      nameRun: (cluster, runId, number) => of(cluster).runs.name(runId, number),
      countRun: (cluster, runId, group, count) => of(cluster).runs.count(runId, group, count),
    },
    async stop() {
      forget()
      await Promise.all([...byCluster.values()].map((consumers) => consumers.stopAll()))
    },
  }
}
