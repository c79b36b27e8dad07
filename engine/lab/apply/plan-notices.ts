/**
 * What producers and consumers will notice of a plan, and what to think of before it is applied: sentences from the cluster's
 * shape and state. Pure.
 */
import type { ConfigPlan, PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import type { ApplyNode, ApplyTarget } from './apply-target.ts'
import type { NodeChanges } from './plan-changes.ts'
import { EXPECTED_MS, listEn, listZh, masterOf, otherGroups, runningSlaves, secondsText } from './plan-steps.ts'

type PlanProblem = ConfigPlan['problems'][number]

/** From here on a slave counts as behind before it is restarted, or left alone with what it has. */
const BEHIND_BYTES = 1024 * 1024
const ATTACHED_RESTART = 'attached-restart'

/** A sentence each; the same sentence about several nodes is said once. */
export function clientsNotice(target: ApplyTarget, steps: readonly PlanStep[]): Text[] {
  const nodesOf = (action: PlanStep['action']): ApplyNode[] =>
    steps
      .filter((step) => step.action === action)
      .flatMap((step) => target.nodes.filter((node) => step.nodes.includes(node.name)))
  const [servers, slaves, masters] = [nodesOf('restart-namesrv'), nodesOf('restart-slave'), nodesOf('restart-master')]
  if (servers.length + slaves.length + masters.length === 0) {
    return [
      say('Producers and consumers notice nothing: no node is restarted.', '生产者和消费者无感知：没有节点重启。'),
    ]
  }
  return [...ofServers(target, servers), ...ofSlaves(target, slaves), ...ofMasters(target, masters)]
}

function ofServers(target: ApplyTarget, servers: readonly ApplyNode[]): Text[] {
  if (servers.length === 0) return []
  const isOnly = target.nodes.filter(({ kind }) => kind === 'namesrv').length === 1
  const away = secondsText(EXPECTED_MS.restart)
  return [
    isOnly
      ? say(
          `For about ${away.en} no NameServer answers: connected clients go on with the routes they have, new ones wait.`,
          `约 ${away.zh} 内没有 NameServer 应答：已连接的客户端沿用已有路由，新客户端需等待。`,
        )
      : say(
          'One NameServer at a time is away: clients ask another one.',
          'NameServer 逐个重启：客户端会改问其他 NameServer。',
        ),
  ]
}

function ofSlaves(target: ApplyTarget, slaves: readonly ApplyNode[]): Text[] {
  if (slaves.length === 0) return []
  const alone = slaves.filter((slave) => isOnlySyncCopy(target, slave))
  const sentences: Text[] = []
  if (alone.length > 0) {
    const away = secondsText(EXPECTED_MS.restart + EXPECTED_MS.inSync)
    const masters = alone.flatMap((slave) => masterOf(target, slave)?.name ?? [])
    sentences.push(
      say(
        `For about ${away.en} each, sends to ${listEn(masters)} answer SLAVE_NOT_AVAILABLE or FLUSH_SLAVE_TIMEOUT while the slave restarts: stored on one disk, copied once it is back.`,
        `从节点重启期间（各约 ${away.zh}），发往 ${listZh(masters)} 的消息返回 SLAVE_NOT_AVAILABLE 或 FLUSH_SLAVE_TIMEOUT：消息仅存于主，从恢复后补齐。`,
      ),
    )
  }
  if (alone.length < slaves.length) {
    const others = slaves.filter((slave) => !alone.includes(slave)).map(({ name }) => name)
    sentences.push(
      say(
        `Restarts of ${listEn(others)} are not noticed: messages are read from the master meanwhile.`,
        `${listZh(others)} 重启无感知：期间从主读取消息。`,
      ),
    )
  }
  return sentences
}

function ofMasters(target: ApplyTarget, masters: readonly ApplyNode[]): Text[] {
  if (masters.length === 0) return []
  const away = secondsText(EXPECTED_MS.restart + EXPECTED_MS.inSync)
  const sentences: Text[] = []
  const led = masters.filter((master) => otherGroups(target, master).length > 0)
  const alone = masters.filter((master) => otherGroups(target, master).length === 0)
  if (led.length > 0) {
    sentences.push(
      say(
        `Producers are led away from ${listEn(led.map(({ name }) => name))} before its restart and send to the other group; one that must keep to a queue waits 30 to 60 s, because clients fetch routes every 30 s.`,
        `${listZh(led.map(({ name }) => name))} 重启前，生产者会先转向其他主从组；必须写入固定队列的生产者需等待 30 至 60 s，因为客户端每 30 s 更新一次路由。`,
      ),
    )
  }
  if (alone.length > 0) {
    sentences.push(
      say(
        `Sends stop for about ${away.en} while ${listEn(alone.map(({ name }) => name))} restarts: no other group runs. Producers that retry lose nothing.`,
        `${listZh(alone.map(({ name }) => name))} 重启期间约 ${away.zh} 无法发送：没有其他在运行的主从组。会重试的生产者不丢消息。`,
      ),
    )
  }
  const unread = masters.filter((master) => runningSlaves(target, master).length === 0)
  if (unread.length > 0) {
    sentences.push(
      say(
        `What ${listEn(unread.map(({ name }) => name))} holds cannot be read for about ${away.en}: no slave of it runs.`,
        `约 ${away.zh} 内无法读取 ${listZh(unread.map(({ name }) => name))} 上的消息：它没有在运行的从节点。`,
      ),
    )
  }
  if (unread.length < masters.length) {
    sentences.push(
      say(
        'Consumers read from the slave while a master is away, and may get some messages a second time.',
        '主重启期间消费者从从节点读取，少量消息可能重复。',
      ),
    )
  }
  return sentences
}

function isOnlySyncCopy(target: ApplyTarget, slave: ApplyNode): boolean {
  const master = masterOf(target, slave)
  const role = master?.running?.get('brokerRole') ?? (master?.spec?.kind === 'broker' ? master.spec.role : undefined)
  return role === 'SYNC_MASTER' && runningSlaves(target, slave).length < 2
}

/** What stands in the way of nodes that would be changed, and what to think of. */
export function cautions(target: ApplyTarget, changed: readonly NodeChanges[]): PlanProblem[] {
  const problems: PlanProblem[] = []
  for (const item of changed) {
    const { node } = item
    const isTouched = item.isTextChanged || item.changes.some(({ effect }) => effect !== 'none')
    if (isTouched) problems.push(...ofState(target, item))
    if (!target.isOurs) problems.push(...ofAttached(item))
    if (!item.needsRestart || node.kind === 'namesrv') continue
    problems.push(...ofReplication(target, item))
    if (node.hasFaults) {
      problems.push({
        ...about('faults-set', 'warning', node),
        message: say(
          `Links of ${node.name} are disturbed on purpose: it may not come back in sync, and would then be rolled back.`,
          `${node.name} 的链路上有人为故障：可能无法恢复同步，届时会被回滚。`,
        ),
        fix: say('Heal its links first.', '请先恢复其链路。'),
      })
    }
  }
  return problems
}

function ofState(target: ApplyTarget, { node, updates, needsRestart }: NodeChanges): PlanProblem[] {
  const { name } = node
  if (node.state === 'frozen' && (updates.size > 0 || needsRestart)) {
    return [
      {
        ...about('node-frozen', 'error', node),
        message: say(`${name} is frozen and answers nobody.`, `${name} 处于冻结状态，不应答。`),
        fix: say(`Resume ${name} first.`, `请先解冻 ${name}。`),
      },
    ]
  }
  if (node.state === 'silent' || (node.state === 'running' && node.running === null)) {
    return [
      {
        ...about('node-silent', 'error', node),
        message: say(
          `${name} does not answer, so nobody knows what it runs with.${node.problem === null ? '' : ` ${node.problem.en}`}`,
          `${name} 没有应答，无法得知其运行配置。${node.problem?.zh ?? ''}`,
        ),
        fix: target.isOurs
          ? say(`Look at its log, stop it or start it again.`, `请查看其日志，停止或重新启动它。`)
          : say(`Look at it where it runs.`, `请在其所在机器上查看。`),
      },
    ]
  }
  if (node.state === 'stopped') {
    return [
      {
        ...about('node-stopped', 'hint', node),
        message: say(
          `${name} does not run: its file is written and takes effect when it is started.`,
          `${name} 未在运行：写入文件，启动时生效。`,
        ),
        fix: null,
      },
    ]
  }
  return []
}

function ofAttached({ node, changes }: NodeChanges): PlanProblem[] {
  return changes
    .filter(({ effect }) => effect === 'restart')
    .map(({ key, to, why }) => ({
      ...about(ATTACHED_RESTART, 'warning', node),
      key,
      message: say(
        `${key} reaches ${node.name} by a restart only, and its process is not ours. ${why?.en ?? ''}`.trim(),
        `${key} 需重启 ${node.name} 才生效，而其进程不归实验室管理。${why?.zh ?? ''}`,
      ),
      fix:
        to === null
          ? say(`Remove ${key} from its file and restart it there.`, `请在其配置文件中删除 ${key}，再重启。`)
          : say(
              `Write ${key}=${to} into its file and restart it there.`,
              `请在其配置文件中写入 ${key}=${to}，再重启。`,
            ),
    }))
}

/** What is wrong and what helps; findings of lint do not end as sentences, those of a plan do. */
export function problemWords({ message, fix }: Pick<PlanProblem, 'message' | 'fix'>): Text {
  if (fix === null) return message
  return say(
    `${message.en}${/[.!?]$/.test(message.en) ? ' ' : '; '}${fix.en}`,
    `${message.zh}${/[。！？]$/.test(message.zh) ? '' : '；'}${fix.zh}`,
  )
}

/** What an attached cluster gets only where its processes are restarted, as a sentence; null when there is no such change. */
export function leftToRestart({ problems }: Pick<ConfigPlan, 'problems'>): Text | null {
  const left = problems.filter(({ id }) => id === ATTACHED_RESTART)
  if (left.length === 0) return null
  const names = (all: readonly (string | null)[]): string[] => [...new Set(all.filter((name) => name !== null))]
  const [keys, nodes] = [names(left.map(({ key }) => key)), names(left.map(({ node }) => node))]
  return say(
    `${listEn(keys)} on ${listEn(nodes)} ${keys.length === 1 ? 'needs' : 'need'} a restart, which only the machine there can do: change ${keys.length === 1 ? 'it' : 'them'} in the file there and restart.`,
    `${listZh(nodes)} 上的 ${listZh(keys)} 需重启才生效，只能在其所在机器上进行：请在那里的配置文件中修改并重启。`,
  )
}

function ofReplication(target: ApplyTarget, { node }: NodeChanges): PlanProblem[] {
  if (node.role === 'slave') {
    return isOnlySyncCopy(target, node)
      ? [
          {
            ...about('sync-one-slave', 'warning', node),
            message: say(
              `${node.name} is the only slave of a SYNC_MASTER: while it restarts, sends to ${masterOf(target, node)?.name ?? ''} answer SLAVE_NOT_AVAILABLE or FLUSH_SLAVE_TIMEOUT.`,
              `${node.name} 是 SYNC_MASTER 唯一的从：它重启期间，发往 ${masterOf(target, node)?.name ?? ''} 的消息返回 SLAVE_NOT_AVAILABLE 或 FLUSH_SLAVE_TIMEOUT。`,
            ),
            fix: null,
          },
        ]
      : []
  }
  return runningSlaves(target, node)
    .filter(({ lagBytes }) => lagBytes !== null && lagBytes > BEHIND_BYTES)
    .map((slave) => ({
      ...about('slave-behind', 'warning', slave),
      message: say(
        `${slave.name} is behind ${node.name} by ${mebibytes(slave.lagBytes)} MiB: the restart of ${node.name} waits until it has caught up.`,
        `${slave.name} 落后 ${node.name} ${mebibytes(slave.lagBytes)} MiB：追平后才会重启 ${node.name}。`,
      ),
      fix: null,
    }))
}

function about(id: string, severity: PlanProblem['severity'], node: ApplyNode) {
  return { id, severity, node: node.name, key: null, line: null }
}

function mebibytes(bytes: number | null): string {
  return ((bytes ?? 0) / 1024 / 1024).toFixed(1)
}
