/**
 * What a broker tells every name server: its whole topic table, as JSON or in the compressed binary form.
 *
 * Compressed form, after inflating, every text preceded by its int32 length in bytes:
 *   DataVersion as JSON
 *   int32 count, then topics as `name readQueueNums writeQueueNums perm topicFilterType attributes`
 *   the filter server list as JSON
 *   from version 5.0.0 on: int32 count, then TopicQueueMappingInfo as JSON
 */
import { type Bytes, bytesFromUtf8, concatBytes, allocBytes, viewOf } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { REGISTER_BODY_BYTES_MAX } from '../../base/limits.ts'
import type { Compression } from '../../base/ports.ts'
import { javaJson } from '../java-json.ts'
import { makeTopicConfig, type TopicConfig, type TopicFilterType } from '../topic-config.ts'
import { dataVersionBody } from './data-version.ts'
import { defineBody, list, mapOf, recordAs, text } from './shape.ts'
import { type TopicConfigWrapper, topicConfigWrapperShape } from './topic-config.ts'
import { type TopicQueueMappingInfo, topicQueueMappingInfoShape } from './topic-queue-mapping.ts'

export interface RegisterBrokerBody {
  readonly filterServerList: readonly string[]
  readonly topicConfigSerializeWrapper: TopicConfigWrapper
}

export const registerBrokerBody = defineBody<RegisterBrokerBody>(
  'RegisterBrokerBody',
  recordAs<RegisterBrokerBody>({
    filterServerList: list(text()),
    topicConfigSerializeWrapper: topicConfigWrapperShape,
  }),
)

/** MQVersion ordinal of V5_0_0, the first sender of the mapping section. */
const MAPPING_SINCE_VERSION = 413

const filterServers = defineBody('filterServerList', list(text()))
const attributes = defineBody('attributes', mapOf(text()))
const mappingInfo = defineBody<TopicQueueMappingInfo>('TopicQueueMappingInfo', topicQueueMappingInfoShape)

/** Source: RegisterBrokerBody#encode(true). */
export function encodeCompressedRegisterBroker(
  body: RegisterBrokerBody,
  compression: Pick<Compression, 'deflate'>,
): Bytes {
  const wrapper = body.topicConfigSerializeWrapper
  const topics = [...wrapper.topicConfigTable.values()]
  const mappings = [...wrapper.topicQueueMappingInfoMap.values()]
  return compression.deflate(
    concatBytes([
      lengthAnd(dataVersionBody.encode(wrapper.dataVersion)),
      int32(topics.length),
      ...topics.map((topic) => lengthAnd(bytesFromUtf8(topicLine(topic)))),
      lengthAnd(filterServers.encode(body.filterServerList)),
      int32(mappings.length),
      ...mappings.map((mapping) => lengthAnd(mappingInfo.encode(mapping))),
    ]),
  )
}

/**
 * @param senderVersion `version` of the request.
 * @throws {EngineError} 'bad-bytes' when lengths do not fit or it inflates above the limit, 'bad-json' inside the parts.
 * Source: RegisterBrokerBody#decode(byte[], true, MQVersion).
 */
export function decodeCompressedRegisterBroker(
  bytes: Bytes,
  compression: Pick<Compression, 'inflate'>,
  senderVersion: number,
): RegisterBrokerBody {
  const reader = new LengthReader(compression.inflate('zlib', bytes, REGISTER_BODY_BYTES_MAX))
  const dataVersion = dataVersionBody.decode(reader.part())
  const topicConfigTable = new Map<string, TopicConfig>()
  for (let left = reader.count(); left > 0; left--) {
    const topic = parseTopicLine(reader.part().utf8Slice())
    topicConfigTable.set(topic.topicName, topic)
  }
  const filterServerList = filterServers.decode(reader.part())
  const topicQueueMappingInfoMap = new Map<string, TopicQueueMappingInfo>()
  if (senderVersion >= MAPPING_SINCE_VERSION) {
    for (let left = reader.count(); left > 0; left--) {
      const mapping = mappingInfo.decode(reader.part())
      topicQueueMappingInfoMap.set(mapping.topic, mapping)
    }
  }
  return {
    filterServerList,
    topicConfigSerializeWrapper: {
      dataVersion,
      topicConfigTable,
      mappingDataVersion: { stateVersion: 0, timestamp: 0, counter: 0 },
      topicQueueMappingInfoMap,
      topicQueueMappingDetailMap: new Map(),
    },
  }
}

function topicLine(topic: TopicConfig): string {
  const { topicName, readQueueNums, writeQueueNums, perm, topicFilterType } = topic
  return [topicName, readQueueNums, writeQueueNums, perm, topicFilterType, javaJson(topic.attributes)].join(' ')
}

function parseTopicLine(line: string): TopicConfig {
  const [name, readQueueNums, writeQueueNums, perm, filterType, ...rest] = line.split(' ')
  const numbers = [readQueueNums, writeQueueNums, perm].map((word) =>
    /^-?\d{1,9}$/.test(word ?? '') ? Number(word) : NaN,
  )
  if (name === undefined || name === '' || numbers.some(Number.isNaN) || !isFilterType(filterType)) {
    throw new EngineError('bad-bytes', `topic line "${line.slice(0, 200)}" of a registration cannot be read`)
  }
  return makeTopicConfig(name, {
    readQueueNums: numbers[0] as number,
    writeQueueNums: numbers[1] as number,
    perm: numbers[2] as number,
    topicFilterType: filterType,
    attributes: rest.length === 0 ? new Map() : attributes.decodeText(rest.join(' ')),
  })
}

function isFilterType(text: string | undefined): text is TopicFilterType {
  return text === 'SINGLE_TAG' || text === 'MULTI_TAG'
}

function int32(value: number): Bytes {
  const bytes = allocBytes(4)
  bytes.writeInt32BE(value, 0)
  return bytes
}

function lengthAnd(part: Bytes): Bytes {
  return concatBytes([int32(part.length), part])
}

class LengthReader {
  readonly #bytes: Bytes
  readonly #view: DataView
  #at = 0

  constructor(bytes: Bytes) {
    this.#bytes = bytes
    this.#view = viewOf(bytes)
  }

  /** An int32 that announces that many parts; each part has four bytes at least. */
  count(): number {
    const count = this.#int32()
    if (count < 0 || count > (this.#bytes.length - this.#at) / 4) throw this.#bad('count', count)
    return count
  }

  part(): Bytes {
    const size = this.#int32()
    if (size < 0 || size > this.#bytes.length - this.#at) throw this.#bad('length', size)
    this.#at += size
    return this.#bytes.subarray(this.#at - size, this.#at)
  }

  #int32(): number {
    if (this.#at + 4 > this.#bytes.length) throw this.#bad('length field', this.#bytes.length - this.#at)
    this.#at += 4
    return this.#view.getInt32(this.#at - 4)
  }

  #bad(field: string, value: number): EngineError {
    return new EngineError('bad-bytes', `registration at ${this.#at}: ${field} ${value} does not fit`, {
      context: { offset: this.#at, field, value },
    })
  }
}
