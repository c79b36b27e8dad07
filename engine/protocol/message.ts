/**
 * A message as people send and receive it, and the words that travel with every one: reserved property names, the bits
 * of `sysFlag`, permissions. Knows nothing of queues, records or files.
 */
import type { Bytes } from '../base/bytes.ts'

/** Application message. `properties` keeps insertion order; the order has no meaning on the wire. */
export interface Message {
  topic: string
  /** Free for the application, copied through. */
  flag: number
  /** As sent: compressed when the sysFlag that goes with it says so. */
  body: Bytes
  properties: Map<string, string>
}

/** Names that RocketMQ gives a meaning. User code may not set them; the wire allows any. Source: MessageConst. */
export const PropertyName = {
  /** Index keys, separated by blanks. */
  KEYS: 'KEYS',
  TAGS: 'TAGS',
  /** `false`: the sender does not wait for flush and replication. */
  WAIT: 'WAIT',
  /** Delay level, 1 to 18. */
  DELAY: 'DELAY',
  RETRY_TOPIC: 'RETRY_TOPIC',
  REAL_TOPIC: 'REAL_TOPIC',
  REAL_QID: 'REAL_QID',
  TRAN_MSG: 'TRAN_MSG',
  PGROUP: 'PGROUP',
  MIN_OFFSET: 'MIN_OFFSET',
  MAX_OFFSET: 'MAX_OFFSET',
  BUYER_ID: 'BUYER_ID',
  ORIGIN_MESSAGE_ID: 'ORIGIN_MESSAGE_ID',
  TRANSFER_FLAG: 'TRANSFER_FLAG',
  CORRECTION_FLAG: 'CORRECTION_FLAG',
  MQ2_FLAG: 'MQ2_FLAG',
  RECONSUME_TIME: 'RECONSUME_TIME',
  MAX_RECONSUME_TIMES: 'MAX_RECONSUME_TIMES',
  MSG_REGION: 'MSG_REGION',
  TRACE_ON: 'TRACE_ON',
  /** Id made by the producer, shown to users as msgId. */
  UNIQ_KEY: 'UNIQ_KEY',
  EXTEND_UNIQ_INFO: 'EXTEND_UNIQ_INFO',
  CONSUME_START_TIME: 'CONSUME_START_TIME',
  INNER_NUM: 'INNER_NUM',
  INNER_BASE: 'INNER_BASE',
  DUP_INFO: 'DUP_INFO',
  CHECK_IMMUNITY_TIME_IN_SECONDS: 'CHECK_IMMUNITY_TIME_IN_SECONDS',
  TRAN_PREPARED_QUEUE_OFFSET: 'TRAN_PREPARED_QUEUE_OFFSET',
  TRANSACTION_ID: '__transactionId__',
  TRANSACTION_CHECK_TIMES: 'TRANSACTION_CHECK_TIMES',
  INSTANCE_ID: 'INSTANCE_ID',
  CORRELATION_ID: 'CORRELATION_ID',
  REPLY_TO_CLIENT: 'REPLY_TO_CLIENT',
  TTL: 'TTL',
  ARRIVE_TIME: 'ARRIVE_TIME',
  PUSH_REPLY_TIME: 'PUSH_REPLY_TIME',
  CLUSTER: 'CLUSTER',
  MSG_TYPE: 'MSG_TYPE',
  POP_CK: 'POP_CK',
  POP_CK_OFFSET: 'POP_CK_OFFSET',
  FIRST_POP_TIME: '1ST_POP_TIME',
  SHARDING_KEY: '__SHARDINGKEY',
  FORWARD_QUEUE_ID: 'PROPERTY_FORWARD_QUEUE_ID',
  REDIRECT: 'REDIRECT',
  INNER_MULTI_DISPATCH: 'INNER_MULTI_DISPATCH',
  INNER_MULTI_QUEUE_OFFSET: 'INNER_MULTI_QUEUE_OFFSET',
  TRACE_CONTEXT: 'TRACE_CONTEXT',
  TIMER_DELAY_SEC: 'TIMER_DELAY_SEC',
  TIMER_DELAY_MS: 'TIMER_DELAY_MS',
  TIMER_DELIVER_MS: 'TIMER_DELIVER_MS',
  TIMER_DELAY_LEVEL: 'TIMER_DELAY_LEVEL',
  TIMER_ENQUEUE_MS: 'TIMER_ENQUEUE_MS',
  TIMER_DEQUEUE_MS: 'TIMER_DEQUEUE_MS',
  TIMER_ROLL_TIMES: 'TIMER_ROLL_TIMES',
  TIMER_OUT_MS: 'TIMER_OUT_MS',
  TIMER_DEL_UNIQKEY: 'TIMER_DEL_UNIQKEY',
  BORN_HOST: '__BORNHOST',
  BORN_TIMESTAMP: 'BORN_TIMESTAMP',
  TRANSIENT_TOPIC_SYS_FLAG: '__RMQ.TRANSIENT.TOPIC_SYS_FLAG',
  TRANSIENT_GROUP_SYS_FLAG: '__RMQ.TRANSIENT.GROUP_SYS_FLAG',
  CRC32: '__CRC32#',
  DLQ_ORIGIN_TOPIC: 'DLQ_ORIGIN_TOPIC',
  DLQ_ORIGIN_MESSAGE_ID: 'DLQ_ORIGIN_MESSAGE_ID',
} as const

