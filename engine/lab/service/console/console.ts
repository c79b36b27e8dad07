/** The service's part behind the screens Logs and mqadmin: follows and searches log files, runs and completes commands. */
import { losingTarget } from '../../../admin/command-effects.ts'
import { optionsOf } from '../../../admin/command-line.ts'
import { COMMANDS } from '../../../admin/registry.ts'
import { EngineError } from '../../../base/errors.ts'
import type { consoleApi, LogLine } from '../../../contract/console-api.ts'
import type { ApiHandlers } from '../../../contract/rpc.ts'
import { say } from '../../../contract/text.ts'
import type { ClusterSpec } from '../../cluster-spec.ts'
import type { ServiceArea, ServiceContext } from '../context.ts'
import { type CompletionFacts, completionPoint, completions } from './command-line-text.ts'
import { eachLineBackwards, logFilesOf } from './log-files.ts'
import { LogFollower } from './log-follower.ts'
import { inTimeOrder } from './log-lines.ts'
import { runMqadmin } from './mqadmin-session.ts'

/** Facts for completion are asked for again after this time. */
const FACTS_MS = 5000

export function makeConsole(context: ServiceContext): ServiceArea<ApiHandlers<typeof consoleApi>> {
  const facts = new Map<string, { readonly untilMs: number; readonly facts: Promise<CompletionFacts> }>()
  const ours = (cluster: string): ClusterSpec =>
    context.clusters.get(cluster).requireOurs(say('reading log files', '读取日志文件'))

  const factsOf = (cluster: string): Promise<CompletionFacts> => {
    const nowMs = context.host.clock.monotonicMs()
    const kept = facts.get(cluster)
    if (kept !== undefined && kept.untilMs > nowMs) return kept.facts
    const asked = askFacts(context, cluster)
    facts.set(cluster, { untilMs: nowMs + FACTS_MS, facts: asked })
    return asked
  }

  return {
    handlers: {
      'logs.follow': ({ cluster, nodes, lastBytes }, sink) => {
        const follower = new LogFollower(context, { spec: ours(cluster), nodes, lastBytes }, sink)
        return () => follower.stop()
      },
      'logs.search': ({ cluster, nodes, text, max }) => search(context, ours(cluster), nodes, text, max),
      'logs.firstError': ({ cluster, node }) => ({ line: firstError(context, ours(cluster), node) }),
      'mqadmin.commands': () => ({
        commands: COMMANDS.map((row) => ({
          name: row.name,
          area: row.group,
          help: { ...row.about },
          isDestructive: losingTarget(row) !== undefined,
          options: optionsOf(row).map((option) => ({
            short: option.short ?? '',
            long: option.long,
            takesValue: option.argument !== undefined,
            isRequired: option.isRequired === true,
            help: { ...option.help },
          })),
        })),
      }),
      'mqadmin.run': (request, sink) =>
        runMqadmin(
          context,
          request.cluster === null ? undefined : context.clusters.get(request.cluster),
          request,
          sink,
        ),
      'mqadmin.complete': async ({ cluster, line }) => {
        const point = completionPoint(line)
        const known = point.kind === 'value' && cluster !== null ? await factsOf(cluster) : NO_FACTS
        const { from, items } = completions(point, known)
        return { from, items: items.map(({ insert, help }) => ({ insert, help: { ...help } })) }
      },
    },
    stop: () => facts.clear(),
  }
}

const NO_FACTS: CompletionFacts = {
  topics: [],
  groups: [],
  brokerNames: [],
  brokerAddresses: [],
  clusters: [],
  namesrvAddr: '',
}

/** What does not answer is left out: a completion is a help, not a verdict. */
async function askFacts(context: ServiceContext, cluster: string): Promise<CompletionFacts> {
  const { admin, namesrvAddr } = context.clusters.get(cluster)
  const orNothing = async <T>(asked: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await asked
    } catch (error) {
      if (error instanceof EngineError) return []
      throw error
    }
  }
  const [topics, brokers] = await Promise.all([
    orNothing(admin.nameServers.topicList().then((list) => list.topicList)),
    orNothing(admin.brokersOf()),
  ])
  const masters = brokers.filter((broker) => broker.brokerId === 0)
  const tables = await Promise.all(
    masters.map((broker) =>
      orNothing(admin.brokers.allGroups(broker.address).then((table) => [...table.subscriptionGroupTable.keys()])),
    ),
  )
  const unique = (values: readonly string[]): string[] => [...new Set(values)].sort()
  return {
    topics: unique(topics),
    groups: unique(tables.flat()),
    brokerNames: unique(brokers.map((broker) => broker.brokerName)),
    brokerAddresses: brokers.map((broker) => broker.address),
    clusters: unique(brokers.map((broker) => broker.clusterName)),
    namesrvAddr,
  }
}

function search(
  context: ServiceContext,
  spec: ClusterSpec,
  nodes: readonly string[],
  wanted: string,
  max: number,
): { lines: LogLine[]; isTruncated: boolean } {
  const needle = wanted.toLowerCase()
  let isTruncated = false
  const lists = nodes
    .flatMap((node) => logFilesOf(context, spec, node))
    .map((file) => {
      const lines: LogLine[] = []
      const { isComplete } = eachLineBackwards(context, file, (line) => {
        if (line.text.toLowerCase().includes(needle)) lines.push(line)
        return lines.length >= max ? 'stop' : 'go-on'
      })
      isTruncated ||= !isComplete
      return lines.reverse()
    })
  const merged = inTimeOrder(lists).reverse()
  return { lines: merged.slice(0, max), isTruncated: isTruncated || merged.length > max }
}

/** The oldest ERROR since the node was last started: a start is a line of its own in the log. */
function firstError(context: ServiceContext, spec: ClusterSpec, node: string): LogLine | null {
  const startedAtMs = context.observed.nodes(spec.name).find((view) => view.name === node)?.startedAtMs ?? 0
  let found: LogLine | null = null
  for (const file of logFilesOf(context, spec, node)) {
    eachLineBackwards(context, file, (line) => {
      if (line.atMs !== null && line.atMs < startedAtMs) return 'stop'
      if (line.level === 'error' && (found === null || (line.atMs ?? 0) < (found.atMs ?? 0))) found = line
      return 'go-on'
    })
  }
  return found
}
