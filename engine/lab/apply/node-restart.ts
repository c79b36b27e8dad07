/**
 * One node restarted with its new file: what has to hold before and after, and how it is undone when it does not come back
 * healthy: its old file, started again, its write permission given back.
 */
import { bytesFromLatin1, bytesFromUtf8 } from '../../base/bytes.ts'
import { bytesOfFile } from '../../config/properties-bytes.ts'
import type { PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
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
import { errorSentence, errorWords } from './apply-parts.ts'
import type { HeldNode } from './apply-record.ts'
import type { NodeWork } from './apply-target.ts'
import { NodeWaits, type TellWaiting, WAIT_LIMITS } from './node-waits.ts'
import type { StepContext, StepOutcome } from './step-context.ts'
import {
  addWritePermission,
  giveWritePermission,
  permissionIn,
  readOnlyText,
  wipeWritePermission,
} from './write-permission.ts'

/** One node: its file, a restart, and everything that has to hold before and after. */
export class NodeRestart {
  readonly #context: StepContext
  readonly #tell: TellWaiting
  readonly #spec: ClusterSpec
  readonly #node: NodeSpec
  readonly #waits: NodeWaits
  readonly #path: string
  readonly #work: NodeWork
  readonly #before: string
  readonly #after: string
  #hadOthers = false

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
    this.#before = this.#fileNow() ?? ''
    this.#after = bytesOfFile(this.#work.text, this.#work.encoding).latin1Slice()
  }

  async run(): Promise<StepOutcome> {
    const { parts } = this.#context
    return parts.inTurn(this.#spec.name, [this.#node.name], async () => {
      this.#hadOthers = await this.#othersRun()
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
        return this.#undo(phase, errorSentence(error))
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
    if (readOnly !== undefined) {
      this.#tell(say(`${node.name} takes its write permission back`, `正在恢复 ${node.name} 的写权限`))
      await giveWritePermission(cluster.admin, this.#broker(), this.#work.permission, 'read-only')
    }
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
    if (phase === 'wiped') return this.#undoWiped(why)
    try {
      this.#tell(say(`${name} is put back to its earlier file`, `${name} 正在恢复为原配置`))
      if (this.#hadOthers && !(await this.#othersRun())) {
        await this.#stopAnyway()
        await this.#put(this.#before)
        this.#context.hold(null)
        return failed(
          true,
          say(
            `${name} was not started again: ${why.en} The cluster was stopped meanwhile; the earlier file of ${name} is in place.`,
            `${name} 未再启动：${why.zh} 集群此间已停止；${name} 的原配置已放回。`,
          ),
        )
      }
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
      const words = errorSentence(error)
      const file =
        this.#fileNow() === this.#before
          ? say('Its earlier file is in place.', '已放回原配置。')
          : say('Its earlier file is not in place: revert to an earlier version.', '原配置未能放回：请还原到早先版本。')
      return failed(
        false,
        say(
          `${name} did not come back healthy: ${why.en} It could not be rolled back: ${words.en} ${file.en} Look at its log, then start it.`,
          `${name} 未能正常恢复：${why.zh} 回滚未成功：${words.zh} ${file.zh}请查看其日志后启动。`,
        ),
      )
    }
  }

  /** Nothing of it was changed yet but its write permission. One that has ended has its own again when it is started. */
  async #undoWiped(why: Text): Promise<StepOutcome> {
    const { parts } = this.#context
    const { name } = this.#node
    const { brokerName } = this.#broker()
    const { state } = await parts.lab.observeNode(this.#spec, this.#node)
    const isUp = isAlive(state)
    try {
      if (state === 'running') await this.#givePermissionBack()
      else await addWritePermission(this.#context.cluster.admin, brokerName)
    } catch (error) {
      const words = errorSentence(error)
      if (isUp) {
        return failed(
          false,
          say(
            `${name} was not restarted: ${why.en} Its write permission could not be given back: ${words.en} Give it with mqadmin addWritePerm -b ${brokerName}, or restart ${name}.`,
            `${name} 未重启：${why.zh} 未能恢复其写权限：${words.zh} 请执行 mqadmin addWritePerm -b ${brokerName}，或重启 ${name}。`,
          ),
        )
      }
      parts.log.debug('write permission was not given back', { node: name, error: words.en })
    }
    this.#context.hold(null)
    return failed(
      true,
      isUp
        ? say(
            `${name} was not restarted: ${why.en} Its write permission was given back.`,
            `${name} 未重启：${why.zh} 已恢复其写权限。`,
          )
        : say(
            `${name} was not restarted: ${why.en} It has its earlier file, and can be written again once it is started.`,
            `${name} 未重启：${why.zh} 其配置仍是原来的，启动后即可写入。`,
          ),
    )
  }

  async #stopAnyway(): Promise<void> {
    const { parts } = this.#context
    try {
      await parts.lab.stop(this.#spec, this.#node.name)
    } catch (error) {
      // It does not obey: what it has acknowledged is in its files.
      parts.log.warn('a node that is rolled back does not stop', { error: errorWords(error).en })
      await parts.lab.kill(this.#spec, this.#node.name)
    }
  }

  async #startAsBefore(): Promise<void> {
    const { parts } = this.#context
    await this.#stopAnyway()
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
    // It runs with its earlier file: only the name servers may still know it as read-only.
    await giveWritePermission(this.#context.cluster.admin, this.#broker(), permission, 'writable')
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

  #fileNow(): string | undefined {
    return this.#context.parts.host.fs.readFile(this.#path)?.latin1Slice()
  }

  /** Somebody who stops the whole cluster does not want this node started again. */
  async #othersRun(): Promise<boolean> {
    const views = await this.#context.parts.lab.observe(this.#spec)
    return views.some(({ spec, state }) => spec.name !== this.#node.name && isAlive(state))
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

function failed(isRolledBack: boolean, problem: Text): StepOutcome {
  return { kind: 'failed', isRolledBack, problem }
}

function endedSince(name: string): Text {
  return say(
    `${name} has ended since the plan was made: its file was written and takes effect when it is started.`,
    `计划制定后 ${name} 已退出：已写入文件，启动时生效。`,
  )
}
