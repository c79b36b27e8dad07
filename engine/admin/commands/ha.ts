/** mqadmin's look at replication: what a master says about its slaves, what a slave says about itself. */
import type { HaRuntimeInfo } from '../../protocol/bodies/ha-runtime-info.ts'
import { type CommandContext, type CommandRow, option, say } from '../command-row.ts'
import { localTimeMs } from '../local-time.ts'
import { BROKER_ADDRESS, BROKER_OR_CLUSTER, CLUSTER_NAME } from '../shared-options.ts'
import { fixed, layout } from '../table-output.ts'
import { chosenMasters } from '../targets.ts'

const HEADER = layout('{:<32}  {:<16} {:>16} {:>16} {:>16} {:>16}')
const LINE = layout('{:<32}  {:<16} {:>16} {:>16.2f} {:>16} {:>16}')
const KIB = 1024

/** Source: HAStatusSubCommand. */
async function haStatus(context: CommandContext): Promise<void> {
  const { admin, options, pacing } = context
  const intervalMs = (options.findInteger('interval') ?? 0) * 1000
  do {
    for (const address of await chosenMasters(context)) {
      printStatus(context, address, await admin.brokers.haStatus(address))
    }
    if (intervalMs <= 0) return
    await pacing.pause(intervalMs)
  } while (!pacing.isStopped)
}

function printStatus({ out, utcOffsetMs }: CommandContext, address: string, info: HaRuntimeInfo): void {
  out.line('')
  if (!info.master) {
    const slave = info.haClientRuntimeInfo
    out.line(`#MasterAddr\t${slave.masterAddr ?? 'null'}`)
    out.line(`#CommitLogMaxOffset\t${slave.maxOffset}`)
    out.line(`#TransferSpeed(KB/s)\t${fixed(slave.transferredByteInSecond / KIB, 2)}`)
    out.line(`#LastReadTime\t${localTimeMs(slave.lastReadTimestamp, utcOffsetMs)}`)
    out.line(`#LastWriteTime\t${localTimeMs(slave.lastWriteTimestamp, utcOffsetMs)}`)
    out.line(`#MasterFlushOffset\t${slave.masterFlushOffset}`)
    return
  }
  out.line(`#MasterAddr\t${address}`)
  out.line(`#MasterCommitLogMaxOffset\t${info.masterCommitLogMaxOffset}`)
  out.line(`#SlaveNum\t${info.haConnectionInfo.length}`)
  out.line(`#InSyncSlaveNum\t${info.inSyncSlaveNums}`)
  out.line(HEADER('#SlaveAddr', '#SlaveAckOffset', '#Diff', '#TransferSpeed(KB/s)', '#Status', '#TransferFromWhere'))
  for (const slave of info.haConnectionInfo) {
    out.line(
      LINE(
        slave.addr ?? 'null',
        slave.slaveAckOffset,
        slave.diff,
        slave.transferredByteInSecond / KIB,
        slave.inSync ? 'OK' : 'Fall Behind',
        slave.transferFromWhere,
      ),
    )
  }
}

export const haCommands: readonly CommandRow[] = [
  {
    name: 'haStatus',
    group: 'ha',
    about: say('Fetch ha runtime status data.', '查看主从复制的状态。'),
    options: [
      CLUSTER_NAME,
      BROKER_ADDRESS,
      option('i', 'interval', 's', say('repeat every so many seconds', '每隔若干秒重复一次')),
    ],
    choice: BROKER_OR_CLUSTER,
    run: haStatus,
  },
]
