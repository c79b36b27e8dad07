/** Which known key a misspelled one was probably meant to be. It refuses to guess when nothing is near. */

/** Longer words are no keys, and comparing them would take long. */
const KEY_CHARACTERS_MAX = 80

/**
 * The known key with the smallest edit distance (insert, delete, replace, swap of neighbours), ignoring case; of several the one
 * that begins alike for longest. Undefined when more than a fifth of the characters would have to change.
 */
export function nearestKey(key: string, known: readonly string[]): string | undefined {
  if (key.length > KEY_CHARACTERS_MAX) return undefined
  const wanted = key.toLowerCase()
  const distanceMax = Math.min(3, Math.floor(key.length / 5))
  let best: string | undefined
  let bestDistance = distanceMax + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - key.length) > Math.min(bestDistance, distanceMax)) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    const isNearer =
      distance < bestDistance || (distance === bestDistance && sameStart(wanted, candidate) > sameStart(wanted, best))
    if (isNearer && distance <= distanceMax) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

function sameStart(wanted: string, candidate = ''): number {
  const text = candidate.toLowerCase()
  let length = 0
  while (length < wanted.length && wanted[length] === text[length]) length += 1
  return length
}

/** Optimal string alignment distance. */
export function editDistance(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1]
      let distance = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(distance)
    }
    beforeLast = last
    last = row
  }
  return last[right.length] ?? 0
}
