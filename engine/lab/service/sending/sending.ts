/** The service's part for Send and Accounting: previews, single sends, and the runs of each cluster. */
import { EngineError } from '../../../base/errors.ts'
import type { MessageDraft, RunSpec } from '../../../contract/messages-api.ts'
import { say } from '../../../contract/text.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import type { ServiceArea, ServiceContext } from '../context.ts'
import type { LabConsumers } from '../receiving/lab-consumers.ts'
import { ClusterRuns } from './cluster-runs.ts'
import { makeMaker, type MessageMaker } from './message-maker.ts'
import { previewDraft } from './preview.ts'
import { runReport } from './run-report.ts'
import { draftError } from './send-words.ts'

export type SendingHandlers = Pick<
  LabServiceHandlers,
  | 'send.preview'
  | 'send.one'
  | 'runs.start'
  | 'runs.pause'
  | 'runs.resume'
  | 'runs.stop'
  | 'runs.list'
  | 'runs.watch'
  | 'runs.report'
>

/** @param consumers `makeReceiving(context).consumers`; sending has to be stopped before receiving */
export function makeSending(context: ServiceContext, consumers: LabConsumers): ServiceArea<SendingHandlers> {
  const { client, clusters } = context
  const byCluster = new Map<string, ClusterRuns>()

  const of = (cluster: string): ClusterRuns => {
    const access = clusters.get(cluster)
    let runs = byCluster.get(cluster)
    if (runs === undefined) byCluster.set(cluster, (runs = new ClusterRuns(context, access, consumers)))
    return runs
  }

  const makerOf = (message: MessageDraft, runId?: string): MessageMaker => {
    const outcome = makeMaker(message, client, runId)
    if (outcome.kind === 'problems') throw draftError(outcome.problems)
    return outcome.maker
  }

  const forget = context.observed.onEvent((event) => {
    if (event.t !== 'gone' || event.what !== 'cluster') return
    const gone = byCluster.get(event.cluster)
    byCluster.delete(event.cluster)
    void gone?.stop(false)
  })

  return {
    handlers: {
      'send.preview': ({ cluster, message }) => {
        clusters.get(cluster)
        const head = context.observed.heads().find(({ name }) => name === cluster)
        return previewDraft(message, client, head?.brokerClusters[0] ?? '')
      },
      'send.one': async ({ cluster, message, mode, timeoutMs }) => {
        clusters.get(cluster).requireWritable(say('Send a message', '发送消息'))
        return { row: await of(cluster).sendOne(makerOf(message), { message, mode, timeoutMs }) }
      },
      'runs.start': async (spec) => {
        clusters.get(spec.cluster).requireWritable(say('Start a run', '开始测试'))
        checkSpec(spec)
        makerOf(spec.message)
        return { number: await of(spec.cluster).start(spec, (runId) => makerOf(spec.message, runId)) }
      },
      'runs.pause': ({ cluster, number }) => {
        of(cluster).pause(number)
        return {}
      },
      'runs.resume': ({ cluster, number }) => {
        of(cluster).resume(number)
        return {}
      },
      'runs.stop': ({ cluster, number }) => {
        of(cluster).stopRun(number)
        return {}
      },
      'runs.list': ({ cluster }) => ({ runs: of(cluster).views() }),
      'runs.watch': ({ cluster, number }, sink) => of(cluster).watch(number, sink),
      'runs.report': ({ cluster, number, format, language }) => runReport(of(cluster).view(number), format, language),
    },
    async stop() {
      forget()
      await Promise.all([...byCluster.values()].map((runs) => runs.stop(true)))
    },
  }
}

/** @throws {EngineError} 'usage' for what RocketMQ cannot do together. */
function checkSpec(spec: RunSpec): void {
  if (spec.batch === 1) return
  const refuse = (field: string, value: unknown, en: string, zh: string): never => {
    throw new EngineError('usage', en, { context: { field, value }, zh })
  }
  if (spec.mode === 'one-way') {
    refuse(
      'batch',
      spec.batch,
      `batch ${spec.batch}: one-way sends take no batches. Set batch to 1, or wait for replies.`,
      `batch ${spec.batch}：单向发送不支持批量。请将批量设为 1，或改为等待应答。`,
    )
  }
  if (spec.message.delayLevel > 0) {
    refuse(
      'batch',
      spec.batch,
      `batch ${spec.batch}: a batch takes no delayed messages. Set batch to 1 or the delay to none.`,
      `batch ${spec.batch}：批量消息不支持延时。请将批量设为 1，或不设延时。`,
    )
  }
  if (spec.message.topic.startsWith('%RETRY%')) {
    refuse(
      'batch',
      spec.batch,
      `batch ${spec.batch}: retry topics take no batches. Set batch to 1.`,
      `batch ${spec.batch}：重试 Topic 不支持批量。请将批量设为 1。`,
    )
  }
}
