/** Names of RocketMQ versions by the number that clients and brokers send. Source: MQVersion. */

/** How many releases lie between the first ones and 3.0.1: the candidates of 3.0.0 that were numbered one by one. */
const EARLY: readonly string[] = [
  'V3_0_0_SNAPSHOT',
  'V3_0_0_ALPHA1',
  'V3_0_0_BETA1',
  'V3_0_0_BETA2',
  'V3_0_0_BETA3',
  'V3_0_0_BETA4',
  'V3_0_0_BETA5',
  'V3_0_0_BETA6_SNAPSHOT',
  'V3_0_0_BETA6',
  'V3_0_0_BETA7_SNAPSHOT',
  'V3_0_0_BETA7',
  'V3_0_0_BETA8_SNAPSHOT',
  'V3_0_0_BETA8',
  'V3_0_0_BETA9_SNAPSHOT',
  'V3_0_0_BETA9',
  'V3_0_0_FINAL',
]

/** Minor releases in order: their name, first and last patch. Each patch has a snapshot before it. */
const MINORS: readonly (readonly [name: string, first: number, last: number])[] = [
  ['3_0', 1, 15],
  ['3_1', 0, 9],
  ['3_2', 0, 9],
  ...[3, 4, 5, 6, 7, 8, 9].map((minor) => [`3_${minor}`, 1, 9] as const),
  ...[4, 5].flatMap((major) => Array.from({ length: 10 }, (_, minor) => [`${major}_${minor}`, 0, 9] as const)),
]

/** `V5_3_3` for 479; numbers beyond the last known are HIGHER_VERSION. */
export function versionText(version: number): string {
  if (version < EARLY.length) return EARLY[version] ?? 'HIGHER_VERSION'
  let left = version - EARLY.length
  for (const [name, first, last] of MINORS) {
    const count = (last - first + 1) * 2
    if (left < count) return `V${name}_${first + Math.floor(left / 2)}${left % 2 === 0 ? '_SNAPSHOT' : ''}`
    left -= count
  }
  return 'HIGHER_VERSION'
}
