/**
 * Which ports a cluster gets. Name servers and brokers of the first cluster stand where every tutorial has them (9876,
 * 10911); a port base moves them into one block. Pure: what is free is told by the caller.
 */
import { EngineError } from '../base/errors.ts'

/** Brokers bind listenPort - 2, listenPort and listenPort + 1. */
const BROKER_STEP = 10

/** Blocks tried for a cluster that does not fit where it stands by default. */
const FIRST_BLOCK = 20_000
const BLOCK_STEP = 200
const LAST_BLOCK = 60_000

export interface PortPlan {
  readonly namesrvPorts: readonly number[]
  /** listenPort of each broker; fast port 2 below, HA port 1 above. */
  readonly brokerPorts: readonly number[]
}

export interface PortWish {
  readonly nameServers: number
  readonly brokers: number
}

/** 9876, 9877, ... and 10911, 10921, ...: where the tutorials have them. */
export function defaultPorts(wish: PortWish): PortPlan {
  return portsFrom(9876, 10_911, wish)
}

/** Everything in one block: name servers at `base`, the first broker's listenPort at `base + 11`. */
export function blockPorts(base: number, wish: PortWish): PortPlan {
  const last = base + 11 + BROKER_STEP * (wish.brokers - 1) + 1
  if (!Number.isInteger(base) || base < 1024 || last > 65_535) {
    throw new EngineError('usage', `port base ${base}: choose one from 1024 to ${65_535 - (last - base)}`, {
      context: { field: 'port-base', value: base },
      zh: `端口基数 ${base} 不可用：请在 1024 到 ${65_535 - (last - base)} 之间选择`,
    })
  }
  return portsFrom(base, base + 11, wish)
}

/** The candidates in the order in which they are tried when the user names no base. */
export function* portCandidates(wish: PortWish): Generator<PortPlan> {
  yield defaultPorts(wish)
  for (let base = FIRST_BLOCK; base <= LAST_BLOCK; base += BLOCK_STEP) yield blockPorts(base, wish)
}

/** Every port of a plan. */
export function allPorts(plan: PortPlan): number[] {
  return [...plan.namesrvPorts, ...plan.brokerPorts.flatMap((port) => [port - 2, port, port + 1])]
}

function portsFrom(namesrvPort: number, brokerPort: number, wish: PortWish): PortPlan {
  return {
    namesrvPorts: Array.from({ length: wish.nameServers }, (_, i) => namesrvPort + i),
    brokerPorts: Array.from({ length: wish.brokers }, (_, i) => brokerPort + BROKER_STEP * i),
  }
}
