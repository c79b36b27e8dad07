/** The cluster on which hot-key scenarios are played: a master with its slave of one engine, and two name servers of ours. */
import { nodePorts } from '../../../engine/node/ports.ts'
import { Cluster, type ClusterSpec, type Engine, OUR_COMMANDS } from '../../interop/harness/cluster.ts'
import type { HotTarget } from './hot-bench.ts'
import { READING_SETTINGS } from './reading.ts'
import { retentionSettings, SMALL_DISK_BYTES } from './retention.ts'

const MASTER = 'broker-a'
const SLAVE = 'broker-a-s'

/** End with `stop`, always. */
export class HotCluster {
  readonly target: HotTarget
  readonly #cluster: Cluster
  readonly #other: Cluster

  private constructor(engine: Engine, cluster: Cluster, other: Cluster) {
    this.#cluster = cluster
    this.#other = other
    this.target = {
      engine,
      namesrvAddr: cluster.nameServers,
      otherNamesrvAddr: other.nameServers,
      master: cluster.address(MASTER),
      slave: cluster.address(SLAVE),
      brokerName: MASTER,
      ports: nodePorts({ logName: 'hot-keys' }),
      hasSmallDisk: engine === 'ours',
      freezeSlave: () => {
        cluster.process(SLAVE).signal('SIGSTOP')
      },
      thawSlave: () => {
        cluster.process(SLAVE).signal('SIGCONT')
      },
    }
  }

  static async start(engine: Engine, apacheLib?: string): Promise<HotCluster> {
    const started = await Promise.allSettled([
      Cluster.start(specOf(engine, apacheLib)),
      Cluster.start({ label: 'hot-other', nameServers: 1, nameServerEngine: 'ours', brokers: [] }),
    ])
    const [cluster, other] = started
    if (cluster.status === 'fulfilled' && other.status === 'fulfilled') {
      return new HotCluster(engine, cluster.value, other.value)
    }
    for (const one of started) if (one.status === 'fulfilled') await one.value.stop()
    throw started.find((one) => one.status === 'rejected')?.reason
  }

  async stop(options: { readonly keepLogs: boolean }): Promise<void> {
    this.target.thawSlave()
    await this.#cluster.stop(options)
    await this.#other.stop()
  }
}

function specOf(engine: Engine, apacheLib: string | undefined): ClusterSpec {
  // Our master's node has a disk of its own, so that how full it is does not depend on the machine.
  const onSmallDisk = ['env', `MQLAB_FILE_PORT=full:${SMALL_DISK_BYTES}`, 'MQLAB_NODE_DIR={home}']
  return {
    label: `hot-${engine}`,
    nameServers: 1,
    nameServerEngine: 'ours',
    apacheLib,
    properties: {
      ...retentionSettings(),
      ...READING_SETTINGS,
      // Apache's broker looks for new name servers so often, and ours waits for a slave only when it is told to.
      updateNameServerAddrPeriod: 1000,
      // A slave that registers before its master hears of it with its next registration.
      registerNameServerPeriod: 10_000,
      // A slow machine is no reason to refuse: Apache's broker gives up on requests that waited 200 ms and 5 s.
      waitTimeMillsInSendQueue: 20_000,
      waitTimeMillsInPullQueue: 20_000,
      waitTimeMillsInLitePullQueue: 20_000,
      waitTimeMillsInAdminBrokerQueue: 20_000,
      inSyncReplicas: 1,
    },
    brokers: [
      { node: MASTER, brokerName: MASTER, brokerId: 0, engine, properties: { brokerRole: 'SYNC_MASTER' } },
      { node: SLAVE, brokerName: MASTER, brokerId: 1, engine },
    ],
    ...(engine === 'ours'
      ? { commands: { ours: { ...OUR_COMMANDS, broker: [...onSmallDisk, ...OUR_COMMANDS.broker] } } }
      : {}),
  }
}
