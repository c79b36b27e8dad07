/**
 * What a name server answers: requests to table operations, outcomes to response codes and remarks.
 * Source: ClientRequestProcessor, DefaultRequestProcessor of the name server.
 */
import type { Bytes } from '../base/bytes.ts'
import { errorText } from '../base/errors.ts'
import type { Checksum, Clock, Compression, FileSystem, Log } from '../base/ports.ts'
import {
  deleteKvConfig,
  getKvConfig,
  getKvListByNamespace,
  getNamesrvConfig,
  ORDER_TOPIC_NAMESPACE,
  putKvConfig,
  updateNamesrvConfig,
} from '../protocol/apis/kv-config.ts'
import {
  brokerHeartbeat,
  getBrokerMemberGroup,
  queryDataVersion,
  registerBroker,
  unregisterBroker,
} from '../protocol/apis/registration.ts'
import {
  addWritePermOfBroker,
  deleteTopicInNamesrv,
  getAllTopicListFromNameserver,
  getBrokerClusterInfo,
  getHasUnitSubTopicList,
  getHasUnitSubUnunitTopicList,
  getRouteInfoByTopic,
  getSystemTopicListFromNs,
  getTopicsByCluster,
  getUnitTopicList,
  registerTopicInNamesrv,
  wipeWritePermOfBroker,
} from '../protocol/apis/route.ts'
import { brokerMemberGroupBody } from '../protocol/bodies/broker-member-group.ts'
import { clusterInfo } from '../protocol/bodies/cluster-info.ts'
import { dataVersionBody } from '../protocol/bodies/data-version.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import {
  decodeCompressedRegisterBroker,
  registerBrokerBody,
  type RegisterBrokerBody,
} from '../protocol/bodies/register-broker.ts'
import { topicList } from '../protocol/bodies/topic-list.ts'
import { topicRoute } from '../protocol/bodies/topic-route.ts'
import { ResponseCode } from '../protocol/codes.ts'
import { sameDataVersion } from '../protocol/data-version.ts'
import type { HeaderOf } from '../protocol/fields.ts'
import { bytesFromUtf8 } from '../base/bytes.ts'
import { type Command, makeApiResponse, makeResponse } from '../remoting/command.ts'
import type { RemotingConnection } from '../remoting/connection.ts'
import type { Dispatcher } from '../remoting/dispatcher.ts'
import type { KvConfig } from './kv-config.ts'
import { type NamesrvSettings, parseConfigLines } from './namesrv-config.ts'
import { inZone, withActingMasters } from './route.ts'
import type { RouteTable, TopicKind } from './route-table.ts'

/** MQVersion ordinal of V4_9_4: clients from there on parse standard JSON only. */
const STANDARD_JSON_SINCE_VERSION = 401

/** First byte of a zlib stream; a JSON body starts with a brace. */
const ZLIB_MAGIC = 0x78

const EMPTY_REGISTRATION = registerBrokerBody.decodeText('{"topicConfigSerializeWrapper":{}}')

export interface NamesrvParts {
  readonly routes: RouteTable
  readonly kvConfig: KvConfig
  readonly settings: NamesrvSettings
  readonly clock: Clock
  readonly fs: FileSystem
  readonly checksum: Checksum
  readonly compression: Compression
  readonly log: Log
  /** Monotonic time of the start, for `needWaitForService`. */
  readonly startedMs: number
}

/** Registers everything a name server answers. */
export function registerNamesrvHandlers(dispatcher: Dispatcher, parts: NamesrvParts): void {
  registerBrokerHandlers(dispatcher, parts)
  registerRouteHandlers(dispatcher, parts)
  registerTopicListHandlers(dispatcher, parts)
  registerPermissionHandlers(dispatcher, parts)
  registerKvHandlers(dispatcher, parts)
  registerConfigHandlers(dispatcher, parts)
}

