/**
 * How a client names itself to brokers: `<ip>@<instanceName>[@<unitName>]`. Two clients of one group with the same id
 * would be taken for one, so the default instance name is made unique for each process and moment.
 */
import type { Clock, Identity } from '../base/ports.ts'

export interface ClientIdParts {
  readonly clientIp: string
  readonly instanceName: string
  readonly unitName?: string | undefined
}

/** Source: ClientConfig#buildMQClientId. */
export function buildClientId(parts: ClientIdParts): string {
  const unit = parts.unitName === undefined || parts.unitName.trim() === '' ? '' : `@${parts.unitName}`
  return `${parts.clientIp}@${parts.instanceName}${unit}`
}

let lastStamp = 0

/**
 * The stand-in for the instance name `DEFAULT`: `<pid>#<nanoseconds>`, never the same twice in one process.
 * Source: ClientConfig#changeInstanceNameToPID.
 */
export function uniqueInstanceName(identity: Identity, clock: Clock): string {
  lastStamp = Math.max(lastStamp + 1, Math.floor(clock.monotonicMs() * 1_000_000))
  return `${identity.processId}#${lastStamp}`
}
