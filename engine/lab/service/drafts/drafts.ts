/** Drafts of new clusters: proposing them, checking them as the user types, and turning one into files and processes. */
import { EngineError, errorText } from '../../../base/errors.ts'
import { RememberingLint } from '../../../config/remembering-lint.ts'
import type { ClusterDraft } from '../../../contract/new-cluster-api.ts'
import { say } from '../../../contract/text.ts'
import type { ClusterSpec } from '../../cluster-spec.ts'
import { checkDraft, type DraftReport } from '../../draft-check.ts'
import { portsOfDraftNode } from '../../draft-plan.ts'
import { proposeDraft } from '../../draft-propose.ts'
import type { ServiceArea, ServiceContext } from '../context.ts'
import type { LabServiceHandlers } from '../lab-service.ts'
import { FactsGatherer } from './facts-gatherer.ts'

type DraftHandlers = Pick<LabServiceHandlers, 'draft.propose' | 'draft.check' | 'clusters.create'>

/** How long `clusters.create` waits for the new cluster to be seen before it answers. */
const SEEN_WAIT_MS = 1500
const SEEN_STEP_MS = 10

/** Starts a cluster for somebody who does not wait; tells failures itself. */
export type StartCluster = (cluster: string) => Promise<void>

export function makeDrafts(context: ServiceContext, startCluster: StartCluster): ServiceArea<DraftHandlers> {
  const gatherer = new FactsGatherer(context)
  // One at a time: the second must see the name and the ports of the first.
  let queue: Promise<unknown> = Promise.resolve()

  const { lint } = new RememberingLint()
  const check = (draft: ClusterDraft): Promise<DraftReport> =>
    gatherer.settle((facts) => checkDraft(draft, facts, lint))

  return {
    handlers: {
      'draft.propose': async (wish) => {
        const { draft } = await gatherer.settle((facts) => {
          const proposed = proposeDraft(
            {
              shape: wish.shape,
              ...(wish.name === undefined ? {} : { name: wish.name }),
              ...(wish.previous === undefined ? {} : { previous: wish.previous }),
            },
            facts,
          )
          const ports = proposed.nodes.flatMap(portsOfDraftNode)
          const isUnknown = (port: number): boolean =>
            port > 0 && port <= 65_535 && !facts.ports.has(port) && !facts.reserved.has(port)
          return { draft: proposed, wants: { ports: ports.filter(isUnknown), folders: [], owners: [] } }
        })
        return { draft }
      },
      'draft.check': async ({ draft }) => {
        const report = await check(draft)
        return {
          findings: [...report.findings],
          passed: [...report.passed],
          fixedDraft: report.fixedDraft,
          preview: {
            files: report.files.map((file) => ({ ...file, lines: [...file.lines] })),
            commands: [...report.commands],
          },
          expects: report.expects,
        }
      },
      'clusters.create': async ({ draft, start }) => {
        const made = queue.then(async () => create(context, draft, await check(draft)))
        queue = made.catch(() => undefined)
        const spec = await made
        // Before its nodes start, which would take their time to answer.
        await seen(context, spec.name)
        if (start) {
          startCluster(spec.name).catch((error: unknown) => {
            context.log.warn('a new cluster did not start', { cluster: spec.name, error: errorText(error) })
          })
        }
        return { cluster: spec.name }
      },
    },
    stop: () => undefined,
  }
}

/** @throws {EngineError} 'refused' with the first error of the doctor. */
function create(context: ServiceContext, draft: ClusterDraft, report: DraftReport): ClusterSpec {
  const errors = report.findings.filter((finding) => finding.severity === 'error')
  const first = errors[0]
  if (first !== undefined) {
    throw new EngineError('refused', `${draft.name} was not created. ${first.title.en}: ${first.detail.en}`, {
      context: { field: first.field, rule: first.rule, errors: errors.length },
      zh: `${draft.name} 未创建。${first.title.zh}：${first.detail.zh}`,
    })
  }
  const { spec } = report.planned
  context.lab.create(report.planned)
  context.happenings.add({
    cluster: spec.name,
    node: null,
    pair: null,
    kind: 'cluster-created',
    tone: 'ok',
    byUser: true,
    subject: spec.name,
    sentence: say(
      `You created ${spec.name} with ${spec.nodes.length} nodes${spec.topology === spec.name ? '' : ` (${spec.topology})`}.`,
      `你创建了 ${spec.name}${spec.topology === spec.name ? '' : `（${spec.topology}）`}，共 ${spec.nodes.length} 个节点。`,
    ),
    action: null,
  })
  return context.lab.load(spec.name)
}

/** Waits until the window has been told of the cluster, so that its screens find it; not for long. */
export async function seen(context: ServiceContext, cluster: string): Promise<void> {
  const { host, observed } = context
  const endMs = host.clock.monotonicMs() + SEEN_WAIT_MS
  let isLookedAt = false
  void refreshed(context, cluster).then(() => {
    isLookedAt = true
  })
  while (!isLookedAt && !observed.heads().some((head) => head.name === cluster) && host.clock.monotonicMs() < endMs) {
    await new Promise<void>((resolve) => host.timers.after(SEEN_STEP_MS, resolve))
  }
}

async function refreshed(context: ServiceContext, cluster: string): Promise<void> {
  try {
    await context.observed.refresh(cluster)
  } catch (error) {
    context.log.warn('a cluster could not be observed', { cluster, error: errorText(error) })
  }
}
