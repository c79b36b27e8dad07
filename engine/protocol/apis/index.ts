/**
 * The table of all operations that the engine knows. A code that is not here is answered REQUEST_CODE_NOT_SUPPORTED;
 * `codes.ts` shows which those are. A code that is here twice fails at load.
 */
import { EngineError } from '../../base/errors.ts'
import type { Api, FieldTable } from '../fields.ts'
import * as brokerAdmin from './broker-admin.ts'
import * as group from './group.ts'
import * as ha from './ha.ts'
import * as heartbeat from './heartbeat.ts'
import * as kvConfig from './kv-config.ts'
import * as offset from './offset.ts'
import * as pull from './pull.ts'
import * as registration from './registration.ts'
import * as route from './route.ts'
import * as send from './send.ts'
import * as topic from './topic.ts'
import * as transaction from './transaction.ts'

export type AnyApi = Api<FieldTable, FieldTable>

const AREAS = [
  send,
  pull,
  offset,
  heartbeat,
  route,
  kvConfig,
  registration,
  ha,
  topic,
  group,
  brokerAdmin,
  transaction,
] as const

export const APIS: readonly AnyApi[] = AREAS.flatMap((area) => Object.values(area).filter(isApi))

const BY_CODE: ReadonlyMap<number, AnyApi> = indexByCode(APIS)

/** The operation behind a request code, undefined when the engine does not know it. */
export function apiOfCode(code: number): AnyApi | undefined {
  return BY_CODE.get(code)
}

/** @throws {EngineError} 'assertion' when two operations claim one code. */
export function indexByCode(apis: readonly AnyApi[]): Map<number, AnyApi> {
  const byCode = new Map<number, AnyApi>()
  for (const api of apis) {
    const other = byCode.get(api.code)
    if (other !== undefined) {
      throw new EngineError('assertion', `request code ${api.code} belongs to ${other.name} and ${api.name}`)
    }
    byCode.set(api.code, api)
  }
  return byCode
}

/** Area files also export constants. */
function isApi(value: unknown): value is AnyApi {
  return typeof value === 'object' && value !== null && 'code' in value && 'request' in value
}
