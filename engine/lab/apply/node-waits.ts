/**
 * What an apply waits for: a node registered again, a slave that has caught up, a master that nobody sends to any more. Every
 * wait has a bound, and none goes on over a node that has ended.
 */
import { EngineError } from '../../base/errors.ts'
import { say, type Text } from '../../contract/text.ts'
import { addressOf, type BrokerSpec, type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../cluster-spec.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab, NodeView } from '../lab.ts'
import { effectiveValues } from './effective-values.ts'
import { writtenOffset } from './read-target.ts'

export interface WaitLimits {
  /** Until a node that was started is registered at every name server that runs. */
  readonly registeredMs: number
  /** A slave that gets nothing more for this long will not catch up. */
  readonly inSyncSilentMs: number
  /** For catching up at all. */
  readonly inSyncMs: number
  /** Clients fetch routes every 30 s; after this they all have. */
  readonly spreadMs: number
  /** Nothing arrived at the master for this long: producers have moved. */
  readonly quietMs: number
}

export const WAIT_LIMITS: WaitLimits = {
  registeredMs: 30_000,
  inSyncSilentMs: 30_000,
  inSyncMs: 900_000,
  spreadMs: 35_000,
  quietMs: 2000,
}

/** Tells what is waited for now. */
export type TellWaiting = (what: Text) => void

const POLL_MS = 100
const SPREAD_POLL_MS = 250

export class NodeWaits {
  readonly #lab: Lab
  readonly #host: Host
  readonly #spec: ClusterSpec
  readonly #limits: WaitLimits

  constructor(lab: Lab, host: Host, spec: ClusterSpec, limits: WaitLimits) {
    this.#lab = lab
    this.#host = host
    this.#spec = spec
    this.#limits = limits
  }

  /**
   * Waits until the broker is registered at every name server that its file names and that runs, at one at least.
   * @throws {EngineError} 'timeout', or that it has ended.
   */
  async registered(node: NodeSpec, tell: TellWaiting): Promise<void> {
    const servers = await this.#runningServers()
    if (servers.length === 0) return
    const named = this.#namedServers(node)
    const wanted = servers.filter((server) => named.includes(addressOf(server)))
    const missing = async (): Promise<string[]> => {
      const at = registeredAt(await this.#alive(node))
      if (wanted.length === 0) return at.length > 0 ? [] : servers.map(({ name }) => name)
      return wanted.filter((server) => !at.includes(addressOf(server))).map(({ name }) => name)
    }
    await this.#until(
      this.#limits.registeredMs,
      missing,
      (names) =>
        say(`${node.name} is not registered at ${names.join(', ')}`, `${node.name} 尚未在 ${names.join('、')} 注册`),
      tell,
    )
  }

