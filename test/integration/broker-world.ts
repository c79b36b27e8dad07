/** A name server and brokers in this process, on real sockets and files, for the broker's integration tests. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Broker } from '../../engine/broker/broker.ts'
import { loadBrokerConfig } from '../../engine/config/startup.ts'
import { makeNamesrvConfig } from '../../engine/namesrv/namesrv-config.ts'
import { Namesrv } from '../../engine/namesrv/namesrv.ts'
import { type NodePorts, nodePorts } from '../../engine/node/ports.ts'
import { acquireStoreLock } from '../../engine/node/store-lock.ts'
import { RpcClient } from '../../engine/remoting/rpc-client.ts'

export class BrokerWorld {
  readonly folder = mkdtempSync(join(tmpdir(), 'mq-broker-'))
  readonly ports: NodePorts = nodePorts({ logName: 'test', log: { file: join(this.folder, 'log', 'test.log') } })
  readonly client = new RpcClient({ ports: this.ports })
  readonly #running: { stop(): Promise<void> | void }[] = []
  namesrvAddr = ''

  async startNamesrv(): Promise<Namesrv> {
    const namesrv = Namesrv.create(makeNamesrvConfig({ bindAddress: '127.0.0.1', listenPort: 0 }), this.ports)
    await namesrv.start()
    this.namesrvAddr = `127.0.0.1:${namesrv.address.port}`
    this.#running.push(namesrv)
    return namesrv
  }

  /** A broker that is started; `settings` are keys of its properties file, `ports` its own when it has link faults. */
  async startBroker(
    settings: Readonly<Record<string, string | number | boolean>> = {},
    ports: NodePorts = this.ports,
  ): Promise<Broker> {
    const broker = await this.makeBroker(settings, ports)
    await broker.start()
    this.#running.push(broker)
    return broker
  }

  async makeBroker(
    settings: Readonly<Record<string, string | number | boolean>> = {},
    ports: NodePorts = this.ports,
  ): Promise<Broker> {
    const name = String(settings['brokerName'] ?? 'broker-a')
    const id = String(settings['brokerId'] ?? 0)
    const keys = {
      brokerName: name,
      listenPort: await this.freePort(),
      bindAddress: '127.0.0.1',
      brokerIP1: '127.0.0.1',
      brokerIP2: '127.0.0.1',
      namesrvAddr: this.namesrvAddr,
      storePathRootDir: join(this.folder, `${name}-${id}`),
      mappedFileSizeCommitLog: 4 * 1024 * 1024,
      mappedFileSizeConsumeQueue: 20_000,
      maxHashSlotNum: 100,
      maxIndexNum: 400,
      ...settings,
    }
    const start = loadBrokerConfig({
      text: Object.entries(keys)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
      environment: { userHome: this.folder, hostName: 'test', localIpv4: '127.0.0.1', processors: 2 },
    })
    if (start.status !== 'ready') throw new Error(start.problems.map(({ message }) => message.en).join('; '))
    return new Broker(start.config, {
      ports,
      acquireLock: acquireStoreLock,
      totalMemoryBytes: 1024 * 1024 * 1024,
      utcOffsetMs: () => 0,
    })
  }

  /** A port whose neighbours (fast port, HA port) are free too. */
  async freePort(): Promise<number> {
    for (;;) {
      const probe = await this.#bind(0)
      const port = probe.address.port
      try {
        const others = [await this.#bind(port - 2), await this.#bind(port + 1)]
        for (const other of others) await other.close()
        return port
      } catch {
        continue
      } finally {
        await probe.close()
      }
    }
  }

  async stop(): Promise<void> {
    for (const part of this.#running.reverse()) await part.stop()
    this.client.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #bind(port: number): ReturnType<NodePorts['network']['listen']> {
    return this.ports.network.listen({
      host: '127.0.0.1',
      port,
      accept: () => ({ onData: () => undefined, onDrain: () => undefined, onClose: () => undefined }),
    })
  }
}
