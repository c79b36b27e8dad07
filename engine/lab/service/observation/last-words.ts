/**
 * What a node printed before it ended, turned into what happened and what to do. Recognises the start-up messages of our
 * engine in both languages (config/startup.ts), a full disk and an exhausted heap; anything else is quoted. Pure.
 */
import { say, type Text } from '../../../contract/text.ts'

/** Of the console's end: enough for a start-up message and a stack. */
export const LAST_WORDS_BYTES = 8192
const QUOTE_CHARS_MAX = 240

/** @returns undefined when the output tells nothing, as after a kill. */
export function lastWords(node: string, output: string): Text | undefined {
  const all = output.split('\n').map((line) => line.trim())
  // The file goes on from start to start: what stands before the last complete start is another life's.
  const booted = all.findLastIndex((line) => line.includes('boot success'))
  const lines = all.slice(booted + 1).filter((line) => line !== '' && !isRoutine(line))
  const said = lines.join('\n')
  return (
    portTaken(node, said) ??
    storeLocked(node, said) ??
    diskFull(node, said) ??
    notWritable(node, said) ??
    outOfMemory(node, said) ??
    quoted(node, lines)
  )
}

/** What a healthy start prints, and warnings, are no reason to end. */
function isRoutine(line: string): boolean {
  return /boot success|^load config properties|^(warning|警告)[:：]|^\(node:\d+\)|^at |^Node\.js v/.test(line)
}

function portTaken(node: string, all: string): Text | undefined {
  const match = /(?:Failed to bind|绑定) ?(\S+?):(\d+)\s?[(（]([^)）]+)[)）]/.exec(all)
  if (match === null) return undefined
  const [, host, port, key] = match
  return say(
    `${node} did not start: another program listens on ${host}:${port} (${key}). Stop it, or give ${node} another listenPort.`,
    `${node} 启动失败：${host}:${port}（${key}）被其他程序占用。请停止该程序，或为 ${node} 更换 listenPort。`,
  )
}

function storeLocked(node: string, all: string): Text | undefined {
  if (!all.includes('Lock failed')) return undefined
  const pid = /pid (\d+)/.exec(all)?.[1]
  const holder = pid === undefined ? say('another broker', '另一个 broker') : say(`pid ${pid}`, `pid ${pid}`)
  return say(
    `Lock failed: the store of ${node} is used by ${holder.en}. End it, or give ${node} a folder of its own.`,
    `Lock failed：${node} 的存储目录正被 ${holder.zh} 使用。请结束它，或为 ${node} 单独指定目录。`,
  )
}

function diskFull(node: string, all: string): Text | undefined {
  if (!/ENOSPC|no space left/i.test(all)) return undefined
  return say(
    `${node} ended: the disk of its store is full. What it acknowledged is kept; free space and start it again.`,
    `${node} 已退出：其存储所在磁盘已满。已确认的数据都在；请清理空间后重新启动。`,
  )
}

function notWritable(node: string, all: string): Text | undefined {
  const match = /(EACCES|EPERM|EROFS)/.exec(all)
  if (match === null) return undefined
  return say(
    `${node} did not start: its folder cannot be written (${match[1]}). Give it to the user who runs the lab.`,
    `${node} 启动失败：其目录不可写（${match[1]}）。请把目录权限交给运行实验室的用户。`,
  )
}

function outOfMemory(node: string, all: string): Text | undefined {
  if (!/heap out of memory|Allocation failed/.test(all)) return undefined
  return say(
    `${node} ended: it ran out of memory. Fewer nodes at a time, or a machine with more memory, help.`,
    `${node} 已退出：内存耗尽。请减少同时运行的节点，或换用内存更大的机器。`,
  )
}

function quoted(node: string, lines: readonly string[]): Text | undefined {
  const line = lines.findLast((candidate) => /error|fail|失败|exception/i.test(candidate)) ?? lines.at(-1)
  if (line === undefined) return undefined
  const quote = line.length > QUOTE_CHARS_MAX ? `${line.slice(0, QUOTE_CHARS_MAX)}…` : line
  return say(`${node} ended, saying: ${quote}`, `${node} 已退出，最后的输出：${quote}`)
}
