/** What a user does to a cluster as a whole: start, stop, delete, attach a foreign one, allow writes on it, find it elsewhere. */
import { EngineError, errorText } from '../../../base/errors.ts'
import { AdminClient } from '../../../client/admin-client.ts'
import type { ClusterHead } from '../../../contract/state.ts'
import { say } from '../../../contract/text.ts'
import { type ClusterSpec, checkClusterName } from '../../cluster-spec.ts'
import type { ServiceContext } from '../context.ts'
import type { ControlHandlers } from './control-calls.ts'
import { type ActOptions, checkTyped, type ControlParts, lookAgain } from './control-parts.ts'

type ClusterActs = Pick<
  ControlHandlers,
  | 'clusters.start'
  | 'clusters.stop'
  | 'clusters.delete'
  | 'clusters.attach'
  | 'clusters.allowWrites'
  | 'clusters.tryNow'
  | 'clusters.changeAddress'
>

/** A NameServer that is there answers in milliseconds; one that is not should not keep the user waiting. */
const PROBE_MS = 3000

/** Starts a cluster for somebody who does not wait; a failure is told as a happening and thrown. */
export type StartInBackground = (cluster: string) => Promise<void>

export function clusterActs(parts: ControlParts): ClusterActs & { readonly startInBackground: StartInBackground } {
  const { context, act, tell } = parts
  const { lab, clusters, observed } = context

  /** An act on all nodes, shown as busy while it lasts. */
  const onAll = (spec: ClusterSpec, busy: ClusterHead['busy'], work: () => Promise<void>, options?: ActOptions) =>
    act(
      spec,
      nodeNames(spec),
      async () => {
        observed.setBusy(spec.name, busy)
        try {
          await work()
        } finally {
          observed.setBusy(spec.name, null)
        }
      },
      options,
    )

  const start = (cluster: string, options?: ActOptions) => {
    const spec = clusters.get(cluster).requireOurs(say('The cluster was not started', '未启动集群'))
    const work = async (): Promise<void> => {
      let started = 0
      await lab.up(spec, (step) => {
        started += step.nodes.length
      })
      if (started === 0) return
      const hasSlaves = spec.nodes.some((node) => node.kind === 'broker' && node.brokerId !== 0)
      const slaves = hasSlaves ? say(' Slaves copy what they missed.', '从节点会补齐缺失的数据。') : say('', '')
      tell(spec.name, {
        kind: 'cluster-started',
        tone: 'ok',
        sentence: say(
          `You started ${spec.name}: ${counted(started, 'node')}.${slaves.en}`,
          `你启动了 ${spec.name}：${started} 个节点。${slaves.zh}`,
        ),
      })
    }
    return onAll(spec, 'starting', work, options)
  }

  return {
    startInBackground: async (cluster) => {
      await start(cluster, { isInBackground: true })
    },
    'clusters.start': ({ cluster }) => start(cluster),
    'clusters.stop': ({ cluster }) => {
      const spec = clusters.get(cluster).requireOurs(say('The cluster was not stopped', '未停止集群'))
      return onAll(spec, 'stopping', async () => {
        let stopped = 0
        await lab.down(spec, { wipe: false }, (step) => {
          stopped += step.nodes.length
        })
        if (stopped === 0) return
        tell(spec.name, {
          kind: 'cluster-stopped',
          tone: 'idle',
          sentence: say(
            `You stopped ${spec.name}: ${counted(stopped, 'node')}. Its data stay, its link faults are healed.`,
            `你停止了 ${spec.name}：${stopped} 个节点。数据保留，链路故障已恢复。`,
          ),
        })
      })
    },
    'clusters.delete': async ({ cluster, typedName }) => {
      const access = clusters.get(cluster)
      checkTyped(typedName, cluster)
      const { spec } = access
      if (spec !== undefined) await onAll(spec, 'deleting', () => lab.down(spec, { wipe: true }))
      clusters.forget(cluster)
      tell(cluster, {
        kind: 'cluster-deleted',
        tone: 'idle',
        sentence:
          spec === undefined
            ? say(
                `You removed ${cluster} from the lab. Its processes run on untouched.`,
                `你已将 ${cluster} 移出实验室，其进程不受影响。`,
              )
            : say(`You deleted ${cluster} with its data.`, `你删除了 ${cluster} 及其数据。`),
      })
      await lookAgain(context, cluster)
      return {}
    },
    'clusters.attach': async ({ name, namesrvAddr, isWritable }) => {
      checkClusterName(name)
      checkNewName(context, name)
      const brokers = await probe(context, namesrvAddr)
      clusters.attach(name, namesrvAddr, isWritable)
      const mode = isWritable ? say('with writes allowed', '允许写操作') : say('for reading only', '只读')
      tell(name, {
        kind: 'cluster-attached',
        tone: 'ok',
        sentence: say(
          `You attached ${name} ${mode.en}: ${namesrvAddr} knows ${counted(brokers, 'broker')}. Its processes are not ours.`,
          `你接入了 ${name}（${mode.zh}）：${namesrvAddr} 登记了 ${brokers} 个 Broker。其进程不归实验室管理。`,
        ),
      })
      await lookAgain(context, name)
      return { cluster: name }
    },
    'clusters.allowWrites': async ({ cluster, isWritable }) => {
      clusters.allowWrites(cluster, isWritable)
      await lookAgain(context, cluster)
      return {}
    },
    'clusters.tryNow': async ({ cluster }) => {
      const { namesrvAddr } = clusters.get(cluster)
      const brokers = await probe(context, namesrvAddr)
      await lookAgain(context, cluster)
      return { brokers }
    },
    'clusters.changeAddress': async ({ cluster, namesrvAddr }) => {
      const before = clusters.get(cluster).namesrvAddr
      const brokers = await probe(context, namesrvAddr)
      clusters.changeAddress(cluster, namesrvAddr)
      tell(cluster, {
        kind: 'cluster-attached',
        tone: 'ok',
        sentence: say(
          `You changed the NameServers of ${cluster} from ${before} to ${namesrvAddr}: they know ${counted(brokers, 'broker')}.`,
          `你将 ${cluster} 的 NameServer 由 ${before} 改为 ${namesrvAddr}：登记了 ${brokers} 个 Broker。`,
        ),
      })
      await lookAgain(context, cluster)
      return {}
    },
  }
}

