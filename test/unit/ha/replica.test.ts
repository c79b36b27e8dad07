import { describe, expect, test } from 'vitest'
import { type LogRange, Replica } from '../../../engine/ha/replica.ts'

const timings = { heartbeatMs: 5000, housekeepingMs: 20_000, maxGapBytes: 1000, blockBytesMax: 100 }

function replica(nowMs = 0): Replica {
  return new Replica({ nowMs, timings })
}

function log(writtenOffset: number, minOffset = 0): LogRange {
  return { minOffset, writtenOffset, segmentBytes: 1024 }
}

describe('replica', () => {
  test('sends nothing before the first report', () => {
    expect(replica().next(log(500), 10)).toEqual({ do: 'nothing' })
  })

  test('an empty slave starts at the last segment of the master', () => {
    const r = replica()
    r.onReport(0, log(2500), 1)
    expect(r.next(log(2500), 1)).toEqual({ do: 'send', logOffset: 2048, bodyBytes: 100 })
  })

  test('any other report starts exactly there', () => {
    const r = replica()
    r.onReport(777, log(2500), 1)
    expect(r.next(log(2500), 1)).toEqual({ do: 'send', logOffset: 777, bodyBytes: 100 })
  })

  test('a block never crosses a segment border', () => {
    const r = replica()
    r.onReport(1000, log(2500), 1)
    expect(r.next(log(2500), 1)).toEqual({ do: 'send', logOffset: 1000, bodyBytes: 24 })
    r.onSent(24, 1)
    expect(r.next(log(2500), 1)).toEqual({ do: 'send', logOffset: 1024, bodyBytes: 100 })
  })

  test('a slave that has everything hears so at once, and again after silence', () => {
    const r = replica()
    r.onReport(500, log(500), 1)
    expect(r.next(log(500), 1)).toEqual({ do: 'heartbeat', logOffset: 500 })
    r.onSent(0, 1)
    expect(r.next(log(500), 5000)).toEqual({ do: 'nothing' })
    expect(r.next(log(500), 5002)).toEqual({ do: 'heartbeat', logOffset: 500 })
    r.onSent(0, 5002)
    expect(r.next(log(500), 5003)).toEqual({ do: 'nothing' })
  })

  test('a silent slave is closed by housekeeping', () => {
    const r = replica()
    r.onReport(500, log(500), 1)
    expect(r.next(log(500), 20_002).do).toBe('close')
  })

  test('a slave ahead of its master is diverged, counts for nothing and never gets bytes', () => {
    const r = replica()
    r.onReport(600, log(500), 1)
    expect(r.state).toBe('diverged')
    expect(r.counts).toBe(false)
    expect(r.next(log(900), 2)).toEqual({ do: 'nothing' })
    expect(r.next(log(900), 6000)).toEqual({ do: 'heartbeat', logOffset: 600 })
    expect(r.isInSync(log(900))).toBe(false)
  })

  test('a slave that says it is diverged counts for nothing and never gets bytes, even when its log is the shorter one', () => {
    const r = replica()
    r.onReport(-1 - 300, log(500), 1)
    expect(r.state).toBe('diverged')
    expect(r.counts).toBe(false)
    expect(r.ackOffset).toBe(300)
    expect(r.next(log(900), 2)).toEqual({ do: 'nothing' })
  })

  test('a slave that confirms what it never got is diverged', () => {
    const r = replica()
    r.onReport(100, log(500), 1)
    r.onSent(100, 1)
    r.onReport(201, log(500), 2)
    expect(r.state).toBe('diverged')
  })

  test('acknowledgements never go back', () => {
    const r = replica()
    r.onReport(100, log(500), 1)
    r.onSent(200, 1)
    r.onReport(300, log(500), 2)
    r.onReport(250, log(500), 3)
    expect(r.ackOffset).toBe(300)
  })

  test('a slave that asks for deleted history is told to clone', () => {
    const r = replica()
    r.onReport(100, log(5000, 2048), 1)
    expect(r.next(log(5000, 2048), 2)).toMatchObject({
      do: 'close',
      reason: expect.stringContaining('clone') as string,
    })
  })

  test('in sync means a lag below haMaxGapNotInSync', () => {
    const r = replica()
    r.onReport(100, log(1099), 1)
    expect(r.isInSync(log(1099))).toBe(true)
    expect(r.isInSync(log(1100))).toBe(false)
  })
})
