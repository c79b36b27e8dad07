/** This machine as a `Host`: nodes are processes of the same Node runtime, started from the bundles of `dist/`. */
import { EngineError } from '../../base/errors.ts'
import type { Ports, ProcessRecord, Processes } from '../../base/ports.ts'
import type { NodeKind } from '../cluster-spec.ts'
import type { Host, StartNode } from './host.ts'

export interface LocalHostOptions {
  readonly ports: Ports
  readonly processes: Processes
  /** Program and first arguments per kind of node: the Node runtime and the bundle. */
  readonly commands: Readonly<Record<NodeKind, readonly [string, ...string[]]>>
  /** Environment handed to every node. */
  readonly env?: Readonly<Record<string, string>>
}

export function localHost(options: LocalHostOptions): Host {
  const { ports, processes, commands } = options
  return {
    fs: ports.fs,
    network: ports.network,
    clock: ports.clock,
    timers: ports.timers,
    makeToken: () => processes.makeToken(),
    start: (node: StartNode): Promise<ProcessRecord> => {
      const [command, ...args] = commands[node.kind]
      return processes.spawn({
        command,
        args: [...args, '-c', node.configFile],
        cwd: node.folder,
        outputFile: node.outputFile,
        token: node.token,
        env: { ...options.env, MQLAB_NODE_DIR: node.folder },
      })
    },
    isSame: (record) => processes.isSame(record),
    isFrozen: (record) => processes.isFrozen(record),
    signal: (record, signal) => processes.signal(record, signal),
    control: (folder, token, method, params, timeoutMs) =>
      processes.control(processes.controlEndpoint(folder), token, method, params, timeoutMs),
    isPortFree: async (host, port) => {
      try {
        const listener = await ports.network.listen({
          host,
          port,
          accept: (stream) => {
            stream.destroy('only probing the port')
            return { onData: () => undefined, onDrain: () => undefined, onClose: () => undefined }
          },
        })
        await listener.close()
        return true
      } catch (error) {
        if (error instanceof EngineError) return false
        throw error
      }
    },
  }
}
