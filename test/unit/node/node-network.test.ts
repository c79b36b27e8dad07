import { NodeClock } from '../../../engine/node/node-clock.ts'
import { FaultyNetwork } from '../../../engine/node/faulty-network.ts'
import { NodeNetwork } from '../../../engine/node/node-network.ts'
import { NodeTimers } from '../../../engine/node/node-timers.ts'
import { networkConformance } from './network-conformance.ts'
import type { NetworkUnderTest } from './network-conformance.ts'
import { eventually } from './real-time.ts'

const real = { host: '127.0.0.1', eventually, settle: <T>(promise: Promise<T>): Promise<T> => promise }

networkConformance('NodeNetwork', (): NetworkUnderTest => {
  const network = new NodeNetwork()
  return { ...real, server: network, client: network }
})

function faulty(): FaultyNetwork {
  const inner = new NodeNetwork()
  return new FaultyNetwork({ inner, clock: new NodeClock(), timers: new NodeTimers(), findPeer: () => 'unknown' })
}

networkConformance('FaultyNetwork without faults', (): NetworkUnderTest => {
  return { ...real, server: faulty(), client: faulty() }
})

networkConformance('FaultyNetwork with a small delay', (): NetworkUnderTest => {
  const [server, client] = [faulty(), faulty()]
  server.applyFault({ peer: '127.0.0.1:*', direction: 'both', kind: 'delay', ms: 2 })
  client.applyFault({ peer: '*', direction: 'both', kind: 'delay', ms: 2 })
  return { ...real, server, client }
})
