/**
 * Asks a node one question over the remoting protocol: a frame writer and reader of its own, a few dozen lines, so that neither our engine
 * nor Apache's client is judged by itself. JSON headers only.
 */
import { connect } from 'node:net'
import type { Socket } from 'node:net'

export interface ProbeRequest {
  readonly code: number
  readonly extFields?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface ProbeReply {
  readonly code: number
  readonly remark: string | undefined
  readonly extFields: Readonly<Record<string, string>>
  readonly body: Buffer
}

const GET_CLUSTER_INFO = 106
const GET_RUNTIME_INFO = 28
const GET_ROUTE = 105
const UPDATE_AND_CREATE_TOPIC = 17
const SEND_V2 = 310
const GET_MAX_OFFSET = 30
const GET_TOPIC_CONFIG = 351
const QUERY_MESSAGE = 12
const TOPIC_NOT_EXIST = 17
const QUERY_NOT_FOUND = 22
const NO_MESSAGE = 208

/** Sends one request on a connection of its own and awaits the reply. */
export function ask(port: number, request: ProbeRequest, timeoutMs = 3000): Promise<ProbeReply> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: '127.0.0.1', port })
    let received = Buffer.alloc(0)
    const finish = (act: () => void): void => {
      socket.destroy()
      act()
    }
    socket.setTimeout(timeoutMs, () =>
      finish(() => reject(new Error(`no answer from port ${port} to ${request.code}`))),
    )
    socket.on('error', (error) => finish(() => reject(error)))
    socket.on('close', () => reject(new Error(`port ${port} closed the connection`)))
    socket.on('connect', () => socket.write(encodeRequest(request)))
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      const reply = decodeReply(received)
      if (reply !== undefined) finish(() => resolve(reply))
    })
  })
}

function encodeRequest(request: ProbeRequest): Buffer {
  const body = request.body ?? new Uint8Array(0)
  const header = Buffer.from(
    JSON.stringify({
      code: request.code,
      extFields: request.extFields ?? {},
      flag: 0,
      language: 'JAVA',
      opaque: 1,
      serializeTypeCurrentRPC: 'JSON',
      version: 479,
    }),
  )
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(4 + header.length + body.length, 0)
  lengths.writeUInt32BE(header.length, 4)
  return Buffer.concat([lengths, header, body])
}

function decodeReply(bytes: Buffer): ProbeReply | undefined {
  if (bytes.length < 8 || bytes.length < 4 + bytes.readUInt32BE(0)) return undefined
  const headerBytes = bytes.readUInt32BE(4) & 0xffffff
  const header = parseJavaJson(bytes.toString('utf8', 8, 8 + headerBytes)) as {
    code: number
    remark?: string
    extFields?: Record<string, string>
  }
  return {
    code: header.code,
    remark: header.remark,
    extFields: header.extFields ?? {},
    body: bytes.subarray(8 + headerBytes, 4 + bytes.readUInt32BE(0)),
  }
}

