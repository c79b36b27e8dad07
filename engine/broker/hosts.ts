/** Where messages were born: the address of a connection's peer in the form that records hold. */
import { type HostAddress, hostOf, UNKNOWN_HOST } from '../protocol/host-address.ts'
import type { RemotingConnection } from '../remoting/connection.ts'

/** The born hosts of connections, made once for each. */
export class BornHosts {
  readonly #hosts = new WeakMap<RemotingConnection, HostAddress>()
  #last: RemotingConnection | undefined
  #lastHost: HostAddress = UNKNOWN_HOST

  /** The peer's address; unknown when the stream has no IP address (a test's in-memory stream). */
  of(connection: RemotingConnection): HostAddress {
    if (connection === this.#last) return this.#lastHost
    let host = this.#hosts.get(connection)
    if (host === undefined) {
      try {
        host = hostOf(connection.remote)
      } catch {
        host = UNKNOWN_HOST
      }
      this.#hosts.set(connection, host)
    }
    this.#last = connection
    this.#lastHost = host
    return host
  }
}
