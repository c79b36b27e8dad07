/** JSON and bodies: what JSON.parse reads we read alike, what we write we read back, and bad input is refused by name. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOf } from '../../engine/base/bytes.ts'
import { EngineError } from '../../engine/base/errors.ts'
import { consumeStats } from '../../engine/protocol/bodies/consume-stats.ts'
import { BODIES } from '../../engine/protocol/bodies/index.ts'
import { consumerOffsetTable } from '../../engine/protocol/bodies/offset-table.ts'
import { decodeTimerCheckpoint } from '../../engine/protocol/bodies/timer-checkpoint.ts'
import { topicRoute } from '../../engine/protocol/bodies/topic-route.ts'
import { javaJson, type JsonOutput } from '../../engine/protocol/java-json.ts'
import { parseLenientJson } from '../../engine/protocol/lenient-json.ts'
import recorded from '../wire/vectors/bodies.json' with { type: 'json' }

function refusesOrNot(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError)
    expect(['bad-json', 'bad-bytes']).toContain((error as EngineError).code)
  }
}

const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !/\p{Surrogate}/u.test(value))
const count = fc.maxSafeInteger()
const nat = fc.maxSafeNat()

describe('JSON', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (json) => {
        fc.pre(!json.includes('$ref'))
        const expected: unknown = JSON.parse(json)
        const ours = parseLenientJson(json)
        // Beyond the safe range ours is exact where JSON.parse rounds.
        const rounded = JSON.stringify(ours, (_name, value: unknown) =>
          typeof value === 'bigint' ? Number(value) : value,
        )
        expect(rounded).toBe(JSON.stringify(expected))
      }),
      { numRuns: 500 },
    )
  })

  test('of random text is refused', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      "'",
      '\\',
      'a',
      '1',
      '-',
      '.',
      'e',
      'null',
      ' ',
      '$ref',
      '"$ref":"$.a"',
    )
    const noise = fc.oneof(
      text,
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(noise, (input) => refusesOrNot(() => parseLenientJson(input))),
      { numRuns: 2000 },
    )
  })

  test('is read as it was written, in every style', () => {
    const value: fc.Arbitrary<JsonOutput> = fc.letrec<{ value: JsonOutput; object: JsonOutput; list: JsonOutput }>(
      (tie) => ({
        value: fc.oneof({ maxDepth: 4 }, count, fc.boolean(), text, tie('list'), tie('object')),
        list: fc.array(tie('value'), { maxLength: 5 }),
        object: fc.dictionary(
          text.filter((name) => name !== '$ref'),
          tie('value'),
          { maxKeys: 5, noNullPrototype: true },
        ),
      }),
    ).value
    const style = fc.record({ pretty: fc.boolean(), browserCompatible: fc.boolean() })
    fc.assert(
      fc.property(value, style, (written, how) => {
        const json = javaJson(written, how)
        expect(parseLenientJson(json)).toEqual(written)
        expect(JSON.parse(json)).toEqual(written)
        if (how.browserCompatible) expect(json).toMatch(/^[\u0000-\u007e]*$/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('bodies', () => {
  const queue = fc.record({ topic: text, brokerName: text, queueId: fc.integer() })

  test('of routes are read as they were written', () => {
    const int32 = fc.integer()
    const route = fc.record(
      {
        orderTopicConf: text,
        queueDatas: fc.array(
          fc.record({
            brokerName: text,
            readQueueNums: int32,
            writeQueueNums: int32,
            perm: int32,
            topicSysFlag: int32,
          }),
        ),
        brokerDatas: fc.array(
          fc.record(
            {
              cluster: text,
              brokerName: text,
              brokerAddrs: fc.array(fc.tuple(fc.nat(), text)).map((pairs) => new Map(pairs)),
              zoneName: text,
              enableActingMaster: fc.boolean(),
            },
            { requiredKeys: ['cluster', 'brokerName', 'brokerAddrs', 'enableActingMaster'] },
          ),
        ),
        filterServerTable: fc.array(fc.tuple(text, fc.array(text))).map((pairs) => new Map(pairs)),
      },
      { requiredKeys: ['queueDatas', 'brokerDatas', 'filterServerTable'] },
    )
    fc.assert(
      fc.property(route, fc.boolean(), (value, browserCompatible) => {
        expect(topicRoute.decode(topicRoute.encode(value, { browserCompatible }))).toEqual(value)
      }),
    )
  })

  test('of statistics are read as they were written, with queues as keys', () => {
    const offsets = fc.record({ brokerOffset: nat, consumerOffset: nat, pullOffset: nat, lastTimestamp: nat })
    const stats = fc.record({
      offsetTable: fc.array(fc.tuple(queue, offsets)),
      consumeTps: fc.double({ noNaN: true, noDefaultInfinity: true }),
    })
    fc.assert(
      fc.property(stats, (value) => {
        expect(consumeStats.decode(consumeStats.encode(value))).toEqual(value)
      }),
    )
  })

  test('of progress are read as they were written, as a file too', () => {
    const offsets = fc.array(fc.tuple(fc.nat(), count)).map((pairs) => new Map(pairs))
    const table = fc.record({ offsetTable: fc.array(fc.tuple(text, offsets)).map((pairs) => new Map(pairs)) })
    fc.assert(
      fc.property(table, fc.boolean(), (value, pretty) => {
        expect(consumerOffsetTable.decode(consumerOffsetTable.encode(value, { pretty }))).toEqual(value)
      }),
    )
  })

  test('from Java with a piece replaced are refused or read, never more', () => {
    const piece = fc.constantFrom(
      '',
      '{',
      '}',
      '"',
      ':',
      ',',
      '1',
      '-',
      'null',
      '[]',
      '{}',
      '99999999999999999999',
      '"x"',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...recorded.vectors),
        fc.nat(),
        fc.nat(8),
        piece,
        (vector, start, length, replacement) => {
          const body = BODIES.get(vector.body)
          const at = start % vector.text.length
          const input = vector.text.slice(0, at) + replacement + vector.text.slice(at + length)
          refusesOrNot(() => body?.decodeText(input))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('of random bytes are refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BODIES.values()), fc.uint8Array({ maxLength: 100 }), (body, input) => {
        refusesOrNot(() => body.decode(bytesOf(input)))
        refusesOrNot(() => decodeTimerCheckpoint(bytesOf(input)))
      }),
    )
  })
})
