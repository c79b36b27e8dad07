/**
 * The sentences about nodes, pairs and groups that the observation tells, in both languages and the voice of words.md: what
 * happened, to whom, why, what to do. Pure.
 */
import type { FaultView, NodeState } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { bytesWord, countWord, durationWord, spanWord } from './figure-words.ts'

/** Above this share of the disk a broker refuses messages (diskSpaceWarningLevelRatio). */
export const DISK_FULL_RATIO = 0.9

/** Why a node is not simply running; null when there is nothing to explain. */
export function nodeCause(name: string, state: NodeState, pid: number | null, problem: Text | null): Text | null {
  if (problem !== null && state !== 'running') return problem
  switch (state) {
    case 'killed':
      return say(`${name} was ended with kill -9.`, `${name} 已被 kill -9 结束。`)
    case 'frozen':
      return say(
        `${name} is frozen (SIGSTOP): its connections stay open and nothing is answered. Resume it.`,
        `${name} 已被冻结（SIGSTOP）：连接仍在，但不应答。可将其恢复运行。`,
      )
    case 'crashed':
      return say(
        `${name} ended by itself and said nothing. The end of its log may tell why; start it again.`,
        `${name} 自行退出，没有留下输出。可查看其日志末尾，然后重新启动。`,
      )
    case 'unreachable':
      return pid === null
        ? say(`${name} does not answer.`, `${name} 没有应答。`)
        : say(
            `The process of ${name} (pid ${pid}) lives and does not answer. Look at its log, or restart it.`,
            `${name} 的进程（pid ${pid}）还在，但没有应答。请查看日志，或重启它。`,
          )
    case 'running':
      return problem
    case 'starting':
    case 'stopped':
    case 'unknown':
      return null
  }
}

export function diskFull(name: string, ratio: number): Text {
  const percent = Math.round(ratio * 100)
  return say(
    `The disk is ${percent}% full: ${name} refuses messages above 90%. Free space or shorten fileReservedTime.`,
    `磁盘已用 ${percent}%：超过 90% 后 ${name} 拒绝写入。请清理空间或缩短 fileReservedTime。`,
  )
}

export function crashLoop(name: string, crashes: number, last: Text | null): Text {
  const why = last ?? say('It says nothing.', '没有留下输出。')
  return say(
    `${name} crashed ${crashes} times within 60 s. Starting it again will not help before the cause is gone: ${why.en}`,
    `${name} 在 60 s 内宕机 ${crashes} 次。不消除原因，重启无济于事：${why.zh}`,
  )
}

/** What a state is called inside another sentence: "broker-a is frozen". */
export function stateOf(name: string, state: NodeState): Text {
  switch (state) {
    case 'killed':
      return say(`${name} was ended with kill -9`, `${name} 已被 kill -9 结束`)
    case 'stopped':
      return say(`${name} is stopped`, `${name} 已停止`)
    case 'crashed':
      return say(`${name} crashed`, `${name} 已宕机`)
    case 'frozen':
      return say(`${name} is frozen`, `${name} 已冻结`)
    case 'unreachable':
      return say(`${name} does not answer`, `${name} 没有应答`)
    case 'starting':
      return say(`${name} is starting`, `${name} 正在启动`)
    case 'running':
      return say(`${name} runs`, `${name} 正在运行`)
    case 'unknown':
      return say(`nothing is known of ${name}`, `${name} 状态未知`)
  }
}

export function groupReadOnly(group: string, master: Text, slave: string): Text {
  return say(
    `${master.en}: nothing can be written to group ${group}, slave ${slave} serves what it has.`,
    `${master.zh}：主从组 ${group} 无法写入，从节点 ${slave} 仍提供已有消息。`,
  )
}

export function groupGone(group: string, nodes: readonly Text[]): Text {
  return say(
    `Group ${group} neither takes nor serves messages: ${nodes.map((node) => node.en).join(', ')}.`,
    `主从组 ${group} 既不能写入也不能读取：${nodes.map((node) => node.zh).join('，')}。`,
  )
}

export function groupWritable(group: string, master: string): Text {
  return say(
    `Messages can be written to group ${group} again, on ${master}.`,
    `主从组 ${group} 已恢复写入，主节点为 ${master}。`,
  )
}

const DIRECTIONS: Readonly<Record<FaultView['direction'], Text>> = {
  data: say('what the master sends', '主发往从的数据'),
  acks: say('what the slave confirms', '从返回的确认'),
  both: say('both directions', '双向'),
}

