/**
 * Taking write permission of a broker group away and giving it back. Away is said to the name servers (mqadmin wipeWritePerm); it
 * comes back by an update of `brokerPermission`, upon which the broker registers its topics anew, each with its own permission:
 * addWritePerm would make read-only topics writable, and is left for a broker that does not answer.
 */
import { EngineError } from '../../base/errors.ts'
import { parseProperties, setProperty, writeProperties } from '../../config/properties-text.ts'
import type { AdminClient } from '../../client/admin-client.ts'
import { effectiveValues } from './effective-values.ts'

const WRITE = 2
const READ_WRITE = '6'
const KEY = 'brokerPermission'

/** @throws what the last name server failed with, when none took it. */
export async function wipeWritePermission(admin: AdminClient, brokerName: string): Promise<void> {
  const outcomes = await admin.nameServers.wipeWritePermission(brokerName)
  const failed = outcomes.filter((outcome) => !outcome.isDone)
  if (outcomes.length > 0 && failed.length === outcomes.length) throw failed.at(-1)?.error
}

/**
 * @param permission as `brokerPermission` says it
 * @param startedAs `read-only` when its own file keeps it from taking messages: then nothing but the broker itself can undo that
 * @throws what the broker or the name servers failed with.
 */
export async function giveWritePermission(
  admin: AdminClient,
  broker: { readonly address: string; readonly brokerName: string },
  permission: string,
  startedAs: 'writable' | 'read-only',
): Promise<void> {
  try {
    await admin.brokers.updateConfig(broker.address, `${KEY}=${permission}\n`)
  } catch (error) {
    if (startedAs === 'read-only' || !(error instanceof EngineError) || error.code === 'refused') throw error
    await addWritePermission(admin, broker.brokerName, error)
  }
}

/**
 * For a broker that is frozen or has ended: an update would reach a frozen one after all, when it is resumed, and change its file.
 * @param error thrown when no name server did it
 */
export async function addWritePermission(admin: AdminClient, brokerName: string, error?: EngineError): Promise<void> {
  const outcomes = await admin.nameServers.addWritePermission(brokerName)
  if (outcomes.some((outcome) => outcome.isDone)) return
  throw (
    error ??
    new EngineError('refused', `no name server gave ${brokerName} its write permission`, {
      context: { brokerName },
      zh: `没有 NameServer 恢复 ${brokerName} 的写权限`,
    })
  )
}

/** The file with which a broker starts without write permission; undefined when the author took it away himself. */
export function readOnlyText(text: string, permission: string): string | undefined {
  const number = Number(permission)
  const bits = Number.isInteger(number) ? number : Number(READ_WRITE)
  if ((bits & WRITE) === 0) return undefined
  return writeProperties(setProperty(parseProperties(text), KEY, String(bits & ~WRITE)))
}

/** `brokerPermission` as a file gives it, one character a byte. */
export function permissionIn(text: string): string {
  return effectiveValues('broker', text, 'latin1').values.get('brokerPermission') ?? READ_WRITE
}
