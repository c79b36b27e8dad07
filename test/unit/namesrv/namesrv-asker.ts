/** Asks a name server in a simulation: raw requests, and registrations as a broker sends them. */
import { type Bytes } from '../../../engine/base/bytes.ts'
import { crc32 } from '../../../engine/base/crc32.ts'
import type { BrokerRegistration } from '../../../engine/namesrv/route-table.ts'
import { registerBroker } from '../../../engine/protocol/apis/registration.ts'
import { registerBrokerBody } from '../../../engine/protocol/bodies/register-broker.ts'
import { encodeFields, type ExtFields } from '../../../engine/protocol/fields.ts'
import type { Command } from '../../../engine/remoting/command.ts'
import type { RpcClient } from '../../../engine/remoting/rpc-client.ts'
import type { Simulation } from '../../sim/kernel/simulation.ts'
import { command } from '../remoting/commands.ts'
import { registration } from './registrations.ts'

export const MASTER = registration({ brokerAddr: '10.0.0.2:10911', haServerAddr: '10.0.0.2:10912' })

export class NamesrvAsker {
  private readonly simulation: Simulation
  private readonly client: RpcClient
  private readonly address: string

  constructor(simulation: Simulation, client: RpcClient, address: string) {
    this.simulation = simulation
    this.client = client
    this.address = address
  }

  send(code: number, ext: ExtFields, timeoutMs: number, parts: Partial<Command> = {}): Promise<Command> {
    return this.client.call(this.address, command({ code, ext: { ...ext }, ...parts }), timeoutMs)
  }

  /** Sends and runs the world until the answer is there. */
  ask(code: number, ext: ExtFields = {}, body?: Bytes, parts: Partial<Command> = {}): Promise<Command> {
    return this.simulation.settle(this.send(code, ext, 3000, { body, ...parts }), 10_000)
  }

  route(topic: string, ext: ExtFields = {}, version = 479): Promise<Command> {
    return this.ask(105, { topic, ...ext }, undefined, { version })
  }

  /** @param changes of the request's header */
  register(broker: BrokerRegistration, changes: ExtFields = {}, body = bodyOf(broker)): Promise<Command> {
    const header = encodeFields(registerBroker.request, {
      brokerName: broker.brokerName,
      brokerAddr: broker.brokerAddr,
      clusterName: broker.clusterName,
      haServerAddr: broker.haServerAddr,
      brokerId: broker.brokerId,
      zoneName: broker.zoneName,
      enableActingMaster: broker.enableActingMaster,
      heartbeatTimeoutMillis: broker.heartbeatTimeoutMs,
      compressed: false,
      bodyCrc32: crc32(body, 0, body.length) & 0x7fff_ffff,
    })
    return this.ask(103, { ...header, ...changes }, body)
  }
}

function bodyOf(broker: BrokerRegistration): Bytes {
  return registerBrokerBody.encode({
    filterServerList: broker.filterServers,
    topicConfigSerializeWrapper: broker.topics,
  })
}
