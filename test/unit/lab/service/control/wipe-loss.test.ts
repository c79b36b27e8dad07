import { describe, expect, test } from 'vitest'
import { type CopyFacts, wipeLoss, wipeSentence } from '../../../../../engine/lab/service/control/wipe-loss.ts'

const facts = (node: string, maxOffset: number | null, more: Partial<CopyFacts> = {}): CopyFacts => ({
  node,
  isMaster: node === 'a',
  minOffset: 0,
  maxOffset,
  isDiverged: false,
  ...more,
})

describe('what a wipe loses', () => {
  test('is what no other log of the group reaches', () => {
    const loss = wipeLoss('a', [facts('a', 5000), facts('a-s', 4000), facts('a-t', 3000)], 100)
    expect(loss).toMatchObject({ bytesOnlyHere: 1000, messagesOnlyHere: 10 })
    expect(wipeSentence('a', loss).en).toMatch(/^1000 acknowledged bytes \(about 10 messages\) stand only on a/)
    expect(wipeSentence('a', loss).zh).toContain('约 10 条消息')
  })

  test('is nothing when a copy reaches as far, also of a slave that the master outruns', () => {
    expect(wipeLoss('a-s', [facts('a', 5000), facts('a-s', 4000)], null)).toMatchObject({
      bytesOnlyHere: 0,
      messagesOnlyHere: 0,
    })
  })

  test('is everything when there is no copy, or when the only other log has another history', () => {
    expect(wipeLoss('a', [facts('a', 5000, { minOffset: 2000 })], null)).toMatchObject({
      bytesOnlyHere: 3000,
      messagesOnlyHere: null,
    })
    expect(wipeLoss('a', [facts('a', 5000), facts('a-s', 9000, { isDiverged: true })], null)).toMatchObject({
      bytesOnlyHere: 5000,
      copies: [],
    })
    const diverged = wipeLoss('a-s', [facts('a', 100), facts('a-s', 9000, { isDiverged: true })], null)
    expect(diverged.bytesOnlyHere).toBe(9000)
    expect(wipeSentence('a-s', diverged).en).toContain('no other node has a copy')
  })

  test('is not known when nobody with a copy answers, or the node itself does not: never 0', () => {
    expect(wipeLoss('a', [facts('a', 5000), facts('a-s', null)], 100).bytesOnlyHere).toBeNull()
    const silent = wipeLoss('a', [facts('a', null), facts('a-s', 4000)], 100)
    expect(silent).toMatchObject({ bytesOnlyHere: null, messagesOnlyHere: null })
    expect(wipeSentence('a', silent).en).toContain('not known now')
  })

  test('of an empty store without copies says so', () => {
    expect(wipeSentence('a', wipeLoss('a', [facts('a', 0)], null)).en).toContain('holds no messages')
  })
})
