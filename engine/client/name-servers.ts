/**
 * The name servers of one cluster: one is picked at random and kept until it fails, then the next in the list is asked.
 * They do not know each other, so writes go to each of them by itself; that is the admin client's business.
 */
import { EngineError } from '../base/errors.ts'
import type { Log, Random } from '../base/ports.ts'
import { parseAddressList } from '../remoting/address.ts'
import type { Command } from '../remoting/command.ts'
import type { RpcClient } from '../remoting/rpc-client.ts'

export class NameServers {
  /** `host:port` each, in the order given. */
  readonly addresses: readonly string[]
  readonly #rpc: RpcClient
  readonly #log: Log
  #current: number

  /**
   * @param addresses a list as in `namesrvAddr`, parts separated by `;`
   * @throws {EngineError} 'bad-config' when it names no address or a bad one.
   */
  constructor(addresses: string, ports: { readonly rpc: RpcClient; readonly random: Random; readonly log: Log }) {
    this.addresses = parseAddressList(addresses)
    if (this.addresses.length === 0) {
      throw new EngineError('bad-config', 'no name server address is given', { context: { addresses } })
    }
    this.#rpc = ports.rpc
    this.#log = ports.log
    this.#current = Math.floor(ports.random.next() * this.addresses.length)
  }

  /**
   * Asks the current name server, and after a network failure each other one once. `make` builds a fresh request.
   * @returns the answer, whatever its code
   * @throws {EngineError} what the last one threw: 'connect-failed', 'timeout' or 'closed'.
   * Source: NettyRemotingClient#getAndCreateNameserverChannel.
   */
  async call(make: () => Command, timeoutMs: number): Promise<Command> {
    let failure: unknown
    for (let tries = 0; tries < this.addresses.length; tries++) {
      const index = this.#current
      const address = this.addresses[index] as string
      try {
        return await this.#rpc.call(address, make(), timeoutMs)
      } catch (error) {
        if (!(error instanceof EngineError) || !error.retriable) throw error
        failure = error
        this.#log.debug('name server failed', { address, error: error.message })
        if (this.#current === index) this.#current = (index + 1) % this.addresses.length
      }
    }
    throw failure
  }
}
