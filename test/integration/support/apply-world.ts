/** A cluster of real processes and applies over it as `mqlab apply` runs them, in this process and without a service. */
import { AdminClient } from '../../../engine/client/admin-client.ts'
import { parseProperties, setProperty, writeProperties } from '../../../engine/config/properties-text.ts'
import type { ApplyState, ConfigPlan, NodeText } from '../../../engine/contract/config-api.ts'
import type { ApplyParts } from '../../../engine/lab/apply/apply-parts.ts'
import { parseDump } from '../../../engine/lab/apply/effective-values.ts'
import type { WaitLimits } from '../../../engine/lab/apply/node-waits.ts'
import { planApply } from '../../../engine/lab/apply/plan-apply.ts'
import { type ApplyCluster, readTarget } from '../../../engine/lab/apply/read-target.ts'
import { beginApply } from '../../../engine/lab/apply/runner.ts'
import { addressOf, findNode } from '../../../engine/lab/cluster-spec.ts'
import { Permission } from '../../../engine/protocol/message.ts'
import { makeTopicConfig } from '../../../engine/protocol/topic-config.ts'
import { LabCluster, type LabClusterOptions } from './lab-cluster.ts'
import { LabHome } from './lab-home.ts'

export class ApplyWorld {
  readonly home = new LabHome()
  cluster!: LabCluster
  limits: Partial<WaitLimits> = {}
  #admin: AdminClient | undefined

  /** Writes the cluster's files; nothing runs yet. */
  async create(options: LabClusterOptions): Promise<void> {
    this.cluster = await LabCluster.create(this.home, options)
  }

  get admin(): AdminClient {
    return (this.#admin ??= new AdminClient(
      { namesrvAddr: this.cluster.namesrvAddr, timeoutMs: 3000 },
      this.cluster.ports,
    ))
  }

  get target(): ApplyCluster {
    const { spec, namesrvAddr } = this.cluster
    return {
      name: spec.name,
      namesrvAddr,
      isWritable: true,
      spec: this.cluster.lab.load(spec.name),
      admin: this.admin,
      attachedNodes: () => Promise.resolve([]),
    }
  }

  get parts(): ApplyParts {
    const { lab, host, ports } = this.cluster
    return {
      lab,
      host,
      log: ports.log,
      self: host.recordOf(process.pid),
      inTurn: (_cluster, _nodes, act) => act(),
      tell: () => undefined,
      limits: this.limits,
    }
  }

  text(node: string): string {
    const { lab, spec, ports } = this.cluster
    const bytes = ports.fs.readFile(lab.paths.node(spec.name, node).configFile)
    if (bytes === undefined) throw new Error(`${node} has no file`)
    return bytes.latin1Slice()
  }

  /** Every broker's file after `change`. */
  changed(change: (text: string, node: string) => string): NodeText[] {
    return this.cluster.spec.nodes
      .filter(({ kind }) => kind === 'broker')
      .map(({ name }) => ({ node: name, text: change(this.text(name), name) }))
  }

  async plan(files: readonly NodeText[]): Promise<ConfigPlan> {
    const { lab, host } = this.cluster
    return planApply(await readTarget(lab, host, this.target), files).plan
  }

  /** Applies to the end. */
  async apply(
    files: readonly NodeText[],
    onChange: (state: ApplyState) => void = () => undefined,
  ): Promise<ApplyState> {
    const started = await beginApply(this.parts, this.target, { files, note: '', author: 'mqlab' }, onChange)
    return started.ended
  }

  async applyAll(change: (text: string, node: string) => string): Promise<ApplyState> {
    return this.apply(this.changed(change))
  }

  /** Makes the topic on every master; its route then shows who may be written. */
  async makeTopic(topic: string): Promise<void> {
    for (const { address } of await this.admin.mastersOf()) {
      await this.admin.brokers.updateTopic(address, makeTopicConfig(topic, { readQueueNums: 4, writeQueueNums: 4 }))
    }
  }

  /** Brokers whose queues of the topic may be written, as clients learn it. */
  async writable(topic: string): Promise<string[]> {
    const { queueDatas } = await this.admin.topicRoute(topic)
    return queueDatas.filter(({ perm }) => (perm & Permission.WRITE) !== 0).map(({ brokerName }) => brokerName)
  }

  pids(): ReadonlyMap<string, number> {
    return new Map(this.cluster.spec.nodes.map(({ name }) => [name, this.cluster.recordOf(name).pid]))
  }

  /** What a broker says it runs with. */
  async running(node: string): Promise<ReadonlyMap<string, string>> {
    return parseDump(await this.admin.brokers.config(addressOf(findNode(this.cluster.spec, node))))
  }

  async remove(): Promise<void> {
    this.#admin?.shutdown()
    await this.home.remove()
  }
}

/** The text with one key set, everything else as it is. */
export function withKey(text: string, key: string, value: string): string {
  return writeProperties(setProperty(parseProperties(text), key, value))
}
