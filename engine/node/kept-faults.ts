/**
 * A node's link faults outlive its process: kept in a file of its folder in the shape of `faults.list`, and put into
 * force again before the next start opens or dials a connection. The lab reads the file, and edits it while the node is down.
 */
import * as fs from 'node:fs'
import { errorText } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import type { FaultyNetwork } from './faulty-network.ts'
import { type ActiveFault, parseLinkFault } from './link-fault.ts'
import { NodeFileSystem } from './node-file-system.ts'

/** Writes what is in force; the fault itself does not depend on it. */
export function keepFaults(path: string, faults: readonly ActiveFault[], log: Log): void {
  try {
    if (faults.length === 0) fs.rmSync(path, { force: true })
    // Process ids are other ones after a restart; the lab tells the new ones once the node runs.
    else new NodeFileSystem().replaceFile(path, Buffer.from(faultsText(faults)))
  } catch (error) {
    log.warn('link faults are not kept, the next start forgets them', { path, error: errorText(error) })
  }
}

/** Puts into force what was kept; a file that cannot be read leaves the links whole and says so. */
export function restoreFaults(path: string, network: FaultyNetwork, log: Log): void {
  try {
    if (!fs.existsSync(path)) return
    const { faults } = JSON.parse(fs.readFileSync(path, 'utf8')) as { faults: readonly Record<string, unknown>[] }
    const sound = faults.map((fault) => parseLinkFault(fault))
    for (const fault of sound) network.applyFault(fault)
    log.info('link faults of the last run are in force again', { faults: faults.length })
  } catch (error) {
    log.warn('kept link faults cannot be read, the node starts without them', { path, error: errorText(error) })
  }
}

function faultsText(faults: readonly ActiveFault[]): string {
  return `${JSON.stringify({ faults: faults.map((fault) => ({ ...fault, pids: [] })) }, null, 2)}\n`
}
