/** Hands out ports that nobody has, as near to the wanted ones as they go. */
import { EngineError } from '../base/errors.ts'

export interface PortProbe {
  isPortFree(host: string, port: number): Promise<boolean>
}

const PORT_TRIES = 500
const PORT_STEP = 20
const PORT_MAX = 65_535

export class ImportPorts {
  private readonly given = new Set<string>()
  private readonly probe: PortProbe

  constructor(probe: PortProbe) {
    this.probe = probe
  }

  /** @throws {EngineError} 'usage' when none is left near the wanted one. */
  async namesrvPort(host: string, wanted: number): Promise<number> {
    for (let i = 0; i < PORT_TRIES; i++) if (await this.take(host, [wanted + i])) return wanted + i
    throw noPorts(host, wanted)
  }

  /** The client port with its fast port 2 below, and the replication port. @throws as `namesrvPort`. */
  async brokerPorts(
    host: string,
    wanted: number,
    wantedHa: number | undefined,
  ): Promise<{ readonly listenPort: number; readonly haListenPort: number }> {
    for (let i = 0; i < PORT_TRIES; i++) {
      const listenPort = wanted + i * PORT_STEP
      const haListenPort = (wantedHa ?? wanted + 1) + i * PORT_STEP
      if (await this.take(host, [listenPort, listenPort - 2, haListenPort])) return { listenPort, haListenPort }
    }
    throw noPorts(host, wanted)
  }

  private async take(host: string, ports: readonly number[]): Promise<boolean> {
    if (new Set(ports).size < ports.length) return false
    for (const port of ports) {
      if (port < 1 || port > PORT_MAX || this.given.has(`${host}:${port}`)) return false
      if (!(await this.probe.isPortFree(host, port))) return false
    }
    for (const port of ports) this.given.add(`${host}:${port}`)
    return true
  }
}

function noPorts(host: string, wanted: number): EngineError {
  return new EngineError('usage', `no free ports on ${host} near ${wanted}`, {
    context: { field: 'listenPort', value: wanted },
    zh: `${host} 上 ${wanted} 附近没有空闲端口`,
  })
}