function registerBrokerHandlers(dispatcher: Dispatcher, parts: NamesrvParts): void {
  const { routes, clock } = parts
  dispatcher.registerApi(registerBroker, (header, request, connection) =>
    answerRegistration(parts, header, request, connection),
  )
  dispatcher.registerApi(unregisterBroker, (header, request) => {
    parts.log.info('broker unregistered', { brokerName: header.brokerName, brokerAddr: header.brokerAddr })
    routes.unregister(header)
    return succeed(request)
  })
  dispatcher.registerApi(brokerHeartbeat, (header, request) => {
    routes.touch(header.clusterName, header.brokerAddr, clock.monotonicMs())
    return succeed(request)
  })
  dispatcher.registerApi(queryDataVersion, (header, request) => {
    const theirs = dataVersionBody.decode(request.body)
    const ours = routes.dataVersionOf(header.clusterName, header.brokerAddr)
    routes.touch(header.clusterName, header.brokerAddr, clock.monotonicMs())
    const changed = ours === undefined || !sameDataVersion(ours, theirs)
    const body = ours === undefined ? undefined : dataVersionBody.encode(ours)
    return makeApiResponse(queryDataVersion, request, ResponseCode.SUCCESS, { changed }, { body })
  })
  dispatcher.registerApi(getBrokerMemberGroup, (header, request) => {
    const brokerMemberGroup = routes.memberGroup(header.clusterName, header.brokerName)
    return succeed(request, brokerMemberGroupBody.encode({ brokerMemberGroup }))
  })
}

function answerRegistration(
  parts: NamesrvParts,
  header: HeaderOf<typeof registerBroker.request>,
  request: Command,
  connection: RemotingConnection,
): Command {
  const { settings, routes, kvConfig } = parts
  if (!isCrcRight(parts.checksum, header.bodyCrc32, request.body)) {
    return fail(request, ResponseCode.SYSTEM_ERROR, 'crc32 not match')
  }
  const body = decodeRegistration(parts, header.compressed === true, request)
  const { brokerName, brokerId, brokerAddr, clusterName } = header
  const result = routes.register(
    {
      clusterName,
      brokerName,
      brokerId,
      brokerAddr,
      haServerAddr: header.haServerAddr,
      zoneName: header.zoneName,
      heartbeatTimeoutMs: header.heartbeatTimeoutMillis,
      enableActingMaster: header.enableActingMaster,
      topics: body.topicConfigSerializeWrapper,
      filterServers: body.filterServerList,
      connectionId: connection.id,
    },
    parts.clock.monotonicMs(),
    { deleteTopicWithBrokerRegistration: settings.current.deleteTopicWithBrokerRegistration },
  )
  const broker = { clusterName, brokerName, brokerId, brokerAddr }
  switch (result.status) {
    case 'refused':
      parts.log.warn('broker registration refused', { ...broker, reason: result.reason })
      return fail(request, ResponseCode.SYSTEM_ERROR, 'register broker failed')
    case 'stale':
      parts.log.warn('broker registration dropped: another address holds its id with a newer state', broker)
      break
    case 'registered':
      if (result.isNew) parts.log.info('new broker registered', { ...broker, remote: connection.remoteText })
  }
  const master = result.status === 'registered' ? result : undefined
  const ordered = settings.current.returnOrderTopicConfigToBroker ? kvConfig.list(ORDER_TOPIC_NAMESPACE) : undefined
  return makeApiResponse(
    registerBroker,
    request,
    ResponseCode.SUCCESS,
    { masterAddr: master?.masterAddr, haServerAddr: master?.haServerAddr },
    { body: ordered === undefined ? undefined : kvTable.encode({ table: ordered }) },
  )
}

/** The CRC travels without its top bit; 0 says that there is none. */
function isCrcRight(checksum: Checksum, announced: number | undefined, body: Bytes | undefined): boolean {
  if (announced === undefined || announced === 0) return true
  return body !== undefined && (checksum(body, 0, body.length) & 0x7fff_ffff) === announced
}

