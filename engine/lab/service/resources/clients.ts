/** Everybody connected: producers from the brokers' tables, consumers from the connections of every group. */
import type { OutputOf, ParsedInputOf } from '../../../contract/rpc.ts'
import type { resourcesApi } from '../../../contract/resources-api.ts'
import { say, type Text } from '../../../contract/text.ts'
import { refusalCode } from '../../../client/broker-calls.ts'
import { ResponseCode } from '../../../protocol/codes.ts'
import type { ServiceContext } from '../context.ts'
import { BrokerReach, type BrokerPlace, mapBounded } from './broker-reach.ts'
import { distinct } from './failure-words.ts'
import { groupConnection } from './group-state.ts'
import { groupNames, plainVersion } from './groups.ts'

type Api = typeof resourcesApi
type ClientRow = OutputOf<Api['clients.list']>['clients'][number]

/** Groups asked for their members in one call. */
const GROUPS_MAX = 1000

export async function listClients(
  context: ServiceContext,
  { cluster }: ParsedInputOf<Api['clients.list']>,
): Promise<OutputOf<Api['clients.list']>> {
  const reach = new BrokerReach(context, cluster)
  const places = await reach.places()
  const [producers, consumers] = await Promise.all([producerRows(reach, places), consumerRows(reach, places)])
  const clients = [...producers.clients, ...consumers.clients]
  clients.sort((a, b) => compare(a.group, b.group) || compare(a.role, b.role) || compare(a.clientId, b.clientId))
  const problems = [...producers.problems, ...consumers.problems]
  return { clients, problems: distinct(problems) }
}

interface Found {
  readonly clients: readonly ClientRow[]
  readonly problems: readonly Text[]
}

async function producerRows(reach: BrokerReach, places: readonly BrokerPlace[]): Promise<Found> {
  const old: string[] = []
  const { answers, problems } = await reach.each(places, async (address, place) => {
    try {
      return (await reach.admin.brokers.allProducers(address)).data
    } catch (error) {
      if (refusalCode(error) !== ResponseCode.REQUEST_CODE_NOT_SUPPORTED) throw error
      old.push(place.brokerName)
      return new Map<string, never[]>()
    }
  })
  const rows = new Map<string, ClientRow>()
  for (const { place, value } of answers) {
    for (const [group, producers] of value) {
      for (const { clientId, remoteIP, language, version } of producers) {
        const key = `${group}\n${clientId}`
        const row = rows.get(key)
        if (row !== undefined) {
          row.brokers.push(place.brokerName)
          continue
        }
        rows.set(key, {
          clientId,
          role: 'producer',
          group,
          address: remoteIP,
          language: language ?? '',
          version: plainVersion(version),
          brokers: [place.brokerName],
        })
      }
    }
  }
  return { clients: [...rows.values()], problems: old.length === 0 ? problems : [...problems, noProducerTable(old)] }
}

async function consumerRows(reach: BrokerReach, places: readonly BrokerPlace[]): Promise<Found> {
  const { groups, problems } = await groupNames(reach, places)
  const found: ClientRow[] = []
  await mapBounded(groups.slice(0, GROUPS_MAX), async (group) => {
    const connection = await groupConnection(reach, group, places).catch(() => undefined)
    for (const { connection: client, brokers } of connection?.members ?? []) {
      found.push({
        clientId: client.clientId,
        role: 'consumer',
        group,
        address: client.clientAddr,
        language: client.language ?? '',
        version: plainVersion(client.version),
        brokers: [...brokers],
      })
    }
  })
  return { clients: found, problems }
}

function noProducerTable(brokers: readonly string[]): Text {
  const names = brokers.join(', ')
  return say(
    `${names} cannot list producers: its version only answers for a group and topic (mqadmin producerConnection).`,
    `${names} 无法列出生产者：其版本只能按生产组和 Topic 查询（mqadmin producerConnection）。`,
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
