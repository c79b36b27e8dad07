/**
 * What tools ask of and tell name servers. Questions go to one of them; changes go to each by itself, because they do
 * not know each other. A refusal is an EngineError 'refused' with code and remark in its context.
 */
import { type Bytes, bytesFromUtf8 } from '../base/bytes.ts'
import { ResponseCode } from '../protocol/codes.ts'
import * as kv from '../protocol/apis/kv-config.ts'
import * as route from '../protocol/apis/route.ts'
import { type ClusterInfo, clusterInfo } from '../protocol/bodies/cluster-info.ts'
import { kvTable } from '../protocol/bodies/kv-table.ts'
import { type TopicList, topicList } from '../protocol/bodies/topic-list.ts'
import { type TopicRoute, topicRoute } from '../protocol/bodies/topic-route.ts'
import type { Api, FieldTable, HeaderOf } from '../protocol/fields.ts'
import { type Command, makeRequest, responseHeader } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'
import { refusal } from './broker-calls.ts'
import type { NameServers } from './name-servers.ts'

/** How a change went on one name server. */
export type NameServerOutcome =
  | { readonly address: string; readonly isDone: true; readonly topicCount: number }
  | { readonly address: string; readonly isDone: false; readonly error: unknown }

export class NameServerAdmin {
  readonly #rpc: RpcClient
  readonly #servers: NameServers
  readonly #timeoutMs: number

  constructor(rpc: RpcClient, servers: NameServers, timeoutMs: number) {
    this.#rpc = rpc
    this.#servers = servers
    this.#timeoutMs = timeoutMs
  }

  get addresses(): readonly string[] {
    return this.#servers.addresses
  }

  async clusterInfo(): Promise<ClusterInfo> {
    return clusterInfo.decode((await this.#ask(route.getBrokerClusterInfo, {})).body)
  }

  /** @throws {EngineError} 'refused' with code 17 for an unknown topic. */
  async topicRoute(topic: string): Promise<TopicRoute> {
    const header = { topic, acceptStandardJsonOnly: true }
    return topicRoute.decode((await this.#ask(route.getRouteInfoByTopic, header)).body)
  }

  async topicList(): Promise<TopicList> {
    return topicList.decode((await this.#ask(route.getAllTopicListFromNameserver, {})).body)
  }

  async topicsOfCluster(cluster: string): Promise<TopicList> {
    return topicList.decode((await this.#ask(route.getTopicsByCluster, { cluster })).body)
  }

  /** Cluster and broker names, and the address of a broker that knows the other system topics. */
  async systemTopics(): Promise<TopicList> {
    return topicList.decode((await this.#ask(route.getSystemTopicListFromNs, {})).body)
  }

  /** The value, or undefined when there is none. */
  async kvConfig(namespace: string, key: string): Promise<string | undefined> {
    const make = () => makeRequest(kv.getKvConfig, { namespace, key })
    const response = await this.#servers.call(make, this.#timeoutMs)
    if (response.code === ResponseCode.QUERY_NOT_FOUND) return undefined
    if (response.code !== ResponseCode.SUCCESS) throw refusal(kv.getKvConfig.name, 'the name server', response)
    return responseHeader(kv.getKvConfig, response).value
  }

  async kvList(namespace: string): Promise<ReadonlyMap<string, string>> {
    return kvTable.decode((await this.#ask(kv.getKvListByNamespace, { namespace })).body).table
  }

  /** On every name server; the last failure is thrown after all were tried. */
  async putKvConfig(namespace: string, key: string, value: string): Promise<void> {
    await this.#tellAll(kv.putKvConfig, { namespace, key, value })
  }

  async deleteKvConfig(namespace: string, key: string): Promise<void> {
    await this.#tellAll(kv.deleteKvConfig, { namespace, key })
  }

  async deleteTopic(topic: string, clusterName?: string): Promise<void> {
    await this.#tellAll(route.deleteTopicInNamesrv, { topic, clusterName })
  }

  /** Takes the write permission of all queues of a broker away, on each name server. */
  wipeWritePermission(brokerName: string): Promise<readonly NameServerOutcome[]> {
    return this.#each(async (address) => {
      const header = { brokerName }
      const asked = await this.#rpc.invoke(route.wipeWritePermOfBroker, address, header, undefined, this.#timeoutMs)
      return asked.header.wipeTopicCount
    })
  }

  addWritePermission(brokerName: string): Promise<readonly NameServerOutcome[]> {
    return this.#each(async (address) => {
      const header = { brokerName }
      const asked = await this.#rpc.invoke(route.addWritePermOfBroker, address, header, undefined, this.#timeoutMs)
      return asked.header.addTopicCount
    })
  }

  /** Properties text of one name server. */
  async config(address: string): Promise<string> {
    const { command } = await this.#rpc.invoke(kv.getNamesrvConfig, address, {}, undefined, this.#timeoutMs)
    return command.body === undefined ? '' : command.body.utf8Slice()
  }

  /** On every name server, or on those given. */
  async updateConfig(properties: string, addresses: readonly string[] = this.addresses): Promise<void> {
    await this.#tellAll(kv.updateNamesrvConfig, {}, bytesFromUtf8(properties), addresses)
  }

  async #ask<Q extends FieldTable, S extends FieldTable>(api: Api<Q, S>, header: HeaderOf<Q>): Promise<Command> {
    const response = await this.#servers.call(() => makeRequest(api, header), this.#timeoutMs)
    if (response.code !== ResponseCode.SUCCESS) throw refusal(api.name, 'the name server', response)
    return response
  }

  async #tellAll<Q extends FieldTable, S extends FieldTable>(
    api: Api<Q, S>,
    header: HeaderOf<Q>,
    body?: Bytes,
    addresses: readonly string[] = this.addresses,
  ): Promise<void> {
    const failures: unknown[] = []
    for (const address of addresses) {
      await this.#rpc
        .invoke(api, address, header, body, this.#timeoutMs)
        .catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures.at(-1)
  }

  async #each(task: (address: string) => Promise<number>): Promise<readonly NameServerOutcome[]> {
    const outcomes: NameServerOutcome[] = []
    for (const address of this.addresses) {
      try {
        outcomes.push({ address, isDone: true, topicCount: await task(address) })
      } catch (error) {
        outcomes.push({ address, isDone: false, error })
      }
    }
    return outcomes
  }
}
