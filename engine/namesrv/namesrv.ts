/**
 * A name server: builds the parts, starts and stops them, looks for silent brokers. No logic of its own.
 * Source: NamesrvController, NamesrvStartup.
 */
import { EngineError } from '../base/errors.ts'
import type { Service } from '../base/lifecycle.ts'
import type { Address, Ports, TimerHandle } from '../base/ports.ts'
import { formatAddress } from '../remoting/address.ts'
import { Dispatcher } from '../remoting/dispatcher.ts'
import { RpcServer } from '../remoting/rpc-server.ts'
import { registerNamesrvHandlers } from './handlers.ts'
import { KvConfig } from './kv-config.ts'
import { type NamesrvConfig, NamesrvSettings } from './namesrv-config.ts'
import { type GoneBroker, RouteTable } from './route-table.ts'

export type NamesrvPorts = Pick<Ports, 'clock' | 'timers' | 'log' | 'network' | 'fs' | 'checksum' | 'compression'>

export class Namesrv implements Service {
  /** What it knows; other parts only look. */
  readonly routes = new RouteTable()
  readonly settings: NamesrvSettings

  private readonly ports: NamesrvPorts
  private readonly kvConfig: KvConfig
  private readonly server: RpcServer
  private readonly dispatcher: Dispatcher
  private listenAddress: Address | undefined
  private scan: TimerHandle | undefined
  private lastScanMs = 0

  private constructor(config: NamesrvConfig, ports: NamesrvPorts) {
    this.ports = ports
    this.settings = new NamesrvSettings(config)
    this.kvConfig = new KvConfig(ports.fs, config.kvConfigPath)
    this.dispatcher = new Dispatcher(ports.log)
    this.server = new RpcServer({
      ports,
      dispatcher: this.dispatcher,
      idleMs: config.serverChannelMaxIdleTimeSeconds * 1000,
    })
  }

  /**
   * Builds a name server that `start` brings up.
   * @param config complete; see `parseNamesrvConfig` and `makeNamesrvConfig`
   */
  static create(config: NamesrvConfig, ports: NamesrvPorts): Namesrv {
    return new Namesrv(config, ports)
  }

  /** Where it listens, once started. */
  get address(): Address {
    if (this.listenAddress === undefined) throw new EngineError('assertion', 'the name server has not started')
    return this.listenAddress
  }

  /**
   * Loads the key-value file and opens the port.
   * @throws {EngineError} 'bad-config' for a damaged file, 'connect-failed' when the port cannot be had.
   */
  async start(): Promise<void> {
    const { clock, timers, fs, checksum, compression, log } = this.ports
    const config = this.settings.current
    this.kvConfig.load()
    registerNamesrvHandlers(this.dispatcher, {
      routes: this.routes,
      kvConfig: this.kvConfig,
      settings: this.settings,
      clock,
      fs,
      checksum,
      compression,
      log,
      startedMs: clock.monotonicMs(),
    })
    this.server.onConnectionClosed((connection) => {
      this.logGone(this.routes.unregisterConnection(connection.id), 'connection closed')
    })
    this.listenAddress = await this.server.listen({ host: config.bindAddress, port: config.listenPort })
    this.lastScanMs = clock.monotonicMs()
    this.scan = timers.every(config.scanNotActiveBrokerInterval, () => this.expireBrokers())
    const shown = formatAddress({ host: config.bindAddress, port: this.listenAddress.port })
    log.info(`The Name Server boot success. serializeType=JSON, address ${shown}`)
  }

  /** Closes the port and every connection. Routes are not kept: brokers bring them again. */
  async stop(): Promise<void> {
    this.scan?.cancel()
    await this.server.stop()
  }

  private expireBrokers(): void {
    const nowMs = this.ports.clock.monotonicMs()
    // A process that was stopped finds everybody silent; what they sent meanwhile is still in its sockets.
    const wasAsleep = nowMs - this.lastScanMs >= 2 * this.settings.current.scanNotActiveBrokerInterval
    this.lastScanMs = nowMs
    if (wasAsleep) return
    const gone = this.routes.expire(nowMs)
    this.logGone(gone, 'no sign of life')
    for (const connection of [...this.server.connections]) {
      if (gone.some((broker) => broker.connectionId === connection.id)) connection.close('broker expired')
    }
  }

  private logGone(gone: readonly GoneBroker[], reason: string): void {
    for (const { clusterName, brokerName, brokerAddr } of gone) {
      this.ports.log.warn('broker gone', { clusterName, brokerName, brokerAddr, reason })
    }
  }
}
