/** The version that every replicated table carries, so that peers can see whether they hold the same content. */

export interface DataVersion {
  /** 0 outside controller mode, else the master's epoch. */
  readonly stateVersion: number
  /** ms since 1970 of the last change. */
  readonly timestamp: number
  readonly counter: number
}

/** The version of a table that starts empty at `nowMs`. */
export function firstDataVersion(nowMs: number): DataVersion {
  return { stateVersion: 0, timestamp: nowMs, counter: 0 }
}

/** The version after one change. Source: DataVersion#nextVersion. */
export function nextDataVersion(version: DataVersion, nowMs: number, stateVersion = 0): DataVersion {
  return { stateVersion, timestamp: nowMs, counter: version.counter + 1 }
}

export function sameDataVersion(a: DataVersion, b: DataVersion): boolean {
  return a.stateVersion === b.stateVersion && a.counter === b.counter && a.timestamp === b.timestamp
}
