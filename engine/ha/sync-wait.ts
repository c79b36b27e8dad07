/**
 * Up to which log offset enough replicas have confirmed. Pure arithmetic over acknowledged offsets; who waits for the
 * answer is the broker's business (send-acks). Source: DefaultHAService, GroupTransferService; storage 5.3.
 */

/** How many slaves a SYNC_MASTER waits for, and what it says when there is none. */
export interface SyncRule {
  /** Slaves whose confirmation is needed; 0 means sends do not wait. */
  readonly slavesNeeded: number
}

/**
 * The rule for a broker's role and its `inSyncReplicas` (the master counts as one).
 * Differs: SYNC_MASTER without `inSyncReplicas` waits for one slave; 5.3.3 would not wait. A value in the file is obeyed.
 */
export function syncRule(options: {
  readonly isSyncMaster: boolean
  readonly inSyncReplicas: number
  readonly isInSyncReplicasSet: boolean
}): SyncRule {
  if (!options.isSyncMaster) return { slavesNeeded: 0 }
  if (!options.isInSyncReplicasSet) return { slavesNeeded: 1 }
  return { slavesNeeded: Math.max(0, options.inSyncReplicas - 1) }
}

/**
 * The highest offset that at least `slavesNeeded` of the given acknowledgements have reached, -1 when there are fewer.
 * `ackOffsets` holds one entry per slave that counts.
 */
export function replicatedOffset(ackOffsets: readonly number[], slavesNeeded: number): number {
  if (slavesNeeded <= 0) return Number.MAX_SAFE_INTEGER
  if (ackOffsets.length < slavesNeeded) return -1
  if (slavesNeeded === 1) {
    let highest = -1
    for (const ackOffset of ackOffsets) if (ackOffset > highest) highest = ackOffset
    return highest
  }
  return [...ackOffsets].sort((a, b) => b - a)[slavesNeeded - 1] as number
}
