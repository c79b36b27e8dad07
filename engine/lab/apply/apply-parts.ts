/** What planning and applying need from whoever runs them: the lab service, or `mqlab apply`. Types and places only. */
import { EngineError, errorText } from '../../base/errors.ts'
import type { Log, ProcessRecord } from '../../base/ports.ts'
import type { Happening } from '../../contract/state.ts'
import { say, type Text } from '../../contract/text.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { WaitLimits } from './node-waits.ts'

/** Something that an apply did, for marks and notices. */
export interface ApplyTold {
  readonly node: string | null
  readonly kind: Happening['kind']
  readonly tone: Happening['tone']
  readonly sentence: Text
}

export interface ApplyParts {
  readonly lab: Lab
  readonly host: Host
  readonly log: Log
  /** The process that applies. */
  readonly self: ProcessRecord
  /** Runs an act on some nodes of a cluster after others on them have ended. */
  inTurn<T>(cluster: string, nodes: readonly string[], act: () => Promise<T>): Promise<T>
  tell(cluster: string, what: ApplyTold): void
  readonly limits?: Partial<WaitLimits>
}

/** Where versions and the record of an apply lie: with the cluster, or under the home for attached ones. */
export function applyFolder(lab: Lab, cluster: { readonly name: string; readonly spec: object | undefined }): string {
  return cluster.spec === undefined
    ? `${lab.paths.home}/attached/${cluster.name}`
    : lab.paths.clusterFolder(cluster.name)
}

/** What went wrong, for a person. */
export function errorWords(error: unknown): Text {
  const text = errorText(error)
  return say(text, error instanceof EngineError ? (error.zh ?? text) : text)
}

/** The same as a sentence that another one may follow. */
export function errorSentence(error: unknown): Text {
  const { en, zh } = errorWords(error)
  return say(/[.!?]$/.test(en) ? en : `${en}.`, /[。！？.!?]$/.test(zh) ? zh : `${zh}。`)
}