/** JSON as fastjson writes it: numeric keys may be unquoted. Enough for the tables that this suite reads. */
export function parseJavaJson(text: string): unknown {
  return JSON.parse(text.replace(/([{,]\s*)(-?\d+)\s*:/g, '$1"$2":'))
}

export interface ClusterTable {
  /** brokerName -> broker id -> address. */
  readonly brokers: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly clusters: Readonly<Record<string, readonly string[]>>
}

/** What a NameServer knows of the brokers. */
export async function clusterTable(nameServerPort: number): Promise<ClusterTable> {
  const reply = await ask(nameServerPort, { code: GET_CLUSTER_INFO })
  if (reply.code !== 0) throw new Error(`cluster info answered ${reply.code} ${reply.remark ?? ''}`)
  const info = parseJavaJson(reply.body.toString('utf8')) as {
    brokerAddrTable?: Record<string, { brokerAddrs?: Record<string, string> }>
    clusterAddrTable?: Record<string, string[]>
  }
  const brokers: Record<string, Record<string, string>> = {}
  for (const [name, data] of Object.entries(info.brokerAddrTable ?? {})) brokers[name] = data.brokerAddrs ?? {}
  return { brokers, clusters: info.clusterAddrTable ?? {} }
}

/** The runtime figures of a broker, keys as in mqadmin brokerStatus. */
export async function runtimeInfo(brokerPort: number): Promise<Readonly<Record<string, string>>> {
  const reply = await ask(brokerPort, { code: GET_RUNTIME_INFO })
  if (reply.code !== 0) throw new Error(`runtime info answered ${reply.code} ${reply.remark ?? ''}`)
  return (JSON.parse(reply.body.toString('utf8')) as { table: Record<string, string> }).table
}

/** The end of a broker's commit log in bytes. */
export async function commitLogEnd(brokerPort: number): Promise<number> {
  const end = Number((await runtimeInfo(brokerPort))['commitLogMaxOffset'])
  if (!Number.isSafeInteger(end)) throw new Error('no commitLogMaxOffset in the runtime info')
  return end
}

/** The names of the brokers that have queues of the topic, as the NameServer tells clients; none without a route. */
export async function routeBrokers(nameServerPort: number, topic: string): Promise<readonly string[]> {
  const reply = await ask(nameServerPort, { code: GET_ROUTE, extFields: { topic } })
  if (reply.code === TOPIC_NOT_EXIST) return []
  if (reply.code !== 0) throw new Error(`route of ${topic} answered ${reply.code} ${reply.remark ?? ''}`)
  const route = parseJavaJson(reply.body.toString('utf8')) as { queueDatas: readonly { brokerName: string }[] }
  return route.queueDatas.map((queue) => queue.brokerName)
}

/** Creates or changes a topic on one master, readable and writable. */
export async function createTopic(brokerPort: number, topic: string, queues: number): Promise<void> {
  const extFields = {
    topic,
    defaultTopic: 'TBW102',
    readQueueNums: String(queues),
    writeQueueNums: String(queues),
    perm: '6',
    topicFilterType: 'SINGLE_TAG',
    topicSysFlag: '0',
    order: 'false',
  }
  const reply = await ask(brokerPort, { code: UPDATE_AND_CREATE_TOPIC, extFields })
  if (reply.code !== 0) throw new Error(`creating ${topic} answered ${reply.code} ${reply.remark ?? ''}`)
}

/** Sends one small message to a queue of a broker; the reply's code is the broker's verdict. */
export function sendOne(brokerPort: number, brokerName: string, topic: string, body: string): Promise<ProbeReply> {
  const extFields = {
    a: 'ProbeGroup',
    b: topic,
    c: 'TBW102',
    d: '4',
    e: '0',
    f: '0',
    g: String(Date.now()),
    h: '0',
    i: 'WAIT\u0001true\u0002',
    j: '0',
    k: 'false',
    m: 'false',
    n: brokerName,
  }
  return ask(brokerPort, { code: SEND_V2, extFields, body: Buffer.from(body) })
}

/** True when the broker has the topic in its own table; a slave learns it from its master, sooner or later. */
export async function knowsTopic(brokerPort: number, topic: string): Promise<boolean> {
  const reply = await ask(brokerPort, { code: GET_TOPIC_CONFIG, extFields: { topic, lo: 'false' } })
  if (reply.code !== 0 && reply.code !== TOPIC_NOT_EXIST) throw new Error(`topic config answered ${reply.code}`)
  return reply.code === 0
}

/** The number of messages a broker's index of queues has for a topic: the sum of all queues' ends. */
export async function queueEnds(brokerPort: number, topic: string, queues: number): Promise<number> {
  let sum = 0
  for (let queueId = 0; queueId < queues; queueId++) {
    const extFields = { topic, queueId: String(queueId), committed: 'true' }
    const reply = await ask(brokerPort, { code: GET_MAX_OFFSET, extFields })
    if (reply.code !== 0)
      throw new Error(`max offset of ${topic} ${queueId} answered ${reply.code} ${reply.remark ?? ''}`)
    sum += Number(reply.extFields['offset'])
  }
  return sum
}

/** How many records a broker finds by key. */
export async function countByKey(brokerPort: number, topic: string, key: string): Promise<number> {
  const extFields = { topic, key, maxNum: '64', beginTimestamp: '0', endTimestamp: String(Date.now() + 60_000) }
  const reply = await ask(brokerPort, { code: QUERY_MESSAGE, extFields })
  if (reply.code === QUERY_NOT_FOUND || reply.code === NO_MESSAGE) return 0
  if (reply.code !== 0) throw new Error(`query of ${key} answered ${reply.code} ${reply.remark ?? ''}`)
  let records = 0
  for (let at = 0; at < reply.body.length; at += reply.body.readUInt32BE(at)) records += 1
  return records
}
