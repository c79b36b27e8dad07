/** Every upper bound of the engine in one place. A bound has a test at its edge; change it here and nowhere else. */

/** Whole remoting frame with its length field, as `com.rocketmq.remoting.frameMaxLength` of 5.3.3. */
export const FRAME_BYTES_MAX = 16 * 1024 * 1024

/** Calls one client keeps open on one connection before `call` answers `overload`. */
export const IN_FLIGHT_CALLS_MAX = 65_536

/** Requests of one connection whose answer is still owed; above it the connection is not read until some are answered. */
export const IN_FLIGHT_REQUESTS_MAX = 10_000

/** Reply bytes waiting in one socket; above the high mark the connection is not read, below the low mark it is again. */
export const OUTGOING_BYTES_HIGH = 32 * 1024 * 1024
export const OUTGOING_BYTES_LOW = 4 * 1024 * 1024

/** Bytes waiting in one socket at which the peer counts as stuck and the connection is closed. */
export const OUTGOING_BYTES_MAX = 256 * 1024 * 1024

/** Connections one server accepts. */
export const CONNECTIONS_MAX = 16_384

/** A channel without a byte in either direction is closed (`serverChannelMaxIdleTimeSeconds`). */
export const CHANNEL_IDLE_MS = 120_000

/** `PROPERTIES` length is an int16. */
export const PROPERTIES_BYTES_MAX = 32_767

/** What a record may hold beyond its body (`maxMessageSize` + 64 KiB). */
export const RECORD_OVERHEAD_BYTES_MAX = 65_536

/** Topic names: 127 bytes for ordinary topics, 255 for `%RETRY%`. */
export const TOPIC_BYTES_MAX = 127
export const RETRY_TOPIC_BYTES_MAX = 255

/** Free scratch buffers one server or client keeps for its connections' outgoing frames. */
export const SCRATCH_POOL_BYTES_MAX = 4 * 1024 * 1024

/** Pulls that wait for a message on one broker; further ones are answered at once. */
export const LONG_POLLS_MAX = 100_000

/** Sends of one broker that are stored and whose answer waits for flush or replicas; further ones are refused as busy. */
export const PENDING_ACKS_MAX = 262_144

/** After `end` a peer has this long to take what is queued and close; then the connection is dropped. */
export const END_LINGER_MS = 10_000

/** Log file of a node: bytes before it is rotated, rotated files kept, characters of one line, characters waiting for the disk. */
export const LOG_FILE_BYTES_MAX = 10 * 1024 * 1024
export const LOG_FILES_MAX = 5
export const LOG_LINE_CHARS_MAX = 8192
export const LOG_PENDING_CHARS_MAX = 4 * 1024 * 1024

/** A property file or an update of one; the largest real ones are 40 KiB. */
export const PROPERTIES_FILE_CHARS_MAX = 1024 * 1024

/** Slaves one master serves. */
export const HA_SLAVES_MAX = 64

/** Replication bytes waiting in one slave's socket; above it the master stops until the socket drains. */
export const HA_UNSENT_BYTES_MAX = 1024 * 1024

/** JSON of a body or a configuration file: text, nesting, and values that references repeat. */
export const JSON_TEXT_MAX = 64 * 1024 * 1024
export const JSON_DEPTH_MAX = 64
export const JSON_REFERENCE_VALUES_EXTRA = 100_000

/** Topics whose routes one client keeps; the one fetched longest ago is forgotten first. */
export const CLIENT_TOPICS_MAX = 20_000

/** Reads of old commit-log ranges on the thread pool at one time, and how many more may wait in line. */
export const LOG_READS_IN_FLIGHT_MAX = 4
export const LOG_READS_WAITING_MAX = 4096

/** Files that one store keeps open: segments of the log, and of all queues together. */
export const LOG_FILES_OPEN_MAX = 64
export const QUEUE_FILES_OPEN_MAX = 512

/** Sealed batches of index keys that wait for the disk; above it dispatch pauses. */
export const INDEX_BATCHES_WAITING_MAX = 4

/** Asynchronous sends one producer has under way before it answers 'overload'. */
export const ASYNC_SENDS_MAX = 10_000

/** Bytes one direction of one connection holds while its link is delayed or throttled; then the sender is slowed down. */
export const LINK_FAULT_QUEUE_BYTES = 4 * 1024 * 1024

/** What a compressed registration may inflate to. */
export const REGISTER_BODY_BYTES_MAX = 64 * 1024 * 1024

/** Control channel of a node: connections at once, characters of one request or answer, silence before it is closed. */
export const CONTROL_CONNECTIONS_MAX = 32
export const CONTROL_LINE_CHARS_MAX = 1024 * 1024
export const CONTROL_IDLE_MS = 30_000

/** Brokers one name server registers. */
export const NAMESRV_BROKERS_MAX = 16_384

/** Key-value settings one name server keeps, all namespaces together. */
export const NAMESRV_KV_MAX = 65_536

/** Counters of one broker's statistics: topics, queues and groups together. */
export const STATS_ITEMS_MAX = 20_000

/** Units of a consume queue in one answer to QUERY_CONSUME_QUEUE. */
export const CONSUME_QUEUE_UNITS_MAX = 10_000