  /** Waits until all running brokers are registered at a name server that was restarted. */
  async brokersAt(server: NodeSpec, tell: TellWaiting): Promise<void> {
    const brokers = (await this.#lab.observe(this.#spec))
      .filter(({ state, spec }) => state === 'running' && spec.kind === 'broker')
      .map(({ spec }) => spec)
    const missing = async (): Promise<string[]> => {
      await this.#alive(server)
      const views = await Promise.all(brokers.map((broker) => this.#lab.observeNode(this.#spec, broker)))
      return (
        views
          // One that ended meanwhile cannot register; it is no reason to undo the name server.
          .filter((view) => view.state === 'running' && !registeredAt(view).includes(addressOf(server)))
          .map(({ spec }) => spec.name)
      )
    }
    await this.#until(
      this.#limits.registeredMs,
      missing,
      (names) =>
        say(
          `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} not registered at ${server.name}`,
          `${names.join('、')} 尚未在 ${server.name} 注册`,
        ),
      tell,
    )
  }

  /** Waits for each slave of the broker's group that runs; at once done when there is none, or no master that runs. */
  async groupInSync(broker: BrokerSpec, tell: TellWaiting): Promise<void> {
    for (const slave of this.slavesOf(broker)) {
      const { state } = await this.#lab.observeNode(this.#spec, slave)
      if (state === 'running') await this.inSync(slave, tell)
    }
  }

  /**
   * Waits until the slave copies its master and has everything that the master had when it began to. Under load that is sooner
   * true than "no lag at all", and says as much.
   */
  async inSync(slave: BrokerSpec, tell: TellWaiting): Promise<void> {
    const master = this.#spec.nodes.find((node) => isMaster(node) && node.brokerName === slave.brokerName)
    if (master === undefined) return
    const { clock } = this.#host
    const startedMs = clock.monotonicMs()
    let [target, best, movedMs] = [undefined as number | undefined, -1, startedMs]
    for (;;) {
      const view = await this.#alive(slave)
      const of = await this.#lab.observeNode(this.#spec, master)
      // A master that has ended or is frozen: there is nobody to copy from.
      if (of.state !== 'running' && of.state !== 'starting') return
      const [has, all] = [writtenOffset(view.status) ?? -1, writtenOffset(of.status)]
      const isCopying = linkState(view) === 'transfer'
      if (isCopying && hasSlaveInSync(of)) target ??= all
      if (target !== undefined && has >= target) return
      const nowMs = clock.monotonicMs()
      if (has > best) [best, movedMs] = [has, nowMs]
      const behind = Math.max(0, (all ?? 0) - Math.max(0, has))
      const what = isCopying
        ? say(
            `${slave.name} copies ${master.name}, ${behind} bytes to go`,
            `${slave.name} 正在追平 ${master.name}，还差 ${behind} 字节`,
          )
        : say(`${slave.name} does not copy ${master.name} yet`, `${slave.name} 尚未开始复制 ${master.name}`)
      tell(what)
      if (nowMs - movedMs > this.#limits.inSyncSilentMs || nowMs - startedMs > this.#limits.inSyncMs) {
        throw waitedInVain(slave.name, nowMs - startedMs, withHint(what))
      }
      await this.#pause(POLL_MS)
    }
  }

  /**
   * Waits until nothing arrives at a master any more, or until every client must have fetched its routes anew.
   * @throws {EngineError} 'refused' when it has ended or was frozen: nobody knows then what arrives.
   */
  async spread(master: NodeSpec, tell: TellWaiting): Promise<void> {
    const { clock } = this.#host
    const startedMs = clock.monotonicMs()
    let [arrived, quietSinceMs, isSentTo] = [undefined as number | undefined, startedMs, false]
    for (;;) {
      const view = await this.#alive(master)
      if (view.state === 'paused') throw frozenMeanwhile(master)
      const count = putMessages(view)
      const nowMs = clock.monotonicMs()
      if (count !== arrived) {
        isSentTo = arrived !== undefined
        ;[arrived, quietSinceMs] = [count, nowMs]
      }
      if (nowMs - quietSinceMs >= this.#limits.quietMs || nowMs - startedMs >= this.#limits.spreadMs) return
      const left = Math.max(1, Math.ceil((this.#limits.spreadMs - (nowMs - startedMs)) / 1000))
      tell(
        isSentTo
          ? say(
              `producers still send to ${master.name}; clients fetch routes every 30 s (at most ${left} s more)`,
              `仍有消息写入 ${master.name}；客户端每 30 s 更新一次路由（最多再等 ${left} s）`,
            )
          : say(
              `watching whether anything is still sent to ${master.name} (at most ${left} s more)`,
              `正在观察是否仍有消息写入 ${master.name}（最多再等 ${left} s）`,
            ),
      )
      await this.#pause(SPREAD_POLL_MS)
    }
  }

  slavesOf(broker: BrokerSpec): BrokerSpec[] {
    return this.#spec.nodes.filter(isSlave).filter((slave) => slave.brokerName === broker.brokerName)
  }

  /** Addresses that stand in the node's file now. */
  #namedServers(node: NodeSpec): string[] {
    const bytes = this.#host.fs.readFile(this.#lab.paths.node(this.#spec.name, node.name).configFile)
    const addresses = effectiveValues('broker', bytes?.latin1Slice() ?? '', 'latin1').values.get('namesrvAddr') ?? ''
    return addresses.split(';').map((address) => address.trim())
  }

  async #runningServers(): Promise<NodeSpec[]> {
    const views = await this.#lab.observe(this.#spec)
    return views.filter(({ state, spec }) => state === 'running' && spec.kind === 'namesrv').map(({ spec }) => spec)
  }

  /** The node as it answers now. @throws {EngineError} 'refused' when its process has ended. */
  async #alive(node: NodeSpec): Promise<NodeView> {
    const view = await this.#lab.observeNode(this.#spec, node)
    if (view.state === 'running' || view.state === 'starting' || view.state === 'paused') return view
    throw new EngineError('refused', `${node.name} ended while it was waited for`, {
      context: { node: node.name, state: view.state },
      zh: `等待期间 ${node.name} 已退出`,
    })
  }

  async #until(
    limitMs: number,
    missing: () => Promise<readonly string[]>,
    words: (names: readonly string[]) => Text,
    tell: TellWaiting,
  ): Promise<void> {
    const startedMs = this.#host.clock.monotonicMs()
    for (;;) {
      const names = await missing()
      if (names.length === 0) return
      const what = words(names)
      tell(what)
      const waitedMs = this.#host.clock.monotonicMs() - startedMs
      if (waitedMs > limitMs) throw waitedInVain(names[0] ?? '', waitedMs, what)
      await this.#pause(POLL_MS)
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#host.timers.after(ms, resolve))
  }
}

function frozenMeanwhile({ name }: NodeSpec): EngineError {
  return new EngineError('refused', `${name} was frozen while it was waited for; resume it first`, {
    context: { node: name },
    zh: `等待期间 ${name} 被冻结；请先解冻`,
  })
}

function waitedInVain(node: string, waitedMs: number, what: Text): EngineError {
  const seconds = Math.round(waitedMs / 1000)
  return new EngineError('timeout', `after ${seconds} s ${what.en}`, {
    context: { node, waitedMs: Math.round(waitedMs) },
    zh: `${seconds} s 后${what.zh}`,
  })
}

/** What keeps a slave from copying is its link, or stands in its log. */
function withHint({ en, zh }: Text): Text {
  return say(`${en}; heal the link between them, or look at its log`, `${zh}；请恢复两者间的链路，或查看其日志`)
}

function registeredAt({ status }: NodeView): readonly unknown[] {
  const at = status?.['registeredAt']
  return Array.isArray(at) ? (at as readonly unknown[]) : []
}

function linkState({ status }: NodeView): unknown {
  const link = status?.['replication']
  return typeof link === 'object' && link !== null ? (link as { state?: unknown }).state : undefined
}

function hasSlaveInSync({ status }: NodeView): boolean {
  const slaves = status?.['slaves']
  return Array.isArray(slaves) && slaves.some((row: { isInSync?: unknown }) => row.isInSync === true)
}

function putMessages({ status }: NodeView): number | undefined {
  const store = status?.['store']
  const count =
    typeof store === 'object' && store !== null ? (store as { putMessages?: unknown }).putMessages : undefined
  return typeof count === 'number' ? count : undefined
}
