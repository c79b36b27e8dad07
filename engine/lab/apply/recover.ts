/**
 * After the death of a program that applied: puts back the node it was working at, gives write permission back, and says where it
 * broke off. Whoever looks at the cluster next does this; two that look at once do not both.
 */
import { bytesFromLatin1 } from '../../base/bytes.ts'
import type { ApplyState } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { addressOf, type ClusterSpec, findNode } from '../cluster-spec.ts'
import { isAlive } from '../plan.ts'
import { applyFolder, type ApplyParts, errorSentence } from './apply-parts.ts'
import { ApplyFile, type ApplyRecord, type HeldNode, isUnderWay } from './apply-record.ts'
import type { ApplyCluster } from './read-target.ts'
import { Versions } from './versions.ts'
import { addWritePermission, giveWritePermission, permissionIn } from './write-permission.ts'

const CLAIM_MS = 30

/** Looks whether the apply's program still lives; if not, tidies up after it. @returns whether there was something to do */
export async function recoverApply(parts: ApplyParts, cluster: ApplyCluster): Promise<boolean> {
  const folder = applyFolder(parts.lab, cluster)
  const file = new ApplyFile(parts.host.fs, folder)
  const dead = file.read()
  if (dead === undefined || !isUnderWay(dead.state) || (await parts.host.isSame(dead.holder))) return false
  const token = parts.host.makeToken()
  file.write({ ...dead, holder: { ...parts.self, token } })
  await new Promise<void>((resolve) => parts.host.timers.after(CLAIM_MS, resolve))
  if (file.read()?.holder.token !== token) return false

  let put: Text
  try {
    put =
      dead.held === null
        ? nothingHeld(dead)
        : sentences(
            await putBack(parts, cluster, dead.held),
            say('Nothing is left read-only.', '没有节点停留在只读状态。'),
          )
  } catch (error) {
    const words = errorSentence(error)
    parts.log.error('a node was not put back after an interrupted apply', { cluster: cluster.name, error: words.en })
    put = say(
      `${dead.held?.node ?? ''} could not be put back: ${words.en} It may be down or read-only: look at its log and start it again.`,
      `${dead.held?.node ?? ''} 未能恢复：${words.zh} 它可能未在运行或仍为只读：请查看其日志并重新启动。`,
    )
  }
  const state = interrupted(dead, Math.round(parts.host.clock.nowMs()), put)
  file.write({ ...dead, holder: { ...parts.self, token }, state, held: null })
  file.forgetStop()
  // It died before it had a version: version 0 is what was there before.
  if (state.version > 0) new Versions(parts.host.fs, `${folder}/versions`).setResult(state.version, 'failed')
  parts.log.warn('an interrupted apply was tidied up', { cluster: cluster.name, version: state.version })
  parts.tell(cluster.name, { node: null, kind: 'failure', tone: 'bad', sentence: state.problem ?? put })
  return true
}

async function putBack(parts: ApplyParts, cluster: ApplyCluster, held: HeldNode): Promise<Text> {
  const { lab, host } = parts
  // Read anew: the record may be older than the cluster file.
  const spec: ClusterSpec = lab.load(cluster.name)
  const node = findNode(spec, held.node)
  const path = lab.paths.node(spec.name, node.name).configFile
  return parts.inTurn(spec.name, [node.name], async () => {
    const put = (text: string): Promise<void> => host.put(path, bytesFromLatin1(text))
    const give = async (startedAs: 'writable' | 'read-only', permission: string, text: string): Promise<void> => {
      if (held.brokerName === '') return
      const broker = { address: addressOf(node), brokerName: held.brokerName }
      await giveWritePermission(cluster.admin, broker, permission, startedAs)
      // The update changed a line of it.
      await put(text)
    }
    const { state } = await lab.observeNode(spec, node)
    if (held.phase === 'wiped') {
      if (!isAlive(state)) {
        return say(
          `${node.name} has ended since; it can be written again once it is started.`,
          `${node.name} 此后已退出；启动后即可写入。`,
        )
      }
      if (state === 'running') await give('writable', permissionIn(held.before), held.before)
      else await addWritePermission(cluster.admin, held.brokerName)
      return say(`${node.name} has its write permission again.`, `${node.name} 已恢复写权限。`)
    }
    if (held.phase === 'back' && isAlive(state)) {
      await put(held.after)
      await give('read-only', held.permission, held.after)
      return say(`${node.name} runs with its new file.`, `${node.name} 已以新配置运行。`)
    }
    // Whether it was stopped, started, or neither is not known: with the earlier file every case ends well.
    await lab.stop(spec, node.name)
    await put(held.before)
    const others = (await lab.observe(spec)).filter((view) => view.spec.name !== node.name)
    if (!others.some((view) => isAlive(view.state))) {
      return say(
        `${node.name} has its earlier file; the cluster was stopped meanwhile.`,
        `${node.name} 已放回原配置；集群此后已停止。`,
      )
    }
    await lab.start(spec, node.name)
    await give('writable', permissionIn(held.before), held.before)
    return say(`${node.name} was started again with its earlier file.`, `${node.name} 已以原配置重新启动。`)
  })
}

/** Updates and files reach several nodes one after the other, and nobody wrote down how far that had come. */
function nothingHeld({ state }: ApplyRecord): Text {
  const step = state.steps.find((one) => one.state === 'running')
  if (step?.action === 'update' || step?.action === 'write') {
    return say(
      `Some of ${step.nodes.join(', ')} may have what is new, others not; no node was restarted or left read-only.`,
      `${step.nodes.join('、')} 中可能有的已更新、有的尚未；没有节点被重启，也没有节点停留在只读状态。`,
    )
  }
  return say('No node was between two states, none is read-only.', '没有节点处于中间状态，也没有节点停留在只读状态。')
}

function sentences(one: Text, other: Text): Text {
  return say(`${one.en} ${other.en}`, `${one.zh}${other.zh}`)
}

function interrupted({ state, holder }: ApplyRecord, nowMs: number, put: Text): ApplyState {
  const at =
    state.steps.find((step) => step.state === 'running') ?? state.steps.find((step) => step.state === 'waiting')
  const [number, count] = [at?.number ?? state.steps.length, state.steps.length]
  const problem = say(
    `Interrupted at step ${number} of ${count}: the program that applied version ${state.version} (pid ${holder.pid}) ended. ${put.en} Apply again to finish, or revert to an earlier version.`,
    `在第 ${number} 步（共 ${count} 步）中断：应用版本 ${state.version} 的程序（pid ${holder.pid}）已退出。${put.zh}可再次应用以完成，或还原到早先版本。`,
  )
  return {
    ...state,
    state: 'failed',
    endedAtMs: nowMs,
    problem,
    steps: state.steps.map((step) =>
      step.state === 'running'
        ? { ...step, state: 'failed' as const, endedAtMs: nowMs, now: put }
        : step.state === 'waiting'
          ? { ...step, state: 'skipped' as const }
          : step,
    ),
  }
}
