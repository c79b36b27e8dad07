/**
 * Which handler answers which request code. Unknown codes, refusals by a gate and errors of handlers are answered
 * here once, so a handler only says what it has to say.
 */
import { EngineError, errorText } from '../base/errors.ts'
import type { Log } from '../base/ports.ts'
import { ResponseCode } from '../protocol/codes.ts'
import type { Api, FieldTable, HeaderOf } from '../protocol/fields.ts'
import { type Command, isOneway, makeResponse, requestHeader } from './command.ts'
import type { RemotingConnection } from './connection.ts'

/** undefined: answered later by `connection.respond`, or one-way. */
export type Answer = Command | undefined

/** Deals with one request. What it throws becomes an answer with code 1. */
export type Handler = (request: Command, connection: RemotingConnection) => Answer | Promise<Answer>

export type ApiHandler<Q extends FieldTable> = (
  header: HeaderOf<Q>,
  request: Command,
  connection: RemotingConnection,
) => Answer | Promise<Answer>

/** Looks at a request before its handler does; a command is the refusal, undefined lets it pass. */
export type RequestGate = (request: Command, connection: RemotingConnection) => Answer

export class Dispatcher {
  private readonly handlers = new Map<number, Handler>()
  private readonly log: Log

  constructor(log: Log) {
    this.log = log
  }

  /** Sets the handler of a code; a second registration of the same code is a bug. */
  register(code: number, handler: Handler): void {
    if (this.handlers.has(code)) throw new EngineError('assertion', `request code ${code} has two handlers`)
    this.handlers.set(code, handler)
  }

  /** The same with the typed request header of `api`. */
  registerApi<Q extends FieldTable, S extends FieldTable>(api: Api<Q, S>, handler: ApiHandler<Q>): void {
    this.register(api.code, (request, connection) => handler(requestHeader(api, request), request, connection))
  }

  has(code: number): boolean {
    return this.handlers.has(code)
  }

  /** Runs gate and handler and sends the answer, if one is due. Never throws. */
  dispatch(request: Command, connection: RemotingConnection, gate?: RequestGate): void {
    try {
      const refusal = gate?.(request, connection)
      if (refusal !== undefined) return this.answer(request, connection, refusal)
      const handler = this.handlers.get(request.code)
      if (handler === undefined) return this.answerUnknown(request, connection)
      const result = handler(request, connection)
      if (result instanceof Promise) {
        result.then(
          (response) => this.answer(request, connection, response),
          (error: unknown) => this.answerError(request, connection, error),
        )
      } else {
        this.answer(request, connection, result)
      }
    } catch (error) {
      this.answerError(request, connection, error)
    }
  }

  private answer(request: Command, connection: RemotingConnection, response: Answer): void {
    if (response !== undefined && !isOneway(request)) connection.respond(response)
  }

  private answerUnknown(request: Command, connection: RemotingConnection): void {
    this.log.warn('request code not supported', { code: request.code, remote: connection.remoteText })
    const remark = ` request type ${request.code} not supported`
    this.answer(request, connection, makeResponse(request, ResponseCode.REQUEST_CODE_NOT_SUPPORTED, { remark }))
  }

  private answerError(request: Command, connection: RemotingConnection, error: unknown): void {
    const remark = errorText(error)
    const isPeersFault = error instanceof EngineError && (error.code === 'bad-header' || error.code === 'bad-json')
    const fields = { code: request.code, remote: connection.remoteText, error: remark }
    if (isPeersFault) this.log.warn('request refused', fields)
    else this.log.error('request failed', fields)
    this.answer(request, connection, makeResponse(request, ResponseCode.SYSTEM_ERROR, { remark }))
  }
}
