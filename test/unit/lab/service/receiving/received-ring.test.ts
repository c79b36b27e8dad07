import { describe, expect, test } from 'vitest'
import { bytesFromUtf8 } from '../../../../../engine/base/bytes.ts'
import { ReceivedRing } from '../../../../../engine/lab/service/receiving/received-ring.ts'
import { ringRow } from './rows.ts'

const base64 = (text: string) => bytesFromUtf8(text).base64Slice()

describe('ReceivedRing', () => {
  test('keeps the latest rows and the first bytes of their bodies', () => {
    const ring = new ReceivedRing(4, 3)
    for (let i = 0; i < 5; i++) ring.push(ringRow(i), bytesFromUtf8(`body${i}`))
    expect([ring.start, ring.end]).toEqual([2, 5])
    expect([2, 3, 4].map((i) => ring.row(i)?.seq)).toEqual([2, 3, 4])
    expect(ring.shown(4, 100)?.preview).toBe(base64('body'))
    expect(ring.shown(4, 2)?.preview).toBe(base64('bo'))
  })

  test('a body that came before more bytes were asked for keeps what it had', () => {
    const ring = new ReceivedRing(2, 3)
    ring.push(ringRow(1), bytesFromUtf8('hello'))
    ring.keepPrefix(5)
    ring.push(ringRow(2), bytesFromUtf8('world'))
    expect(ring.shown(0, 100)?.preview).toBe(base64('he'))
    expect(ring.shown(1, 100)?.preview).toBe(base64('world'))
  })

  test('does not follow what its caller does with the body later', () => {
    const ring = new ReceivedRing(8, 3)
    const body = bytesFromUtf8('abc')
    ring.push(ringRow(1), body)
    body.fill(0)
    expect(ring.shown(0, 8)?.preview).toBe(base64('abc'))
  })
})
