/** A lab service over a cluster of real processes, as a window drives it: calls in, happenings and the observed state out. */
import type { Happening } from '../../../engine/contract/state.ts'
import { localHost } from '../../../engine/lab/hosts/local-host.ts'
import { Lab } from '../../../engine/lab/lab.ts'
import { createLabService } from '../../../engine/lab/service/create-lab-service.ts'
import type { LabService } from '../../../engine/lab/service/lab-service.ts'
import { nodeProcesses } from '../../../engine/node/node-processes.ts'
import { nodePorts } from '../../../engine/node/ports.ts'
import { LabCluster, type LabClusterOptions } from './lab-cluster.ts'
import { LabHome } from './lab-home.ts'
import { programEnvironment, programFile } from './programs.ts'

const MEMORY_BYTES = 8 * 1024 ** 3

export class ControlWorld {
  readonly home = new LabHome()
  cluster!: LabCluster
  #service: LabService | undefined

  /** Writes the cluster's files and opens the service; nothing runs yet. */
  async create(options: LabClusterOptions): Promise<void> {
    this.cluster = await LabCluster.create(this.home, options)
    await this.openService(options.filePort)
  }

  /** A service that knows nothing of an earlier one but what lies in the home. */
  async openService(filePort?: string): Promise<void> {
    const ports = nodePorts({ logName: 'service' })
    const host = localHost({
      ports,
      processes: nodeProcesses(),
      commands: {
        namesrv: [process.execPath, programFile('mqnamesrv')],
        broker: [process.execPath, '--max-semi-space-size=4', programFile('mqbroker')],
      },
      env: programEnvironment({
        MQLAB_HOME: this.home.folder,
        ...(filePort === undefined ? {} : { MQLAB_FILE_PORT: filePort }),
      }),
    })
    this.#service = createLabService({
      lab: new Lab(this.home.folder, host),
      host,
      client: ports,
      log: ports.log,
      version: 'test',
      pid: process.pid,
      machine: () => ({
        name: 'test',
        platform: process.platform,
        cores: 2,
        memoryBytes: MEMORY_BYTES,
        freeMemoryBytes: MEMORY_BYTES,
        diskBytes: null,
        freeDiskBytes: null,
        home: this.home.folder,
      }),
      utcOffsetMs: () => 0,
    })
    await this.#service.start()
  }

  get calls(): LabService['handlers'] {
    if (this.#service === undefined) throw new Error('the service is not open')
    return this.#service.handlers
  }

  get name(): string {
    return this.cluster.spec.name
  }

  /** `{ cluster, node }` of this cluster. */
  on(node: string): { cluster: string; node: string } {
    return { cluster: this.name, node }
  }

  /** What the service tells a new window about this cluster. */
  async happenings(): Promise<readonly Happening[]> {
    const { happenings } = await this.calls['history.read']({ cluster: this.name, sinceMs: 0 })
    return happenings
  }

  async lastHappening(kind: Happening['kind']): Promise<Happening> {
    const found = (await this.happenings()).filter((one) => one.kind === kind).at(-1)
    if (found === undefined) throw new Error(`no ${kind} has happened`)
    return found
  }

  async stopService(): Promise<void> {
    await this.#service?.stop()
    this.#service = undefined
  }

  async remove(): Promise<void> {
    await this.stopService()
    await this.home.remove()
  }
}
