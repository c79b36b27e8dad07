/**
 * The calls about a cluster's property files: reading them, planning a change, applying it with progress, versions; export and
 * clusters made of files join from their own modules. What runs is in the cluster's `apply.json`, so a `mqlab apply` in a shell
 * shows in the window, and an apply whose program died is tidied up here.
 */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { configApi } from '../../../contract/config-api.ts'
import type { ApiHandlers } from '../../../contract/rpc.ts'
import { say } from '../../../contract/text.ts'
import type { ApplyParts } from '../../apply/apply-parts.ts'
import { planApply } from '../../apply/plan-apply.ts'
import { type ApplyCluster, readTarget } from '../../apply/read-target.ts'
import { recoverApply } from '../../apply/recover.ts'
import { applyFileOf, askToStop, beginApply, keepFirst, versionsOf } from '../../apply/runner.ts'
import type { ClusterAccess, ServiceArea, ServiceContext } from '../context.ts'
import type { ActQueues } from '../control/act-queues.ts'
import type { StartInBackground } from '../control/cluster-acts.ts'
import { lookAgain } from '../control/control-parts.ts'
import { applyClusterOf } from './apply-cluster.ts'
import { makeCreateFromFiles } from './create-from-files.ts'
import { makeExportCalls } from './export-calls.ts'

export type ConfigurationHandlers = ApiHandlers<typeof configApi>

export interface ConfigurationArea extends ServiceArea<ConfigurationHandlers> {
  /** Tidies up after applies whose program died, now and from time to time; does not wait for it. */
  start(): void
}

/** How often a stream looks at the record of the apply. */
const WATCH_MS = 250
const RECOVER_MS = 5000

export function makeConfiguration(
  context: ServiceContext,
  control: { readonly acts: ActQueues; readonly startInBackground: StartInBackground },
): ConfigurationArea {
  const { lab, host, clusters, log, happenings } = context
  const { timers } = host
  const running = new Map<string, { readonly target: ApplyCluster; readonly task: Promise<unknown> }>()
  const recovering = new Map<string, Promise<boolean>>()
  let isStopped = false

  const parts: ApplyParts = {
    lab,
    host,
    log: log.child('apply'),
    self: host.recordOf(context.pid),
    inTurn: (cluster, nodes, act) =>
      control.acts.run(cluster, nodes, async () => {
        try {
          return await act()
        } finally {
          await lookAgain(context, cluster)
        }
      }),
    tell: (cluster, { node, kind, tone, sentence }) => {
      happenings.add({
        cluster,
        node,
        pair: null,
        kind,
        tone,
        byUser: kind !== 'failure',
        subject: node ?? cluster,
        sentence,
        action: null,
      })
    },
  }

  const clusterOf = (access: ClusterAccess): ApplyCluster =>
    applyClusterOf(access, async () => {
      const { name } = access
      if (context.observed.nodes(name).length === 0) await lookAgain(context, name)
      return context.observed.nodes(name)
    })

  /** Shared by all who ask at the same time: tidying up is done once. */
  const recover = (cluster: ApplyCluster): Promise<boolean> => {
    let task = recovering.get(cluster.name)
    if (task === undefined) {
      task = recoverApply(parts, cluster).finally(() => recovering.delete(cluster.name))
      recovering.set(cluster.name, task)
    }
    return task
  }

  const recoverAll = async (): Promise<void> => {
    for (const name of clusters.names()) {
      try {
        if (isStopped) return
        await recover(clusterOf(clusters.get(name)))
      } catch (error) {
        // A cluster whose file cannot be read is told elsewhere.
        if (!(error instanceof EngineError)) throw error
        log.debug('not looked at for an interrupted apply', { cluster: name, error: errorText(error) })
      }
    }
  }
  let timer = timers.after(RECOVER_MS, () => undefined)
  timer.cancel()
  const recoverLater = (): void => {
    if (isStopped) return
    timer = timers.after(RECOVER_MS, () => void recoverAll().then(recoverLater))
  }

  return {
    start: () => {
      void recoverAll().then(recoverLater)
    },
    stop: async () => {
      isStopped = true
      timer.cancel()
      // Between two steps nothing has to be put back.
      for (const { target } of running.values()) askToStop(parts, target)
      await Promise.allSettled([...[...running.values()].map(({ task }) => task), ...recovering.values()])
    },
    handlers: {
      'config.files': async ({ cluster }) => {
        const target = await readTarget(lab, host, clusterOf(clusters.get(cluster)))
        return {
          namesrvAddr: target.namesrvAddr,
          hostAddresses: Object.fromEntries(
            Object.entries(target.hostAddresses).map(([machine, addresses]) => [machine, [...addresses]]),
          ),
          files: target.nodes.map(({ name, kind, machine, path, text, running: values, problem, state }) => ({
            node: name,
            kind,
            machine,
            path,
            text,
            source: target.isOurs ? ('file' as const) : ('running' as const),
            running: values === null ? null : [...values].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
            problem: problem ?? (values === null && state !== 'running' ? notRunning(name, state) : null),
          })),
        }
      },
      'config.plan': async ({ cluster, files }) =>
        planApply(await readTarget(lab, host, clusterOf(clusters.get(cluster))), files).plan,
      'config.apply': async ({ cluster, files, note, planKey }) => {
        const access = clusters.get(cluster)
        access.requireWritable(say('The configuration was not applied', '未应用配置'))
        const target = clusterOf(access)
        await recover(target)
        const { version, ended } = await beginApply(parts, target, { files, note, author: 'window', planKey })
        const task = ended.finally(() => {
          running.delete(cluster)
          return lookAgain(context, cluster)
        })
        running.set(cluster, { target, task })
        return { version }
      },
      'config.stopApply': ({ cluster }) => {
        askToStop(parts, clusterOf(clusters.get(cluster)))
        return {}
      },
      'config.applying': ({ cluster }, sink) => {
        const file = applyFileOf(parts, clusterOf(clusters.get(cluster)))
        let told = ''
        const look = (): void => {
          if (!sink.isReady) return
          const state = file.read()?.state
          // No version yet: another program is just claiming the cluster.
          if (state === undefined || state.version === 0) return
          const text = JSON.stringify(state)
          if (text === told) return
          told = text
          sink.push([state])
        }
        sink.onReady(look)
        const watch = timers.every(WATCH_MS, look)
        look()
        return () => watch.cancel()
      },
      'config.versions': async ({ cluster }) => {
        const target = clusterOf(clusters.get(cluster))
        const versions = versionsOf(parts, target)
        if (versions.count === 0) {
          const now = await readTarget(lab, host, target)
          // Of a cluster that does not answer there is nothing to keep yet.
          if (now.nodes.some(({ text }) => text !== null)) keepFirst(parts, target, now, versions)
        }
        return { versions: versions.list() }
      },
      'config.version': ({ cluster, version }) => {
        const { files } = versionsOf(parts, clusterOf(clusters.get(cluster))).get(version)
        return { files: [...files] }
      },
      ...makeExportCalls(context, clusterOf),
      ...makeCreateFromFiles(context, control.startInBackground),
    },
  }
}

function notRunning(name: string, state: 'frozen' | 'silent' | 'stopped') {
  switch (state) {
    case 'frozen':
      return say(`${name} is frozen and does not say what it runs with.`, `${name} 已冻结，无法得知其运行配置。`)
    case 'silent':
      return say(`${name} does not answer.`, `${name} 没有应答。`)
    case 'stopped':
      return say(
        `${name} does not run: there is only its file to show.`,
        `${name} 没有在运行，只能显示配置文件的内容。`,
      )
  }
}
