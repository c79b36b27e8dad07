/**
 * The order in which changes reach a cluster: updates first, then files of nodes that go on running, name servers, slaves one
 * at a time, masters one group at a time. Pure.
 */
import type { PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import type { ApplyNode, ApplyTarget } from './apply-target.ts'
import type { NodeChanges } from './plan-changes.ts'

/** What acts take on a machine that is not busy; measured on two cores with the nodes of this engine. */
export const EXPECTED_MS = {
  update: 50,
  write: 5,
  /** Stopping, starting, answering again. */
  restart: 1500,
  /** Taking up replication after a restart. */
  inSync: 700,
  /** Until nothing more is sent to a master whose write permission was taken; clients poll routes every 30 s. */
  spread: 32_000,
  /** The same when nothing is sent at all. */
  quiet: 2000,
} as const

/** @param changed nodes with something to do, in the target's order */
export function planSteps(target: ApplyTarget, changed: readonly NodeChanges[]): PlanStep[] {
  const steps: Omit<PlanStep, 'number'>[] = []
  const updated = changed.filter(({ updates, node }) => updates.size > 0 && node.state === 'running')
  if (updated.length > 0) steps.push(updateStep(target, updated))
  if (target.isOurs) {
    const written = changed.filter(({ isTextChanged, needsRestart }) => isTextChanged && !needsRestart)
    if (written.length > 0) steps.push(writeStep(written))
    const restarted = changed.filter(({ needsRestart }) => needsRestart).map(({ node }) => node)
    for (const node of restarted.filter(({ role }) => role === 'namesrv')) steps.push(namesrvStep(target, node))
    for (const node of restarted.filter(({ role }) => role === 'slave')) steps.push(slaveStep(target, node))
    for (const node of restarted.filter(({ role }) => role === 'master')) steps.push(masterStep(target, node))
  }
  return steps.map((step, index) => ({ number: index + 1, ...step }))
}

/** Other groups that can take messages while one of `master` cannot. */
export function otherGroups(target: ApplyTarget, master: ApplyNode): string[] {
  return target.nodes
    .filter((node) => node.role === 'master' && node.state === 'running' && node.brokerName !== master.brokerName)
    .map(({ name }) => name)
}

/** Slaves of the same broker name that run. */
export function runningSlaves(target: ApplyTarget, broker: ApplyNode): ApplyNode[] {
  return target.nodes.filter(
    (node) => node.role === 'slave' && node.brokerName === broker.brokerName && node.state === 'running',
  )
}

export function masterOf(target: ApplyTarget, slave: ApplyNode): ApplyNode | undefined {
  return target.nodes.find((node) => node.role === 'master' && node.brokerName === slave.brokerName)
}

function updateStep(target: ApplyTarget, updated: readonly NodeChanges[]): Omit<PlanStep, 'number'> {
  const nodes = updated.map(({ node }) => node.name)
  const keys = [...new Set(updated.flatMap(({ updates }) => [...updates.keys()]))]
  const [first] = updated
  const [key, value] = [...(first?.updates ?? [])][0] ?? ['', '']
  const verb = first?.node.kind === 'namesrv' ? 'updateNamesrvConfig -n' : 'updateBrokerConfig -b'
  return {
    action: 'update',
    nodes,
    title: say(`Change ${listEn(keys)} on ${listEn(nodes)} at once`, `在 ${listZh(nodes)} 上即时修改 ${listZh(keys)}`),
    detail: target.isOurs
      ? say(
          'They take it while they run, then say what they run with; nothing is interrupted.',
          '运行中直接生效，随后读回核对；不中断服务。',
        )
      : say(
          'They take it while they run, then say what they run with; a key that is ignored is told.',
          '运行中直接生效，随后读回核对；被忽略的配置项会指出。',
        ),
    expectedMs: EXPECTED_MS.update * nodes.length,
    command: `mqadmin ${verb} ${first?.node.address ?? ''} -k ${key} -v ${value}`,
  }
}

function writeStep(written: readonly NodeChanges[]): Omit<PlanStep, 'number'> {
  const nodes = written.map(({ node }) => node.name)
  const stopped = written.filter(({ node }) => node.state === 'stopped').map(({ node }) => node.name)
  const detail =
    stopped.length === 0
      ? say('Comments and order as you wrote them; nothing is restarted.', '保留你写的注释与顺序；不重启。')
      : say(
          `Comments and order as you wrote them. ${listEn(stopped)} ${stopped.length === 1 ? 'does' : 'do'} not run: it takes effect at the next start.`,
          `保留你写的注释与顺序。${listZh(stopped)} 未在运行，下次启动时生效。`,
        )
  return {
    action: 'write',
    nodes,
    title: say(`Write the files of ${listEn(nodes)}`, `写入 ${listZh(nodes)} 的配置文件`),
    detail,
    expectedMs: EXPECTED_MS.write * nodes.length,
    command: null,
  }
}

function namesrvStep(target: ApplyTarget, node: ApplyNode): Omit<PlanStep, 'number'> {
  const others = target.nodes.filter((other) => other.kind === 'namesrv' && other.name !== node.name)
  const meanwhile =
    others.length === 0
      ? say(
          'Clients keep the routes they have meanwhile; new ones find none.',
          '期间客户端沿用已有路由，新客户端查不到路由。',
        )
      : say(
          `Brokers and clients go on with ${listEn(others.map(({ name }) => name))} meanwhile.`,
          `期间 Broker 与客户端使用 ${listZh(others.map(({ name }) => name))}。`,
        )
  return {
    action: 'restart-namesrv',
    nodes: [node.name],
    title: say(`Restart ${node.name}`, `重启 ${node.name}`),
    detail: say(
      `Writes its file, restarts it, waits until all running brokers are registered again. ${meanwhile.en}`,
      `写入配置文件并重启，等待所有运行中的 Broker 重新注册。${meanwhile.zh}`,
    ),
    expectedMs: EXPECTED_MS.restart,
    command: `mqlab restart ${node.name} --name ${target.cluster}`,
  }
}

function slaveStep(target: ApplyTarget, node: ApplyNode): Omit<PlanStep, 'number'> {
  const master = masterOf(target, node)
  const follows =
    master?.state === 'running'
      ? say(
          `waits until it has everything that ${master.name} had when it came back`,
          `等待它追平恢复连接时 ${master.name} 的全部数据`,
        )
      : say(
          'waits until it is registered; its master does not run, there is nothing to catch up with',
          '等待它注册；其主未在运行，无需追平',
        )
  return {
    action: 'restart-slave',
    nodes: [node.name],
    title: say(`Restart ${node.name} (slave)`, `重启 ${node.name}（从）`),
    detail: say(`Writes its file, restarts it, ${follows.en}.`, `写入配置文件并重启，${follows.zh}。`),
    expectedMs: EXPECTED_MS.restart + EXPECTED_MS.inSync,
    command: `mqlab restart ${node.name} --name ${target.cluster}`,
  }
}

function masterStep(target: ApplyTarget, node: ApplyNode): Omit<PlanStep, 'number'> {
  const slaves = runningSlaves(target, node).map(({ name }) => name)
  const others = otherGroups(target, node)
  const inSync =
    slaves.length === 0
      ? say('waits until it is registered', '等待它注册')
      : say(`waits until ${listEn(slaves)} follows it`, `等待 ${listZh(slaves)} 重新跟上`)
  const restart = `mqlab restart ${node.name} --name ${target.cluster}`
  if (others.length === 0) {
    return {
      action: 'restart-master',
      nodes: [node.name],
      title: say(`Restart ${node.name} (master)`, `重启 ${node.name}（主）`),
      detail: say(
        `No other group runs that could take its messages: it is restarted at once, which keeps the pause short. Writes its file, restarts it, ${inSync.en}.`,
        `没有其他在运行的主从组可接替：直接重启，以缩短中断。写入配置文件并重启，${inSync.zh}。`,
      ),
      expectedMs: EXPECTED_MS.restart + EXPECTED_MS.inSync,
      command: restart,
    }
  }
  const servers = target.namesrvAddr
  return {
    action: 'restart-master',
    nodes: [node.name],
    title: say(`Restart ${node.name} (master of ${node.brokerName})`, `重启 ${node.name}（${node.brokerName} 的主）`),
    detail: say(
      `Takes its write permission away, waits until producers have moved to ${listEn(others)} (nothing arrives any more, at most 35 s), writes its file, restarts it, ${inSync.en}, gives the permission back.`,
      `取消其写权限，等待生产者转向 ${listZh(others)}（不再有写入，最多 35 s），写入配置文件并重启，${inSync.zh}，再恢复写权限。`,
    ),
    expectedMs:
      (node.putsPerSecond === 0 ? EXPECTED_MS.quiet : EXPECTED_MS.spread) + EXPECTED_MS.restart + EXPECTED_MS.inSync,
    command: [
      `mqadmin wipeWritePerm -n '${servers}' -b ${node.brokerName}`,
      restart,
      `mqadmin addWritePerm -n '${servers}' -b ${node.brokerName}`,
    ].join('; '),
  }
}

/** `a, b and c`; long lists are cut. */
export function listEn(names: readonly string[]): string {
  if (names.length > SHOWN_MAX)
    return `${names.slice(0, SHOWN_MAX - 1).join(', ')} and ${names.length - SHOWN_MAX + 1} more`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

export function listZh(names: readonly string[]): string {
  if (names.length > SHOWN_MAX) return `${names.slice(0, SHOWN_MAX - 1).join('、')} 等 ${names.length} 项`
  return names.join('、')
}

const SHOWN_MAX = 5

/** A sentence about a number of seconds. */
export function secondsText(ms: number): Text {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return say(`${seconds} s`, `${seconds} s`)
}
