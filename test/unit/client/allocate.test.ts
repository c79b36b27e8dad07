import { describe, expect, test } from 'vitest'
import { allocateQueues, type AllocateStrategy } from '../../../engine/client/allocate.ts'

/** Strategy, queue count, member count, and the queue ids of each member: printed by Apache's 5.3.3 strategies. */
const FROM_JAVA = `
AVG 1 1 0|
AVG_BY_CIRCLE 1 1 0|
AVG 1 2 0||
AVG_BY_CIRCLE 1 2 0||
AVG 1 3 0|||
AVG_BY_CIRCLE 1 3 0|||
AVG 1 4 0||||
AVG_BY_CIRCLE 1 4 0||||
AVG 1 5 0|||||
AVG_BY_CIRCLE 1 5 0|||||
AVG 1 8 0||||||||
AVG_BY_CIRCLE 1 8 0||||||||
AVG 2 1 0,1|
AVG_BY_CIRCLE 2 1 0,1|
AVG 2 2 0|1|
AVG_BY_CIRCLE 2 2 0|1|
AVG 2 3 0|1||
AVG_BY_CIRCLE 2 3 0|1||
AVG 2 4 0|1|||
AVG_BY_CIRCLE 2 4 0|1|||
AVG 2 5 0|1||||
AVG_BY_CIRCLE 2 5 0|1||||
AVG 2 8 0|1|||||||
AVG_BY_CIRCLE 2 8 0|1|||||||
AVG 3 1 0,1,2|
AVG_BY_CIRCLE 3 1 0,1,2|
AVG 3 2 0,1|2|
AVG_BY_CIRCLE 3 2 0,2|1|
AVG 3 3 0|1|2|
AVG_BY_CIRCLE 3 3 0|1|2|
AVG 3 4 0|1|2||
AVG_BY_CIRCLE 3 4 0|1|2||
AVG 3 5 0|1|2|||
AVG_BY_CIRCLE 3 5 0|1|2|||
AVG 3 8 0|1|2||||||
AVG_BY_CIRCLE 3 8 0|1|2||||||
AVG 4 1 0,1,2,3|
AVG_BY_CIRCLE 4 1 0,1,2,3|
AVG 4 2 0,1|2,3|
AVG_BY_CIRCLE 4 2 0,2|1,3|
AVG 4 3 0,1|2|3|
AVG_BY_CIRCLE 4 3 0,3|1|2|
AVG 4 4 0|1|2|3|
AVG_BY_CIRCLE 4 4 0|1|2|3|
AVG 4 5 0|1|2|3||
AVG_BY_CIRCLE 4 5 0|1|2|3||
AVG 4 8 0|1|2|3|||||
AVG_BY_CIRCLE 4 8 0|1|2|3|||||
AVG 5 1 0,1,2,3,4|
AVG_BY_CIRCLE 5 1 0,1,2,3,4|
AVG 5 2 0,1,2|3,4|
AVG_BY_CIRCLE 5 2 0,2,4|1,3|
AVG 5 3 0,1|2,3|4|
AVG_BY_CIRCLE 5 3 0,3|1,4|2|
AVG 5 4 0,1|2|3|4|
AVG_BY_CIRCLE 5 4 0,4|1|2|3|
AVG 5 5 0|1|2|3|4|
AVG_BY_CIRCLE 5 5 0|1|2|3|4|
AVG 5 8 0|1|2|3|4||||
AVG_BY_CIRCLE 5 8 0|1|2|3|4||||
AVG 7 1 0,1,2,3,4,5,6|
AVG_BY_CIRCLE 7 1 0,1,2,3,4,5,6|
AVG 7 2 0,1,2,3|4,5,6|
AVG_BY_CIRCLE 7 2 0,2,4,6|1,3,5|
AVG 7 3 0,1,2|3,4|5,6|
AVG_BY_CIRCLE 7 3 0,3,6|1,4|2,5|
AVG 7 4 0,1|2,3|4,5|6|
AVG_BY_CIRCLE 7 4 0,4|1,5|2,6|3|
AVG 7 5 0,1|2,3|4|5|6|
AVG_BY_CIRCLE 7 5 0,5|1,6|2|3|4|
AVG 7 8 0|1|2|3|4|5|6||
AVG_BY_CIRCLE 7 8 0|1|2|3|4|5|6||
AVG 8 1 0,1,2,3,4,5,6,7|
AVG_BY_CIRCLE 8 1 0,1,2,3,4,5,6,7|
AVG 8 2 0,1,2,3|4,5,6,7|
AVG_BY_CIRCLE 8 2 0,2,4,6|1,3,5,7|
AVG 8 3 0,1,2|3,4,5|6,7|
AVG_BY_CIRCLE 8 3 0,3,6|1,4,7|2,5|
AVG 8 4 0,1|2,3|4,5|6,7|
AVG_BY_CIRCLE 8 4 0,4|1,5|2,6|3,7|
AVG 8 5 0,1|2,3|4,5|6|7|
AVG_BY_CIRCLE 8 5 0,5|1,6|2,7|3|4|
AVG 8 8 0|1|2|3|4|5|6|7|
AVG_BY_CIRCLE 8 8 0|1|2|3|4|5|6|7|
AVG 9 1 0,1,2,3,4,5,6,7,8|
AVG_BY_CIRCLE 9 1 0,1,2,3,4,5,6,7,8|
AVG 9 2 0,1,2,3,4|5,6,7,8|
AVG_BY_CIRCLE 9 2 0,2,4,6,8|1,3,5,7|
AVG 9 3 0,1,2|3,4,5|6,7,8|
AVG_BY_CIRCLE 9 3 0,3,6|1,4,7|2,5,8|
AVG 9 4 0,1,2|3,4|5,6|7,8|
AVG_BY_CIRCLE 9 4 0,4,8|1,5|2,6|3,7|
AVG 9 5 0,1|2,3|4,5|6,7|8|
AVG_BY_CIRCLE 9 5 0,5|1,6|2,7|3,8|4|
AVG 9 8 0,1|2|3|4|5|6|7|8|
AVG_BY_CIRCLE 9 8 0,8|1|2|3|4|5|6|7|
AVG 17 1 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16|
AVG_BY_CIRCLE 17 1 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16|
AVG 17 2 0,1,2,3,4,5,6,7,8|9,10,11,12,13,14,15,16|
AVG_BY_CIRCLE 17 2 0,2,4,6,8,10,12,14,16|1,3,5,7,9,11,13,15|
AVG 17 3 0,1,2,3,4,5|6,7,8,9,10,11|12,13,14,15,16|
AVG_BY_CIRCLE 17 3 0,3,6,9,12,15|1,4,7,10,13,16|2,5,8,11,14|
AVG 17 4 0,1,2,3,4|5,6,7,8|9,10,11,12|13,14,15,16|
AVG_BY_CIRCLE 17 4 0,4,8,12,16|1,5,9,13|2,6,10,14|3,7,11,15|
AVG 17 5 0,1,2,3|4,5,6,7|8,9,10|11,12,13|14,15,16|
AVG_BY_CIRCLE 17 5 0,5,10,15|1,6,11,16|2,7,12|3,8,13|4,9,14|
AVG 17 8 0,1,2|3,4|5,6|7,8|9,10|11,12|13,14|15,16|
AVG_BY_CIRCLE 17 8 0,8,16|1,9|2,10|3,11|4,12|5,13|6,14|7,15|
`

const ROWS = FROM_JAVA.trim()
  .split('\n')
  .map((line) => {
    const [strategy, queueCount, memberCount, shares] = line.split(' ') as [AllocateStrategy, string, string, string]
    return { strategy, queueCount: Number(queueCount), memberCount: Number(memberCount), shares }
  })

describe('queue allocation', () => {
  test.each(ROWS)('$strategy deals $queueCount queues to $memberCount members as Java does', (row) => {
    const queues = Array.from({ length: row.queueCount }, (_, i) => i)
    const members = Array.from({ length: row.memberCount }, (_, i) => `c${i}`)
    const shares = members.map((member) => allocateQueues(row.strategy, member, queues, members).join(','))
    expect(shares.map((share) => `${share}|`).join('')).toBe(row.shares)
  })

  test('gives nothing to a client that the broker does not list yet', () => {
    expect(allocateQueues('AVG', 'late', [0, 1, 2], ['a', 'b'])).toEqual([])
  })
})
