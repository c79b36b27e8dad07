/** The `Processes` port on this machine: node-process.ts and the control channel behind one object. */
import type { Processes } from '../base/ports.ts'
import { callControl, controlEndpoint } from './control-channel.ts'
import { isProcessFrozen, isSameProcess, makeStartToken, signalProcess, spawnNode } from './node-process.ts'

export function nodeProcesses(): Processes {
  return {
    makeToken: makeStartToken,
    spawn: spawnNode,
    isSame: isSameProcess,
    isFrozen: (record) => isProcessFrozen(record.pid),
    signal: signalProcess,
    controlEndpoint: (folder) => controlEndpoint(folder),
    control: callControl,
  }
}
