/**
 * What each kind of step does to a cluster, and how it is undone when a node does not come back healthy: its old file, started
 * again, its write permission given back.
 */
import { bytesFromLatin1 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { bytesOfFile } from '../../config/properties-bytes.ts'
import { escapeKey, escapeValue } from '../../config/properties-text.ts'
import type { PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { bytesFromUtf8 } from '../../base/bytes.ts'
import {
  addressOf,
  type BrokerSpec,
  type ClusterSpec,
  clusterSpecText,
  findNode,
  isMaster,
  type NodeSpec,
} from '../cluster-spec.ts'
import { isAlive } from '../plan.ts'
import { type ApplyParts, errorWords } from './apply-parts.ts'
import type { HeldNode } from './apply-record.ts'
import type { ApplyTarget, NodeWork } from './apply-target.ts'
import { effectiveValues, parseDump } from './effective-values.ts'
import { NodeWaits, type TellWaiting, WAIT_LIMITS } from './node-waits.ts'
import type { ApplyCluster } from './read-target.ts'
import { giveWritePermission, readOnlyText, wipeWritePermission } from './write-permission.ts'

export type StepOutcome =
  | { readonly kind: 'done'; readonly note: Text | null }
  | { readonly kind: 'failed'; readonly isRolledBack: boolean; readonly problem: Text }

export interface StepContext {
  readonly parts: ApplyParts
  readonly cluster: ApplyCluster
  readonly target: ApplyTarget
  readonly work: ReadonlyMap<string, NodeWork>
  readonly version: number
  /** Writes down what has to be put back should this process die; null once that is over. */
  hold(held: HeldNode | null): void
}

const READ_WRITE = '6'

export function runStep(context: StepContext, step: PlanStep, tell: TellWaiting): Promise<StepOutcome> {
  switch (step.action) {
    case 'update':
      return updateNodes(context, step, tell)
    case 'write':
      return writeFiles(context, step)
    case 'restart-namesrv':
    case 'restart-slave':
    case 'restart-master':
      return new NodeRestart(context, step, tell).run()
  }
}

async function updateNodes(context: StepContext, step: PlanStep, tell: TellWaiting): Promise<StepOutcome> {
  const { parts, cluster, target } = context
  const earlier: { readonly node: string; readonly values: ReadonlyMap<string, string> }[] = []
  const notes: Text[] = []
  for (const name of step.nodes) {
    const updates = context.work.get(name)?.updates ?? new Map<string, string>()
    try {
      tell(say(`${name} takes its new values`, `${name} 正在接受新值`))
      await parts.inTurn(cluster.name, [name], async () => {
        const before = await configurationOf(context, name)
        earlier.push({ node: name, values: new Map([...updates.keys()].map((key) => [key, before.get(key) ?? ''])) })
        await sendUpdate(context, name, updates)
        const after = await configurationOf(context, name)
        const ignored = [...updates].filter(([key, value]) => after.get(key) !== value)
        if (ignored.length === 0) return
        const note = ignoredWords(name, ignored, after)
        if (target.isOurs) throw new EngineError('refused', note.en, { context: { node: name }, zh: note.zh })
        notes.push(note)
      })
    } catch (error) {
      const words = errorWords(error)
      const undone = await putBack(context, earlier)
      return {
        kind: 'failed',
        isRolledBack: undone,
        problem: undone
          ? say(
              `${name} did not take its new values: ${words.en} The earlier values were put back; no node was restarted.`,
              `${name} 未接受新值：${words.zh} 已恢复原值，没有节点重启。`,
            )
          : say(
              `${name} did not take its new values: ${words.en} Not all earlier values could be put back: compare what the nodes run with.`,
              `${name} 未接受新值：${words.zh} 部分原值未能恢复，请核对各节点的运行值。`,
            ),
      }
    }
  }
  return { kind: 'done', note: joined(notes) }
}

/** @returns whether all values are as before. */
async function putBack(
  context: StepContext,
  earlier: readonly { readonly node: string; readonly values: ReadonlyMap<string, string> }[],
): Promise<boolean> {
  let isDone = true
  for (const { node, values } of earlier) {
    try {
      await sendUpdate(context, node, values)
    } catch (error) {
      context.parts.log.warn('earlier values were not put back', { node, error: errorWords(error).en })
      isDone = false
    }
  }
  return isDone
}

async function configurationOf({ cluster, target }: StepContext, name: string): Promise<Map<string, string>> {
  const { kind, address } = nodeOf(target, name)
  const { admin } = cluster
  return parseDump(kind === 'broker' ? await admin.brokers.config(address) : await admin.nameServers.config(address))
}

async function sendUpdate(
  { cluster, target }: StepContext,
  name: string,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  const { kind, address } = nodeOf(target, name)
  const text = [...values].map(([key, value]) => `${escapeKey(key)}=${escapeValue(value)}\n`).join('')
  if (kind === 'broker') await cluster.admin.brokers.updateConfig(address, text)
  else await cluster.admin.nameServers.updateConfig(text, [address])
}

/** Files of nodes that are not restarted; all of them or none. */
async function writeFiles({ parts, cluster, work, target }: StepContext, step: PlanStep): Promise<StepOutcome> {
  const written: { readonly path: string; readonly before: Uint8Array | undefined }[] = []
  try {
    await parts.inTurn(cluster.name, step.nodes, async () => {
      for (const name of step.nodes) {
        const { path } = nodeOf(target, name)
        const item = work.get(name)
        if (path === null || item === undefined) continue
        written.push({ path, before: parts.host.fs.readFile(path) })
        await parts.host.put(path, bytesOfFile(item.text, item.encoding))
      }
    })
    return { kind: 'done', note: null }
  } catch (error) {
    const words = errorWords(error)
    for (const { path, before } of written) if (before !== undefined) await parts.host.put(path, before)
    return {
      kind: 'failed',
      isRolledBack: true,
      problem: say(
        `A file could not be written: ${words.en} The earlier files were put back.`,
        `有文件未能写入：${words.zh} 已恢复原文件。`,
      ),
    }
  }
}

/** One node: its file, a restart, and everything that has to hold before and after. */
class NodeRestart {
  readonly #context: StepContext
  readonly #tell: TellWaiting
  readonly #spec: ClusterSpec
  readonly #node: NodeSpec
  readonly #waits: NodeWaits
  readonly #path: string
  readonly #work: NodeWork
  readonly #before: string
  readonly #after: string

  constructor(context: StepContext, step: PlanStep, tell: TellWaiting) {
    const { parts, cluster, work } = context
    const [name = ''] = step.nodes
    this.#context = context
    this.#tell = tell
    this.#spec = cluster.spec as ClusterSpec
    this.#node = findNode(this.#spec, name)
    this.#waits = new NodeWaits(parts.lab, parts.host, this.#spec, { ...WAIT_LIMITS, ...parts.limits })
    this.#path = parts.lab.paths.node(this.#spec.name, name).configFile
    this.#work = work.get(name) as NodeWork
    this.#before = parts.host.fs.readFile(this.#path)?.latin1Slice() ?? ''
    this.#after = bytesOfFile(this.#work.text, this.#work.encoding).latin1Slice()
  }

  async run(): Promise<StepOutcome> {
    const { parts } = this.#context
    return parts.inTurn(this.#spec.name, [this.#node.name], async () => {
      const { state } = await parts.lab.observeNode(this.#spec, this.#node)
      if (!isAlive(state)) {
        await this.#put(this.#after)
        return { kind: 'done', note: endedSince(this.#node.name) }
      }
      let phase: HeldNode['phase'] | undefined
      const enter = (next: HeldNode['phase']): void => {
        phase = next
        this.#hold(next)
      }
      try {
        await this.#restart(enter)
        this.#context.hold(null)
        return { kind: 'done', note: null }
      } catch (error) {
        return this.#undo(phase, errorWords(error))
      }
    })
  }

  async #restart(enter: (phase: HeldNode['phase']) => void): Promise<void> {
    const { parts, cluster } = this.#context
    const node = this.#node
    const isLed = isMaster(node) && (await this.#hasOtherMaster(node))
    if (isMaster(node)) await this.#waits.groupInSync(node, this.#tell)
    if (isLed) {
      enter('wiped')
      await wipeWritePermission(cluster.admin, node.brokerName)
      await this.#waits.spread(node, this.#tell)
    }
    const readOnly = isLed ? readOnlyText(this.#after, this.#work.permission) : undefined
    enter('down')
    this.#tell(say(`${node.name} is being stopped`, `正在停止 ${node.name}`))
    await parts.lab.stop(this.#spec, node.name)
    this.#told(
      'node-stopped',
      'idle',
      say(
        `The apply of version ${this.#context.version} stopped ${node.name} to start it with its new file.`,
        `应用版本 ${this.#context.version}：停止 ${node.name}，随后以新配置启动。`,
      ),
    )
    await this.#put(readOnly ?? this.#after)
    this.#tell(say(`${node.name} starts`, `正在启动 ${node.name}`))
    await parts.lab.start(this.#spec, node.name)
    this.#told(
      'node-started',
      'ok',
      say(
        `${node.name} runs with the file of version ${this.#context.version}.`,
        `${node.name} 已以版本 ${this.#context.version} 的配置启动。`,
      ),
    )
    enter('back')
    await this.#healthy()
    if (readOnly !== undefined) await giveWritePermission(cluster.admin, this.#broker(), this.#work.permission)
    // Last: the update above has changed a line of the file.
    await this.#put(this.#after)
    this.#keepRole()
  }

  async #healthy(): Promise<void> {
    const node = this.#node
    if (node.kind === 'namesrv') return this.#waits.brokersAt(node, this.#tell)
    await this.#waits.registered(node, this.#tell)
    if (isMaster(node)) await this.#waits.groupInSync(node, this.#tell)
    else await this.#waits.inSync(node, this.#tell)
  }

  async #undo(phase: HeldNode['phase'] | undefined, why: Text): Promise<StepOutcome> {
    const { name } = this.#node
    if (phase === undefined) {
      return failed(false, say(`${name} was not restarted: ${why.en}`, `${name} 未重启：${why.zh}`))
    }
    try {
      if (phase === 'wiped') {
        await this.#givePermissionBack()
        this.#context.hold(null)
        return failed(
          true,
          say(
            `${name} was not restarted: ${why.en} Its write permission was given back.`,
            `${name} 未重启：${why.zh} 已恢复其写权限。`,
          ),
        )
      }
      this.#tell(say(`${name} is put back to its earlier file`, `${name} 正在恢复为原配置`))
      await this.#startAsBefore()
      this.#context.hold(null)
      this.#told(
        'node-started',
        'warn',
        say(`${name} was rolled back: it runs with its earlier file again.`, `${name} 已回滚：以原配置重新运行。`),
      )
      return failed(
        true,
        say(
          `${name} did not come back healthy: ${why.en} It was rolled back and runs with its earlier file.`,
          `${name} 未能正常恢复：${why.zh} 已回滚，以原配置运行。`,
        ),
      )
    } catch (error) {
      const words = errorWords(error)
      return failed(
        false,
        say(
          `${name} did not come back healthy: ${why.en} Its earlier file is in place, but it does not run well with it either: ${words.en} Look at its log, then start it.`,
          `${name} 未能正常恢复：${why.zh} 已放回原配置，但仍未正常运行：${words.zh} 请查看其日志后启动。`,
        ),
      )
    }
  }

  async #startAsBefore(): Promise<void> {
    const { parts } = this.#context
    try {
      await parts.lab.stop(this.#spec, this.#node.name)
    } catch (error) {
      // It does not obey: what it has acknowledged is in its files.
      parts.log.warn('a node that is rolled back does not stop', { error: errorWords(error).en })
      await parts.lab.kill(this.#spec, this.#node.name)
    }
    await this.#put(this.#before)
    await parts.lab.start(this.#spec, this.#node.name)
    if (this.#node.kind === 'broker') {
      await this.#waits.registered(this.#node, this.#tell)
      if (isMaster(this.#node)) await this.#givePermissionBack()
    }
  }

  /** With the permission that the earlier file gives; the update changes a line of it, so the file is put back after. */
  async #givePermissionBack(): Promise<void> {
    const permission = permissionIn(this.#before)
    await giveWritePermission(this.#context.cluster.admin, this.#broker(), permission)
    await this.#put(this.#before)
  }

  #hold(phase: HeldNode['phase']): void {
    this.#context.hold({
      node: this.#node.name,
      brokerName: isMaster(this.#node) ? this.#node.brokerName : '',
      phase,
      before: this.#before,
      after: this.#after,
      permission: this.#work.permission,
    })
  }

  #told(kind: 'node-stopped' | 'node-started', tone: 'idle' | 'ok' | 'warn', sentence: Text): void {
    this.#context.parts.tell(this.#spec.name, { node: this.#node.name, kind, tone, sentence })
  }

  #put(text: string): Promise<void> {
    return this.#context.parts.host.put(this.#path, bytesFromLatin1(text))
  }

  #broker(): { readonly address: string; readonly brokerName: string } {
    return { address: addressOf(this.#node), brokerName: (this.#node as BrokerSpec).brokerName }
  }

  async #hasOtherMaster(master: BrokerSpec): Promise<boolean> {
    const views = await this.#context.parts.lab.observe(this.#spec)
    return views.some(
      ({ state, spec }) => state === 'running' && isMaster(spec) && spec.brokerName !== master.brokerName,
    )
  }

  /** `cluster.json` tells roles too; read anew, because another step may have changed it. */
  #keepRole(): void {
    const role = this.#work.masterRole
    if (role === undefined) return
    const { lab, host } = this.#context.parts
    const spec = lab.load(this.#spec.name)
    const nodes = spec.nodes.map((node) =>
      node.name === this.#node.name && node.kind === 'broker' ? { ...node, role } : node,
    )
    host.fs.replaceFile(lab.paths.clusterFile(spec.name), bytesFromUtf8(clusterSpecText({ ...spec, nodes })))
  }
}

/** `brokerPermission` as a file gives it, one character a byte. */
export function permissionIn(text: string): string {
  return effectiveValues('broker', text, 'latin1').values.get('brokerPermission') ?? READ_WRITE
}

function failed(isRolledBack: boolean, problem: Text): StepOutcome {
  return { kind: 'failed', isRolledBack, problem }
}

function endedSince(name: string): Text {
  return say(
    `${name} has ended since the plan was made: its file was written and takes effect when it is started.`,
    `计划制定后 ${name} 已退出：已写入文件，启动时生效。`,
  )
}

function ignoredWords(
  name: string,
  ignored: readonly (readonly [string, string])[],
  running: ReadonlyMap<string, string>,
): Text {
  const list = ignored.map(([key, value]) => ({ key, value, now: running.get(key) ?? '–' }))
  return say(
    `${name} accepted the update and ignored ${list.map(({ key, value, now }) => `${key}=${value} (it still says ${now})`).join(', ')}.`,
    `${name} 接受了更新，但忽略了 ${list.map(({ key, value, now }) => `${key}=${value}（仍为 ${now}）`).join('、')}。`,
  )
}

function joined(notes: readonly Text[]): Text | null {
  if (notes.length === 0) return null
  return say(notes.map(({ en }) => en).join(' '), notes.map(({ zh }) => zh).join(''))
}

function nodeOf(target: ApplyTarget, name: string): ApplyTarget['nodes'][number] {
  const node = target.nodes.find((candidate) => candidate.name === name)
  if (node !== undefined) return node
  throw new EngineError('usage', `${target.cluster} has no node "${name}"`, {
    context: { node: name },
    zh: `${target.cluster} 没有节点“${name}”`,
  })
}
