/**
 * A machine on which a lab's nodes run, as the supervisor sees it: start a node, ask it, signal it, read and write its
 * files, reach its ports. Local now; SSH implements the same interface and passes the same conformance suite.
 */
import type { Clock, FileSystem, Network, ProcessRecord, ProcessSignal, Timers } from '../../base/ports.ts'
import type { NodeKind } from '../cluster-spec.ts'

export interface StartNode {
  readonly kind: NodeKind
  readonly folder: string
  readonly configFile: string
  readonly outputFile: string
  readonly token: string
}

export interface Host {
  readonly fs: FileSystem
  readonly network: Network
  readonly clock: Clock
  readonly timers: Timers
  makeToken(): string
  start(node: StartNode): Promise<ProcessRecord>
  isSame(record: ProcessRecord): boolean
  isFrozen(record: ProcessRecord): boolean | undefined
  signal(record: ProcessRecord, signal: ProcessSignal): boolean
  control(
    folder: string,
    token: string,
    method: string,
    params: Readonly<Record<string, unknown>>,
    timeoutMs: number,
  ): Promise<unknown>
  /** Whether a program could listen there now. */
  isPortFree(host: string, port: number): Promise<boolean>
}