/** Asks the name servers for their brokers. @throws {EngineError} naming the address and what to check. @returns how many. */
async function probe(context: ServiceContext, namesrvAddr: string): Promise<number> {
  let admin: AdminClient
  try {
    admin = new AdminClient({ namesrvAddr, timeoutMs: PROBE_MS }, context.client)
  } catch (cause) {
    throw new EngineError('usage', `namesrvAddr "${namesrvAddr}": write host:port;host:port (${errorText(cause)})`, {
      context: { field: 'namesrvAddr', value: namesrvAddr },
      zh: `namesrvAddr“${namesrvAddr}”：请写成 host:port;host:port（${errorText(cause)}）`,
      cause,
    })
  }
  try {
    return (await admin.brokersOf()).length
  } catch (cause) {
    throw new EngineError(
      'connect-failed',
      `No NameServer answers at ${namesrvAddr} (${errorText(cause)}). Check that it runs, that host and port are those of the NameServer and not of a broker, and that no firewall stands between.`,
      {
        context: { field: 'namesrvAddr', value: namesrvAddr },
        zh: `${namesrvAddr} 没有 NameServer 应答（${errorText(cause)}）。请检查它是否在运行、主机和端口是否属于 NameServer 而非 Broker，以及中间是否有防火墙。`,
        cause,
      },
    )
  } finally {
    admin.shutdown()
  }
}

/** Before the probe, which may take its time. */
function checkNewName({ clusters }: ServiceContext, name: string): void {
  if (!clusters.names().includes(name)) return
  throw new EngineError('usage', `name "${name}": a cluster of that name exists already; choose another name`, {
    context: { field: 'name', value: name },
    zh: `名称“${name}”：已有同名集群；请换一个名称`,
  })
}

function nodeNames(spec: ClusterSpec): string[] {
  return spec.nodes.map(({ name }) => name)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
