/** The `Processes` port on this machine: node-process.ts, the control channel and what `/proc` tells behind one object. */
import type { Processes } from '../base/ports.ts'
import { callControl, controlEndpoint } from './control-channel.ts'
import {
  isProcessFrozen,
  isSameProcess,
  makeStartToken,
  processRecord,
  readProcessUsage,
  signalProcess,
  spawnNode,
} from './node-process.ts'
import { findPortOwner } from './proc-sockets.ts'
import { runProgram } from './run-program.ts'
import { storedBytes } from './stored-bytes.ts'

export function nodeProcesses(): Processes {
  return {
    makeToken: makeStartToken,
    spawn: spawnNode,
    recordOf: processRecord,
    isSame: isSameProcess,
    isFrozen: (record) => isProcessFrozen(record.pid),
    signal: signalProcess,
    usage: (record) => (isSameProcess(record) ? readProcessUsage(record.pid) : undefined),
    portOwner: (address) => findPortOwner(address),
    storedBytes,
    run: runProgram,
    controlEndpoint: (folder) => controlEndpoint(folder),
    control: callControl,
  }
}
