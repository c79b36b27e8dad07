/**
 * The shape of every exchange between window and lab service: calls with one answer and streams of batches, described by zod
 * schemas that both sides check. Transports (WebSocket, message port) carry the messages below and know nothing else.
 *
 * A stream is held back by credits, the only back-pressure that a message port offers: the service may send one batch for
 * each credit; the window grants `STREAM_CREDITS` at the start and one more for each batch it has worked off.
 */
import * as z from 'zod'
import { text } from './text.ts'

/** Batches that may be on the way to a window that does not answer. */
export const STREAM_CREDITS = 8
/** Longest message either side takes, in UTF-16 units of its JSON text. Bodies of 4 MiB travel as base64. */
export const RPC_MESSAGE_CHARS_MAX = 8 * 1024 * 1024
/** Calls and streams that one window may have open. */
export const RPC_OPEN_MAX = 256

export interface CallDefinition<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: I
  readonly output: O
}

export interface StreamDefinition<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: 'stream'
  readonly input: I
  /** One item of a batch. */
  readonly item: T
}

export type ApiDefinition = Readonly<Record<string, CallDefinition | StreamDefinition>>

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): CallDefinition<I, O> {
  return { kind: 'call', input, output }
}

export function stream<I extends z.ZodType, T extends z.ZodType>(input: I, item: T): StreamDefinition<I, T> {
  return { kind: 'stream', input, item }
}

/** The names of an API's calls, of its streams, and what goes in and comes out. */
export type CallName<A> = { [K in keyof A]: A[K] extends CallDefinition ? K : never }[keyof A] & string
export type StreamName<A> = { [K in keyof A]: A[K] extends StreamDefinition ? K : never }[keyof A] & string
/** What the caller passes (defaults may be left out) and what the handler gets. */
export type InputOf<D> = D extends { input: infer I extends z.ZodType } ? z.input<I> : never
export type ParsedInputOf<D> = D extends { input: infer I extends z.ZodType } ? z.output<I> : never
export type OutputOf<D> = D extends CallDefinition<z.ZodType, infer O> ? z.output<O> : never
export type ItemOf<D> = D extends StreamDefinition<z.ZodType, infer T> ? z.output<T> : never

/** Where a stream's handler puts what it has. Nothing is buffered here: a handler that is not ready keeps or merges its items. */
export interface StreamSink<T> {
  /** Whether a batch may be pushed now. */
  readonly isReady: boolean
  /** One batch, one credit. @throws {EngineError} 'overload' when not ready. Ignored once the stream is closed. */
  push(items: readonly T[]): void
  /** Called each time the sink becomes ready again. One listener. */
  onReady(listener: () => void): void
  end(): void
  fail(error: unknown): void
}

/** Ends the work behind a stream; called once, when the window closes it or is gone. */
export type StopStream = () => void

/** What the lab service implements. Inputs are checked before, outputs after. */
export type ApiHandlers<A> = {
  readonly [K in keyof A]: A[K] extends CallDefinition
    ? (input: ParsedInputOf<A[K]>) => OutputOf<A[K]> | Promise<OutputOf<A[K]>>
    : (input: ParsedInputOf<A[K]>, sink: StreamSink<ItemOf<A[K]>>) => StopStream | Promise<StopStream>
}

/** The one error shape. `code` is EngineError's, or 'bad-input', 'internal' (no text of ours leaves), 'disconnected'. */
export const apiError = z.object({
  code: z.string(),
  message: text,
  context: z.record(z.string(), z.unknown()),
  retriable: z.boolean(),
})
export type ApiError = z.infer<typeof apiError>

const id = z.number().int().min(1)

/** Window to service. */
export const clientMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('call'), id, name: z.string().max(64), input: z.unknown() }),
  z.object({ t: z.literal('credit'), id, n: z.number().int().min(1).max(STREAM_CREDITS) }),
  z.object({ t: z.literal('abort'), id }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/** Service to window. `next` belongs to a stream, `value` ends a call. */
export const serverMessage = z.discriminatedUnion('t', [
  z.object({ t: z.literal('value'), id, value: z.unknown() }),
  z.object({ t: z.literal('next'), id, items: z.array(z.unknown()) }),
  z.object({ t: z.literal('end'), id }),
  z.object({ t: z.literal('error'), id, error: apiError }),
])
export type ServerMessage = z.infer<typeof serverMessage>

/** One connection as both ends see it: JSON text on a WebSocket, structured clones on a message port. */
export interface RpcPort {
  /** Ignored when closed. */
  send(message: ClientMessage | ServerMessage): void
  /** What arrives, not yet checked. One listener. */
  onMessage(listener: (message: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