/** "you cut their link (both directions)". */
export function faultWords(fault: FaultView): Text {
  const direction = DIRECTIONS[fault.direction]
  switch (fault.kind) {
    case 'cut':
      return say(`you cut their link (${direction.en})`, `你切断了它们的链路（${direction.zh}）`)
    case 'delay':
      return say(
        `you delayed their link by ${durationWord(fault.ms ?? 0)} (${direction.en})`,
        `你给它们的链路加了 ${durationWord(fault.ms ?? 0)} 延迟（${direction.zh}）`,
      )
    case 'throttle':
      return say(
        `you throttled their link to ${countWord(fault.kbps ?? 0)} kbit/s (${direction.en})`,
        `你把它们的链路限速为 ${countWord(fault.kbps ?? 0)} kbit/s（${direction.zh}）`,
      )
    case 'reset':
      return say('you reset their link', '你重置了它们的链路')
  }
}

export function pairCut(slave: string, master: string, fault: FaultView): Text {
  const what = faultWords(fault)
  return say(
    `${slave} gets nothing more from ${master}: ${what.en}. Heal it.`,
    `${slave} 已收不到 ${master} 的数据：${what.zh}。可将其恢复。`,
  )
}

export function pairBehind(slave: string, master: string, fault: FaultView | undefined, isCatchingUp: boolean): Text {
  if (fault !== undefined) {
    const what = faultWords(fault)
    return say(`${slave} is behind ${master}: ${what.en}.`, `${slave} 落后于 ${master}：${what.zh}。`)
  }
  if (isCatchingUp) {
    return say(
      `${slave} copies what it missed while it was away from ${master}.`,
      `${slave} 正在补齐与 ${master} 断开期间缺少的数据。`,
    )
  }
  return say(`${slave} confirms more slowly than ${master} writes.`, `${slave} 的确认速度跟不上 ${master} 的写入速度。`)
}

export function pairDiverged(slave: string, master: string, slaveOffset: number, masterOffset: number): Text {
  return say(
    `${slave} has another history than ${master}: its log ends at ${countWord(slaveOffset)}, the master's at ${countWord(masterOffset)}. It copies nothing; clone it anew.`,
    `${slave} 与 ${master} 的日志已分叉：从节点位点 ${countWord(slaveOffset)}，主节点位点 ${countWord(masterOffset)}。复制已停止，请重新克隆。`,
  )
}

export function divergedUnknown(slave: string, master: string): Text {
  return say(
    `${slave} has another history than ${master} and copies nothing; clone it anew.`,
    `${slave} 与 ${master} 的日志已分叉，复制已停止，请重新克隆。`,
  )
}

export function pairEndDown(slave: string, down: Text, isMaster: boolean): Text {
  return isMaster
    ? say(`${slave} copies nothing: ${down.en}.`, `${slave} 未在复制：${down.zh}。`)
    : say(`Nothing is copied: ${down.en}.`, `复制已停止：${down.zh}。`)
}

/** A slave that is not connected, by what it says of its link. */
export function linkBroken(slave: string, master: string, haPort: number | null, state: string, reason: string): Text {
  const port = haPort === null ? say('its replication port', '其复制端口') : say(`port ${haPort}`, `${haPort} 端口`)
  if (/ECONNREFUSED/.test(reason)) {
    return say(
      `${slave} copies nothing: ${master} refuses ${port.en}. Start ${master}.`,
      `${slave} 未在复制：${master} 的 ${port.zh}拒绝连接。请启动 ${master}。`,
    )
  }
  if (state === 'no-master') {
    return say(
      `${slave} copies nothing: no name server told it where ${master} is. Check that ${master} is registered.`,
      `${slave} 未在复制：没有 NameServer 告诉它 ${master} 的地址。请检查 ${master} 是否已注册。`,
    )
  }
  if (state === 'mismatch') {
    return say(
      `${slave} copies nothing: the logs do not fit together (${reason}). It tries again.`,
      `${slave} 未在复制：两边日志衔接不上（${reason}），正在重试。`,
    )
  }
  if (/haHousekeepingInterval|within \d+ ms|timeout/i.test(reason)) {
    return say(
      `${slave} copies nothing: ${master} has been silent on ${port.en} (${reason}).`,
      `${slave} 未在复制：${master} 在 ${port.zh}上没有响应（${reason}）。`,
    )
  }
  const shown = reason === '' ? '' : reason
  return say(
    `${slave} is not connected to ${master}${shown === '' ? '' : ` (${shown})`}. It tries again.`,
    `${slave} 未连接到 ${master}${shown === '' ? '' : `（${shown}）`}，正在重试。`,
  )
}

export function notListed(slave: string, master: string): Text {
  return say(
    `${master} has no connection of ${slave}: nothing is copied.`,
    `${master} 上没有 ${slave} 的复制连接，复制已停止。`,
  )
}

export function caughtUp(bytes: number, ms: number): Text {
  return say(`Caught up ${bytesWord(bytes)} in ${spanWord(ms)}.`, `${spanWord(ms)} 内追上 ${bytesWord(bytes)}。`)
}
