/**
 * One request or response of the remoting protocol, free of its byte form. `opaque` pairs a response with its request;
 * each direction of a connection counts its own. Answers to Java's RemotingCommand.
 */
import type { Bytes } from '../base/bytes.ts'
import {
  type Api,
  decodeFields,
  encodeFields,
  type ExtFields,
  type FieldTable,
  type HeaderOf,
} from '../protocol/fields.ts'
import type { Language } from '../protocol/language.ts'

export const FLAG_RESPONSE = 1
export const FLAG_ONEWAY = 2

/** MQVersion ordinal of V5_3_3: what this engine says it is. */
export const ENGINE_VERSION = 479

export type SerializeType = 'JSON' | 'ROCKETMQ'

/** A slice of somebody else's bytes that becomes part of a body when the frame is encoded. */
export interface BodyPart {
  readonly bytes: Bytes
  readonly start: number
  readonly end: number
}

export interface Command {
  code: number
  language: Language
  version: number
  opaque: number
  flag: number
  remark?: string | undefined
  ext: ExtFields
  /** Undefined when the frame had no body. On incoming commands an owned copy that a handler may keep. */
  body?: Bytes | undefined
  /** Outgoing only, and only without `body`: slices that are copied straight into the frame, in order, during the
   * `call`, `oneway` or `respond` that sends the command; the owner may reuse their memory right afterwards. */
  bodyParts?: readonly BodyPart[] | undefined
  /** The form the peer used; a response mirrors it when the code fits. */
  serializeType: SerializeType
}

export function isResponse(command: Command): boolean {
  return (command.flag & FLAG_RESPONSE) !== 0
}

export function isOneway(command: Command): boolean {
  return (command.flag & FLAG_ONEWAY) !== 0
}

/** A request of `api`; `opaque` is set by the connection that sends it. */
export function makeRequest<Q extends FieldTable, S extends FieldTable>(
  api: Api<Q, S>,
  header: HeaderOf<Q>,
  body?: Bytes,
): Command {
  return {
    code: api.code,
    language: 'NODE_JS',
    version: ENGINE_VERSION,
    opaque: 0,
    flag: 0,
    ext: encodeFields(api.request, header),
    body,
    serializeType: 'JSON',
  }
}

/** The typed header of a request; throws 'bad-header'. */
export function requestHeader<Q extends FieldTable, S extends FieldTable>(
  api: Api<Q, S>,
  request: Command,
): HeaderOf<Q> {
  return decodeFields(api.request, request.ext)
}

/** The typed header of a successful response; throws 'bad-header'. */
export function responseHeader<Q extends FieldTable, S extends FieldTable>(
  api: Api<Q, S>,
  response: Command,
): HeaderOf<S> {
  return decodeFields(api.response, response.ext)
}

export interface ResponseParts {
  readonly remark?: string | undefined
  readonly ext?: ExtFields | undefined
  readonly body?: Bytes | undefined
  readonly bodyParts?: readonly BodyPart[] | undefined
}

/** A response to `request` with its opaque and form. */
export function makeResponse(request: Command, code: number, parts: ResponseParts = {}): Command {
  return {
    code,
    language: 'NODE_JS',
    version: ENGINE_VERSION,
    opaque: request.opaque,
    flag: FLAG_RESPONSE,
    remark: parts.remark,
    ext: parts.ext ?? {},
    body: parts.body,
    bodyParts: parts.bodyParts,
    serializeType: request.serializeType,
  }
}

/** A response that carries the typed response header of `api`. */
export function makeApiResponse<Q extends FieldTable, S extends FieldTable>(
  api: Api<Q, S>,
  request: Command,
  code: number,
  header: HeaderOf<S>,
  parts: ResponseParts = {},
): Command {
  return makeResponse(request, code, { ...parts, ext: { ...encodeFields(api.response, header), ...parts.ext } })
}