const RESERVED: ReadonlySet<string> = new Set(Object.values(PropertyName))

/** Whether user code must not set the property. */
export function isReservedProperty(name: string): boolean {
  return RESERVED.has(name)
}

/** Bits of a message's `sysFlag`. Source: MessageSysFlag. */
export const SysFlag = {
  COMPRESSED: 0x1,
  MULTI_TAGS: 0x2,
  TRANSACTION_PREPARED: 0x4,
  TRANSACTION_COMMIT: 0x8,
  TRANSACTION_ROLLBACK: 0xc,
  TRANSACTION_MASK: 0xc,
  BORN_HOST_V6: 0x10,
  STORE_HOST_V6: 0x20,
  NEED_UNWRAP: 0x40,
  INNER_BATCH: 0x80,
  COMPRESSION_LZ4: 0x100,
  COMPRESSION_ZSTD: 0x200,
  COMPRESSION_ZLIB: 0x300,
  COMPRESSION_MASK: 0x700,
} as const

export type CompressionKind = 'zlib' | 'lz4' | 'zstd'

/**
 * How the body is packed: undefined when it is not, 'unknown' for kinds that 5.3.3 does not name.
 * A compressed body without a kind is zlib (producers before 5.0).
 */
export function compressionOf(sysFlag: number): CompressionKind | 'unknown' | undefined {
  if ((sysFlag & SysFlag.COMPRESSED) === 0) return undefined
  switch (sysFlag & SysFlag.COMPRESSION_MASK) {
    case 0:
    case SysFlag.COMPRESSION_ZLIB:
      return 'zlib'
    case SysFlag.COMPRESSION_LZ4:
      return 'lz4'
    case SysFlag.COMPRESSION_ZSTD:
      return 'zstd'
    default:
      return 'unknown'
  }
}

export type TransactionState = 'none' | 'prepared' | 'commit' | 'rollback'

const TRANSACTION_STATES: readonly TransactionState[] = ['none', 'prepared', 'commit', 'rollback']

export function transactionOf(sysFlag: number): TransactionState {
  return TRANSACTION_STATES[(sysFlag & SysFlag.TRANSACTION_MASK) >> 2] as TransactionState
}

/** Bits of a pull request's `sysFlag`, which has nothing to do with a message's. Source: PullSysFlag. */
export const PullFlag = {
  /** `commitOffset` is valid: store it. */
  COMMIT_OFFSET: 0x1,
  /** The broker may park the request until something arrives. */
  SUSPEND: 0x2,
  /** The request carries its own subscription expression. */
  SUBSCRIPTION: 0x4,
  /** Filter servers of 3.x; ignored. */
  CLASS_FILTER: 0x8,
  LITE_PULL: 0x10,
} as const

/** Bits of `topicSysFlag` (both) and `groupSysFlag` (`UNIT` only). Source: TopicSysFlag. */
export const UnitFlag = { UNIT: 0x1, UNIT_SUB: 0x2 } as const

/** Permission bits of a topic and of a whole broker. Source: PermName. */
export const Permission = {
  /** May serve as a template for automatic creation. */
  INHERIT: 0x1,
  WRITE: 0x2,
  READ: 0x4,
  PRIORITY: 0x8,
} as const

export const READ_WRITE = Permission.READ | Permission.WRITE

export function isReadable(permission: number): boolean {
  return (permission & Permission.READ) !== 0
}

export function isWritable(permission: number): boolean {
  return (permission & Permission.WRITE) !== 0
}

/** The three-letter form of tools and logs: `RWX`, `RW-`, `R--`; X stands for inherit. */
export function permissionText(permission: number): string {
  return (
    (isReadable(permission) ? 'R' : '-') +
    (isWritable(permission) ? 'W' : '-') +
    ((permission & Permission.INHERIT) !== 0 ? 'X' : '-')
  )
}
