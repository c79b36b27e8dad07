/**
 * The engine's error type. Callers branch on `code` or `retriable`, never on the text; `context` is plain JSON so that
 * an error keeps its facts across processes. Expected outcomes are not errors but unions in return types.
 */

export type ErrorCode =
  | 'assertion' // a bug: the process stops
  | 'bad-bytes' // bytes from a peer or a file that do not follow the layout
  | 'bad-frame' // a remoting frame that breaks the limits or the layout: the connection closes
  | 'bad-header' // a header field is missing, not parsable or out of range
  | 'bad-json' // text that is not even lenient JSON
  | 'bad-config' // a property file or option: names key, value and fix
  | 'closed' // a connection or component was closed while the work was pending
  | 'connect-failed'
  | 'not-found'
  | 'overload' // a bound (queue, in-flight, memory) is reached
  | 'protocol' // the peer answered something the protocol does not allow
  | 'refused' // the peer understood and said no
  | 'store-corrupt' // files contradict each other or their layout
  | 'store-io' // the file system failed
  | 'store-locked' // another process owns the store
  | 'timeout'
  | 'unsupported'
  | 'usage' // a command line that cannot be obeyed

export interface ErrorDetails {
  readonly context?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
  readonly retriable?: boolean
  /** The message in Chinese, for errors that a person reads. */
  readonly zh?: string
}

const RETRIABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['closed', 'connect-failed', 'overload', 'timeout'])

export class EngineError extends Error {
  readonly code: ErrorCode
  readonly retriable: boolean
  readonly context: Readonly<Record<string, unknown>>
  readonly zh: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'EngineError'
    this.code = code
    this.retriable = details.retriable ?? RETRIABLE.has(code)
    this.context = details.context ?? {}
    this.zh = details.zh
  }
}

/** The text of whatever was thrown, with its causes, on one line. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` (caused by: ${errorText(error.cause)})`
  return error.message + cause
}
