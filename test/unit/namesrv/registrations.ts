/** Registrations for tests: a broker with topics, everything else by default. */
import type { BrokerRegistration } from '../../../engine/namesrv/route-table.ts'
import { makeTopicConfig, type TopicConfig } from '../../../engine/protocol/topic-config.ts'

export interface RegistrationParts extends Partial<Omit<BrokerRegistration, 'topics'>> {
  readonly topics?: readonly (string | TopicConfig)[]
  /** Counter of the data version. */
  readonly version?: number
  readonly stateVersion?: number
}

export function registration(parts: RegistrationParts = {}): BrokerRegistration {
  const { topics = ['T1', 'T2'], version = 1, stateVersion = 0, ...rest } = parts
  const configs = topics.map((topic) =>
    typeof topic === 'string' ? makeTopicConfig(topic, { readQueueNums: 4, writeQueueNums: 4 }) : topic,
  )
  return {
    clusterName: 'C',
    brokerName: 'a',
    brokerId: 0,
    brokerAddr: '10.0.0.1:10911',
    haServerAddr: '10.0.0.1:10912',
    enableActingMaster: false,
    filterServers: [],
    connectionId: 1,
    ...rest,
    topics: {
      dataVersion: { counter: version, stateVersion, timestamp: 1 },
      topicConfigTable: new Map(configs.map((config) => [config.topicName, config])),
      mappingDataVersion: { counter: 0, stateVersion: 0, timestamp: 0 },
      topicQueueMappingInfoMap: new Map(),
      topicQueueMappingDetailMap: new Map(),
    },
  }
}

export const slave: RegistrationParts = {
  brokerId: 1,
  brokerAddr: '10.0.0.2:10911',
  haServerAddr: '10.0.0.2:10912',
  connectionId: 2,
}
