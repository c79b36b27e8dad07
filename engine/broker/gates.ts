/**
 * Requests that are turned away before their handler sees them: what a slave does not take, and what the fast port does
 * not serve. Source: SendMessageProcessor#rejectRequest, PullMessageProcessor#rejectRequest, BrokerController
 * (fastRemotingServer).
 */
import { RequestCode, ResponseCode } from '../protocol/codes.ts'
import { makeResponse } from '../remoting/command.ts'
import type { RequestGate } from '../remoting/dispatcher.ts'

const REJECTED = '[REJECTREQUEST]system busy, start flow control for a while'

const SENDS: ReadonlySet<number> = new Set([
  RequestCode.SEND_MESSAGE,
  RequestCode.SEND_MESSAGE_V2,
  RequestCode.SEND_BATCH_MESSAGE,
])

const PULLS: ReadonlySet<number> = new Set([RequestCode.PULL_MESSAGE, RequestCode.LITE_PULL_MESSAGE])

/** Codes that wait for messages; the fast port exists for everything else. */
const NOT_ON_FAST_PORT: ReadonlySet<number> = new Set([
  ...PULLS,
  RequestCode.POP_MESSAGE,
  RequestCode.PEEK_MESSAGE,
  RequestCode.NOTIFICATION,
  RequestCode.POLLING_INFO,
])

/** A master takes everything; a slave no sends, and pulls only with `slaveReadEnable`. */
export function roleGate(isMaster: boolean, settings: () => { readonly slaveReadEnable: boolean }): RequestGate {
  if (isMaster) return () => undefined
  return (request) => {
    const isRejected = SENDS.has(request.code) || (PULLS.has(request.code) && !settings().slaveReadEnable)
    return isRejected ? makeResponse(request, ResponseCode.SYSTEM_BUSY, { remark: REJECTED }) : undefined
  }
}

/** The gate of `listenPort - 2` in front of the role's. */
export function fastPortGate(next: RequestGate): RequestGate {
  return (request, connection) => {
    if (!NOT_ON_FAST_PORT.has(request.code)) return next(request, connection)
    const remark = ` request type ${request.code} not supported`
    return makeResponse(request, ResponseCode.REQUEST_CODE_NOT_SUPPORTED, { remark })
  }
}