function decodeRegistration(parts: NamesrvParts, isCompressed: boolean, request: Command): RegisterBrokerBody {
  const { body } = request
  if (body === undefined) return EMPTY_REGISTRATION
  // Java 5.3.3 deflates with `compressedRegister=true` and yet writes compressed=false.
  if (isCompressed || body[0] === ZLIB_MAGIC) {
    return decodeCompressedRegisterBroker(body, parts.compression, request.version)
  }
  return registerBrokerBody.decode(body)
}

function registerRouteHandlers(dispatcher: Dispatcher, parts: NamesrvParts): void {
  const { routes, settings } = parts
  dispatcher.registerApi(getRouteInfoByTopic, (header, request) => {
    const { current } = settings
    if (current.needWaitForService) {
      const upMs = parts.clock.monotonicMs() - parts.startedMs
      if (upMs < current.waitSecondsForService * 1000) {
        return fail(request, ResponseCode.SYSTEM_ERROR, 'name server not ready')
      }
    }
    let route = routes.findRoute(header.topic)
    if (route === undefined) {
      const remark = `No topic route info in name server for the topic: ${header.topic}`
      return fail(request, ResponseCode.TOPIC_NOT_EXIST, remark)
    }
    if (current.supportActingMaster) route = withActingMasters(route)
    if (header.zoneMode === true && header.zoneName !== undefined && header.zoneName !== '') {
      route = inZone(route, header.zoneName)
    }
    const orderTopicConf = current.orderMessageEnable
      ? parts.kvConfig.find(ORDER_TOPIC_NAMESPACE, header.topic)
      : undefined
    const isStandard = request.version >= STANDARD_JSON_SINCE_VERSION || header.acceptStandardJsonOnly === true
    return succeed(request, topicRoute.encode({ ...route, orderTopicConf }, { browserCompatible: isStandard }))
  })
  dispatcher.registerApi(getBrokerClusterInfo, (_header, request) =>
    succeed(request, clusterInfo.encode(routes.clusterInfo())),
  )
  dispatcher.registerApi(deleteTopicInNamesrv, (header, request) => {
    const clusterName = header.clusterName === '' ? undefined : header.clusterName
    parts.log.info('topic deleted', { topic: header.topic, clusterName })
    routes.deleteTopic(header.topic, clusterName)
    return succeed(request)
  })
  dispatcher.registerApi(registerTopicInNamesrv, (header, request) => {
    if (request.body !== undefined) routes.registerTopic(header.topic, topicRoute.decode(request.body).queueDatas)
    return succeed(request)
  })
}

function registerTopicListHandlers(dispatcher: Dispatcher, parts: NamesrvParts): void {
  const { routes, settings } = parts
  const list = (request: Command, isEnabled: boolean, names: () => readonly string[]): Command =>
    isEnabled
      ? succeed(request, topicList.encode({ topicList: names() }))
      : fail(request, ResponseCode.SYSTEM_ERROR, 'disable')
  dispatcher.registerApi(getAllTopicListFromNameserver, (_header, request) =>
    list(request, settings.current.enableAllTopicList, () => routes.topicNames()),
  )
  dispatcher.registerApi(getTopicsByCluster, (header, request) =>
    list(request, settings.current.enableTopicList, () => routes.topicNamesOfCluster(header.cluster)),
  )
  dispatcher.registerApi(getSystemTopicListFromNs, (_header, request) =>
    succeed(request, topicList.encode(routes.systemTopics())),
  )
  const kinds: readonly [typeof getUnitTopicList, TopicKind][] = [
    [getUnitTopicList, 'unit'],
    [getHasUnitSubTopicList, 'unit-sub'],
    [getHasUnitSubUnunitTopicList, 'unit-sub-not-unit'],
  ]
  for (const [api, kind] of kinds) {
    dispatcher.registerApi(api, (_header, request) =>
      list(request, settings.current.enableTopicList, () => routes.topicNamesOfKind(kind)),
    )
  }
}

