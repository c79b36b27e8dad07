/** The containers of a topology: names, addresses of their network, ports of the machine, and the values that have to differ. */
import type { CompletedTopology } from '../topology-complete.ts'
import type { TopologyFiles } from '../topology-files.ts'
import { escapeValue } from '../properties-text.ts'
import { nodeFacts, type NodeFacts } from './node-facts.ts'

const NETWORK = '172.28.93'
const FIRST_ADDRESS = 11
const PORT_STEP = 10
const STORE = '/home/rocketmq/store'

export interface PlannedContainer {
  readonly facts: NodeFacts
  readonly service: string
  readonly volume: string
  readonly address: string
  /** Of the machine; a broker listens on the same port inside, since that is what it tells clients. */
  readonly publishedPort: number
  readonly startsAfter: readonly string[]
  readonly folderService: string
  /** `machine:container`. */
  published(): string[]
  /** The second property file. */
  overrides(): string
}

export class ContainerPlan {
  readonly containers: readonly PlannedContainer[]
  readonly subnet = `${NETWORK}.0/24`
  readonly folderService: string
  readonly projectName: string
  private readonly completed: CompletedTopology

  constructor(topology: TopologyFiles, completed: CompletedTopology) {
    this.completed = completed
    const facts = nodeFacts(topology)
    const services = new Set(facts.map(({ plainName }) => plainName))
    let folders = 'folders'
    while (services.has(folders)) folders += '-x'
    this.folderService = folders
    const project = topology.clusterName
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '')
    this.projectName = project === '' ? 'rocketmq' : project
    const taken = new Set<number>()
    this.containers = facts.map((each, index) => this.container(each, index, facts, taken))
  }

  private container(facts: NodeFacts, index: number, all: readonly NodeFacts[], taken: Set<number>): PlannedContainer {
    const isBroker = facts.file.program === 'broker'
    const publishedPort = freePort(facts.listenPort, isBroker, taken)
    const address = `${NETWORK}.${FIRST_ADDRESS + index}`
    const before = facts.tier === 'namesrv' ? [] : facts.tier === 'master' ? ['namesrv'] : ['namesrv', 'master']
    const startsAfter = all
      .filter(
        ({ tier, brokerName }) => before.includes(tier) && (tier === 'namesrv' || brokerName === facts.brokerName),
      )
      .map(({ plainName }) => plainName)
    return {
      facts,
      service: facts.plainName,
      volume: `${facts.plainName}-store`,
      address,
      publishedPort,
      startsAfter,
      folderService: this.folderService,
      published: () =>
        isBroker
          ? [`${publishedPort - 2}:${publishedPort - 2}`, `${publishedPort}:${publishedPort}`]
          : [`${publishedPort}:${facts.listenPort}`],
      overrides: () =>
        overridesText(isBroker ? this.brokerValues(facts, address, publishedPort) : namesrvValues(facts)),
    }
  }

  private brokerValues(facts: NodeFacts, address: string, publishedPort: number): Override[] {
    const named = this.completed.nameServersOf(facts.file.node)
    const servers = this.containers.filter(
      (each) => each.facts.tier === 'namesrv' && (named.length === 0 || named.includes(each.facts.file.node)),
    )
    const values: Override[] = [
      ['storePathRootDir', STORE, 'the container’s volume'],
      ['brokerIP2', address, 'slaves reach it inside the network'],
    ]
    if (servers.length > 0) {
      const list = servers.map((each) => `${each.service}:${each.facts.listenPort}`).join(';')
      values.unshift(['namesrvAddr', list, 'services of docker-compose.yml'])
    }
    if (facts.view.has('storePathCommitLog'))
      values.push(['storePathCommitLog', `${STORE}/commitlog`, 'the same volume'])
    if (facts.view.has('bindAddress')) values.push(['bindAddress', '0.0.0.0', 'the container has one address'])
    if (publishedPort !== facts.listenPort) {
      values.push(['listenPort', String(publishedPort), 'another node is published on the file’s port'])
      if (facts.view.has('haListenPort')) values.push(['haListenPort', String(publishedPort + 1), 'follows listenPort'])
    }
    return values
  }
}

type Override = readonly [key: string, value: string, why: string]

function namesrvValues(facts: NodeFacts): Override[] {
  const values: Override[] = [['kvConfigPath', `${STORE}/kvConfig.json`, 'the container’s volume']]
  if (facts.view.has('bindAddress')) values.push(['bindAddress', '0.0.0.0', 'the container has one address'])
  return values
}

function overridesText(values: readonly Override[]): string {
  return values.map(([key, value, why]) => `# ${why}\n${key}=${escapeValue(value)}\n`).join('')
}

/** The wanted port, or the next that nobody was given; a broker takes the fast port below with it. */
function freePort(wanted: number, isBroker: boolean, taken: Set<number>): number {
  const step = isBroker ? PORT_STEP : 1
  const portsOf = (port: number): number[] => (isBroker ? [port - 2, port, port + 1] : [port])
  let port = isBroker ? Math.min(Math.max(wanted, 3), 65_534) : wanted
  const isTaken = (): boolean => portsOf(port).some((each) => taken.has(each))
  for (let tries = 0; isTaken() && tries < 6000; tries++)
    port = port + step > 65_534 ? 1024 + (tries % step) : port + step
  for (const each of portsOf(port)) taken.add(each)
  return port
}
