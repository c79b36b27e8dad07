/** All ports of a real process in one place: the entry points in `engine/cli` call `nodePorts` once and hand them down. */
import type { FileSystem, Network, Ports } from '../base/ports.ts'
import { FaultyNetwork } from './faulty-network.ts'
import { nodeChecksum } from './node-checksum.ts'
import { NodeClock } from './node-clock.ts'
import { NodeCompression } from './node-compression.ts'
import { NodeFileSystem } from './node-file-system.ts'
import { nodeIdentity } from './node-identity.ts'
import { LogSink } from './node-log.ts'
import type { LogSinkOptions } from './node-log.ts'
import { NodeNetwork } from './node-network.ts'
import type { NodeNetworkOptions } from './node-network.ts'
import { NodeRandom } from './node-random.ts'
import { NodeTimers } from './node-timers.ts'
import { procPeerFinder } from './proc-sockets.ts'

export interface NodePortsOptions {
  /** Name of the root logger: 'broker', 'namesrv', 'client'. */
  readonly logName: string
  /** Where lines go; a sink that exists may be shared. Default: nowhere. */
  readonly log?: LogSinkOptions | LogSink
  /** Replaces the real file system, for the port that holds unsynced writes back. */
  readonly fs?: FileSystem
  readonly network?: NodeNetworkOptions
  /** Puts the fault layer into the network port: nodes do, short-lived clients need not. */
  readonly linkFaults?: boolean
}

export interface NodePorts extends Ports {
  readonly logSink: LogSink
  /** Present when `linkFaults` was asked for; the same object as `network`. */
  readonly linkFaults: FaultyNetwork | undefined
}

export function nodePorts(options: NodePortsOptions): NodePorts {
  const logSink = options.log instanceof LogSink ? options.log : new LogSink(options.log ?? {})
  const clock = new NodeClock()
  const timers = new NodeTimers(() => clock.forget())
  clock.connect(() => timers.wakeAtTurnEnd())
  const tcp: Network = new NodeNetwork(options.network)
  const linkFaults =
    options.linkFaults === true
      ? new FaultyNetwork({ inner: tcp, clock, timers, findPeer: procPeerFinder() })
      : undefined
  return {
    clock,
    timers,
    random: new NodeRandom(),
    log: logSink.log(options.logName),
    checksum: nodeChecksum(),
    compression: new NodeCompression(),
    fs: options.fs ?? new NodeFileSystem(),
    network: linkFaults ?? tcp,
    identity: nodeIdentity(),
    logSink,
    linkFaults,
  }
}