function registerPermissionHandlers(dispatcher: Dispatcher, { routes, log }: NamesrvParts): void {
  dispatcher.registerApi(wipeWritePermOfBroker, ({ brokerName }, request) => {
    const wipeTopicCount = routes.setWritePermission(brokerName, false)
    log.info('write permission wiped', { brokerName, wipeTopicCount })
    return makeApiResponse(wipeWritePermOfBroker, request, ResponseCode.SUCCESS, { wipeTopicCount })
  })
  dispatcher.registerApi(addWritePermOfBroker, ({ brokerName }, request) => {
    const addTopicCount = routes.setWritePermission(brokerName, true)
    log.info('write permission given', { brokerName, addTopicCount })
    return makeApiResponse(addWritePermOfBroker, request, ResponseCode.SUCCESS, { addTopicCount })
  })
}

function registerKvHandlers(dispatcher: Dispatcher, { kvConfig }: NamesrvParts): void {
  dispatcher.register(putKvConfig.code, (request) => {
    const { namespace, key, value } = request.ext
    if (namespace === undefined || key === undefined) {
      return fail(request, ResponseCode.SYSTEM_ERROR, 'namespace or key is null')
    }
    kvConfig.put(namespace, key, value ?? '')
    return succeed(request)
  })
  dispatcher.registerApi(getKvConfig, ({ namespace, key }, request) => {
    const value = kvConfig.find(namespace, key)
    if (value === undefined) {
      return fail(request, ResponseCode.QUERY_NOT_FOUND, `No config item, Namespace: ${namespace} Key: ${key}`)
    }
    return makeApiResponse(getKvConfig, request, ResponseCode.SUCCESS, { value })
  })
  dispatcher.registerApi(deleteKvConfig, ({ namespace, key }, request) => {
    kvConfig.remove(namespace, key)
    return succeed(request)
  })
  dispatcher.registerApi(getKvListByNamespace, ({ namespace }, request) => {
    const table = kvConfig.list(namespace)
    if (table === undefined)
      return fail(request, ResponseCode.QUERY_NOT_FOUND, `No config item, Namespace: ${namespace}`)
    return succeed(request, kvTable.encode({ table }))
  })
}

function registerConfigHandlers(dispatcher: Dispatcher, { settings, fs, log }: NamesrvParts): void {
  dispatcher.registerApi(updateNamesrvConfig, (_header, request) => {
    if (request.body === undefined) return succeed(request)
    let properties: ReadonlyMap<string, string>
    try {
      properties = parseConfigLines(request.body.utf8Slice())
    } catch (error) {
      log.warn('configuration update refused', { error: errorText(error) })
      return fail(request, ResponseCode.SYSTEM_ERROR, 'string2Properties error')
    }
    const result = settings.update(properties)
    if (result.status === 'black-listed') {
      log.warn('configuration update refused', { key: result.key })
      return fail(request, ResponseCode.NO_PERMISSION, 'Can not update config in black list.')
    }
    log.info('configuration updated', { changedKeys: result.changedKeys })
    const path = settings.current.configStorePath
    if (path !== '') {
      fs.makeDirectories(path.slice(0, Math.max(1, path.lastIndexOf('/'))))
      fs.replaceFile(path, bytesFromUtf8(settings.toText()))
    }
    return succeed(request)
  })
  dispatcher.registerApi(getNamesrvConfig, (_header, request) => succeed(request, bytesFromUtf8(settings.toText())))
}

function succeed(request: Command, body?: Bytes): Command {
  return makeResponse(request, ResponseCode.SUCCESS, { body })
}

function fail(request: Command, code: number, remark: string): Command {
  return makeResponse(request, code, { remark })
}
