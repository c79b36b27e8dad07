/** Rules about what a draft costs this machine: memory of its processes, disk for the first log files. */
import type { ClusterDraft } from '../../contract/new-cluster-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { brokersOf, type DraftRule } from './rule.ts'

const MIB = 1024 * 1024
const GIB = 1024 * MIB

/** Resident memory of our processes shortly after their start, measured on Linux x64 with Node 20. */
const NAMESRV_BYTES = 55 * MIB
const BROKER_BYTES = 65 * MIB
/** RocketMQ's default. */
const COMMIT_LOG_FILE_BYTES = GIB
const SMALL_FILES = [64 * MIB, 16 * MIB]
/** Above it a broker refuses messages (diskSpaceWarningLevelRatio). */
const DISK_REFUSES_RATIO = 0.9

export interface DraftCost {
  readonly processes: number
  readonly memoryBytes: number
  /** What the first commit log files may grow to; they are sparse at first. */
  readonly diskBytes: number
}

export function costOf(draft: ClusterDraft): DraftCost {
  const brokers = brokersOf(draft).length
  return {
    processes: draft.nodes.length,
    memoryBytes: brokers * BROKER_BYTES + (draft.nodes.length - brokers) * NAMESRV_BYTES,
    diskBytes: brokers * (draft.commitLogFileBytes ?? COMMIT_LOG_FILE_BYTES),
  }
}

export const RESOURCE_RULES: readonly DraftRule[] = [
  {
    id: 'memory-short',
    passed: say('memory suffices', '内存充足'),
    check(draft, facts) {
      const { memoryBytes } = costOf(draft)
      if (memoryBytes <= facts.freeMemoryBytes) return []
      return [
        {
          severity: 'warning',
          title: say('Memory could run short', '内存可能不足'),
          detail: say(
            `${draft.nodes.length} processes take about ${bytesText(memoryBytes)}; ${bytesText(facts.freeMemoryBytes)} are free.`,
            `${draft.nodes.length} 个进程约需 ${bytesText(memoryBytes)} 内存，目前空闲 ${bytesText(facts.freeMemoryBytes)}。`,
          ),
        },
      ]
    },
  },
  {
    id: 'mappedFileSizeCommitLog',
    passed: say('the disk has room for the first log files', '磁盘可容纳首批日志文件'),
    check(draft, facts) {
      const { diskBytes } = costOf(draft)
      const free = facts.freeDiskBytes
      if (free === null || diskBytes <= free) return []
      const brokers = brokersOf(draft).length
      const size = draft.commitLogFileBytes ?? COMMIT_LOG_FILE_BYTES
      const small = SMALL_FILES.find((bytes) => bytes < size && bytes * brokers <= free)
      return [
        {
          severity: 'warning',
          title: say('The disk could fill up', '磁盘可能被写满'),
          detail: say(
            `${countText(brokers).en} ${bytesText(size)} for each first log file. ${bytesText(free)} are free in the lab’s folder.`,
            `${countText(brokers).zh} ${bytesText(size)}，实验室目录仅剩 ${bytesText(free)}。`,
          ),
          ...(small === undefined
            ? {}
            : {
                fix: {
                  label: say(`Use ${bytesText(small)} files`, `改用 ${bytesText(small)} 文件`),
                  apply: (before: ClusterDraft) => ({ ...before, commitLogFileBytes: small }),
                },
              }),
        },
      ]
    },
  },
  {
    id: 'disk-nearly-full',
    passed: say('the disk is not nearly full', '磁盘未接近写满'),
    check(draft, facts) {
      const { diskBytes, freeDiskBytes } = facts
      if (diskBytes === null || freeDiskBytes === null || diskBytes === 0 || draft.nodes.length === 0) return []
      const used = 1 - freeDiskBytes / diskBytes
      if (used < DISK_REFUSES_RATIO) return []
      const percent = `${Math.floor(used * 100)}%`
      return [
        {
          severity: 'warning',
          title: say(`The disk is ${percent} full`, `磁盘已用 ${percent}`),
          detail: say(
            'Brokers refuse messages above 90%. Free space, or give the stores folders on another disk.',
            '超过 90% 后 Broker 拒绝写入。请清理空间，或把存储目录放到其他磁盘。',
          ),
        },
      ]
    },
  },
]

function countText(brokers: number): Text {
  return brokers === 1
    ? say('The broker reserves', 'Broker 为首个日志文件预留')
    : say(`${brokers} brokers reserve`, `${brokers} 个 Broker 各为首个日志文件预留`)
}

function bytesText(bytes: number): string {
  const [value, unit] = bytes >= GIB ? [bytes / GIB, 'GiB'] : [bytes / MIB, 'MiB']
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${unit}`
}
