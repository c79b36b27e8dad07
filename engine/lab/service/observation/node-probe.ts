/**
 * One look at one node of ours: its record, its process and what its control channel answers, as a reading. Never throws for
 * what a node or its files may do. Shares the rules of `node-watch.ts`, with a shorter patience and with more to tell.
 */
import { asBytes } from '../../../base/bytes.ts'
import { EngineError, errorText } from '../../../base/errors.ts'
import { say, type Text } from '../../../contract/text.ts'
import type { ClusterSpec, NodeSpec } from '../../cluster-spec.ts'
import type { Host } from '../../hosts/host.ts'
import type { Lab } from '../../lab.ts'
import type { NodePaths } from '../../lab-paths.ts'
import { type NodeRecord, takeNodeRecord } from '../../node-record.ts'
import { START_PROBLEM_FILE } from '../../start-failure.ts'
import { faultViews } from '../control/fault-views.ts'
import { readControlStatus } from './control-status.ts'
import { LAST_WORDS_BYTES, lastWords } from './last-words.ts'
import { emptyReading, type NodeReading } from './readings.ts'

/** Shorter than the poll's interval, so that a silent node never makes polls pile up. */
const CONTROL_MS = 800

export interface NodeProbeParts {
  readonly host: Host
  readonly lab: Lab
  readonly spec: ClusterSpec
  readonly node: NodeSpec
}

export async function probeNode(parts: NodeProbeParts): Promise<NodeReading> {
  try {
    return await probe(parts)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    const { host, node } = parts
    const problem = say(
      `${node.name} cannot be looked at: ${errorText(error)}`,
      `无法查看 ${node.name}：${error.zh ?? errorText(error)}`,
    )
    return { ...emptyReading('unknown', host.clock.nowMs()), problem }
  }
}

async function probe(parts: NodeProbeParts): Promise<NodeReading> {
  const { host, lab, spec, node } = parts
  const paths = lab.paths.node(spec.name, node.name)
  const nowMs = host.clock.nowMs()
  const { record, damage } = takeNodeRecord(host.fs, paths.recordFile)
  if (damage !== undefined) {
    const { problem, holder } = await lab.observeNode(spec, node)
    return { ...emptyReading(holder === undefined ? 'stopped' : 'unknown', nowMs), problem: problem ?? null }
  }
  if (record === undefined) return emptyReading('stopped', nowMs)
  if (!(await host.isSame(record.process))) return ended(parts, paths, record, nowMs)
  const alive: NodeReading = {
    ...emptyReading('silent', nowMs),
    pid: record.process.pid,
    startedAtMs: record.startedAtMs,
    usage: (await host.usage(record.process)) ?? null,
  }
  if ((await host.isFrozen(record.process)) === true) return { ...alive, state: 'frozen' }
  try {
    const answer = await host.control(paths.folder, record.token, 'status', {}, CONTROL_MS)
    return running(parts, alive, answer)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    // Another process that got the pid knows no token: without start times that is the only proof.
    if (error.code === 'refused') return ended(parts, paths, record, nowMs)
    // It may have ended since it was looked at: a dead node is not silent.
    if (!(await host.isSame(record.process))) return ended(parts, paths, record, nowMs)
    return { ...alive, atMs: host.clock.nowMs() }
  }
}

function running({ host, spec, node }: NodeProbeParts, alive: NodeReading, answer: unknown): NodeReading {
  const status = readControlStatus(answer)
  return {
    ...alive,
    atMs: host.clock.nowMs(),
    state: 'running',
    version: status.version,
    brokerRole: status.role,
    log: status.log,
    totals: status.totals,
    meanRecordBytes: status.meanRecordBytes,
    diskUsedRatio: status.diskUsedRatio,
    heartbeats: status.heartbeats,
    slaves: status.slaves,
    link: status.link,
    faults: status.hasFaults ? faultViews(spec, node.name, answer) : null,
    problem: status.problem,
  }
}

async function ended(
  { host, node }: NodeProbeParts,
  paths: NodePaths,
  record: NodeRecord,
  nowMs: number,
): Promise<NodeReading> {
  // Read anew: a stop or kill that is under way marks the record just before the process ends.
  const marked = takeNodeRecord(host.fs, paths.recordFile).record ?? record
  if (marked.ended !== undefined) {
    return {
      ...emptyReading(marked.ended, nowMs),
      startedAtMs: marked.startedAtMs,
      endedAtMs: host.fs.info(paths.recordFile)?.modifiedMs ?? null,
    }
  }
  const problem = (await startProblem(host, node, paths)) ?? lastWords(node.name, await outputEnd(host, paths))
  return { ...emptyReading('crashed', nowMs), startedAtMs: record.startedAtMs, problem: problem ?? null }
}

/** What a node that could not start wrote itself. */
async function startProblem(host: Host, node: NodeSpec, paths: NodePaths): Promise<Text | undefined> {
  const file = await host.tail(`${paths.folder}/${START_PROBLEM_FILE}`, 0, LAST_WORDS_BYTES)
  if (file === undefined) return undefined
  try {
    const { en, zh } = JSON.parse(asBytes(file.bytes).utf8Slice()) as { readonly en?: unknown; readonly zh?: unknown }
    if (typeof en !== 'string' || typeof zh !== 'string') return undefined
    return say(`${node.name} did not start: ${en}`, `${node.name} 启动失败：${zh}`)
  } catch {
    // It only explains; without it the last words do.
    return undefined
  }
}

async function outputEnd(host: Host, paths: NodePaths): Promise<string> {
  const tail = await host.tail(paths.outputFile, -LAST_WORDS_BYTES, LAST_WORDS_BYTES)
  return tail === undefined ? '' : asBytes(tail.bytes).utf8Slice()
}
