import { describe, expect, test } from 'vitest'
import {
  callOf,
  lineOf,
  missingField,
  parsePlace,
  placeText,
  type Search,
  SEARCH_QUERY,
} from '../../../../../renderer/features/messages/message-search.ts'
import { draftOf } from '../../../../../renderer/features/messages/resend-draft.ts'
import { shellWord } from '../../../../../renderer/stores/shell-word.ts'
import { parseMoment } from '../../../../../renderer/ui/parse-moment.ts'

const NOW_MS = 1_795_272_412_000
const search = (part: Partial<Search>): Search => ({ ...SEARCH_QUERY.parse({}), ...part })

describe('a search', () => {
  test('is made only when its fields are there, and names the first that is missing', () => {
    expect(missingField(search({}))).toBe('topic')
    expect(missingField(search({ topic: 'orders' }))).toBeUndefined()
    expect(missingField(search({ by: 'key', topic: 'orders' }))).toBe('key')
    expect(missingField(search({ by: 'offset', topic: 'orders' }))).toBe('broker')
    expect(missingField(search({ by: 'id' }))).toBe('id')
    expect(missingField(search({ by: 'id', id: '7F00' }))).toBeUndefined()
    expect(missingField(search({ topic: 'orders', range: 'custom', from: 'yesterday' }))).toBe('from')
    expect(callOf('lab', search({ by: 'key', topic: 'orders' }), NOW_MS)).toBeUndefined()
  })

  test('by time reaches from the range’s beginning to now', () => {
    expect(callOf('lab', search({ topic: 'orders', range: '15m' }), NOW_MS)?.input).toMatchObject({
      fromMs: NOW_MS - 900_000,
      toMs: NOW_MS,
    })
    expect(callOf('lab', search({ topic: 'orders', range: 'all' }), NOW_MS)?.input).toMatchObject({ fromMs: 0 })
    const custom = search({ topic: 'orders', range: 'custom', from: '2026-11-21 10:00', to: '2026-11-21 10:05:30' })
    const { fromMs, toMs } = callOf('lab', custom, NOW_MS)?.input as { fromMs: number; toMs: number }
    expect(toMs - fromMs).toBe(330_000)
  })

  test('stands for an mqadmin line whose words a shell keeps together', () => {
    expect(lineOf(search({ by: 'key', topic: 'orders', key: "it's 5" }), NOW_MS, shellWord)).toBe(
      String.raw`queryMsgByKey -t orders -k 'it'\''s 5'`,
    )
    expect(
      lineOf(search({ by: 'offset', topic: 'o', broker: 'broker-a', queue: 2, offset: 9 }), NOW_MS, shellWord),
    ).toBe('queryMsgByOffset -t o -b broker-a -i 2 -o 9')
  })

  test('an open message is a place in the address, and nonsense is none', () => {
    const place = { brokerName: 'broker:a', queueId: 3, queueOffset: 990 }
    expect(parsePlace(placeText(place))).toEqual(place)
    for (const text of [undefined, '', 'broker-a', 'broker-a:x:1', 'broker-a:1:-4'])
      expect(parsePlace(text)).toBeUndefined()
  })
})

describe('a typed time', () => {
  test('is taken with or without seconds and milliseconds', () => {
    expect(parseMoment('2026-11-21 14:32:08.4')).toBe(new Date(2026, 10, 21, 14, 32, 8, 400).getTime())
    expect(parseMoment(' 2026-11-21T14:32 ')).toBe(new Date(2026, 10, 21, 14, 32).getTime())
    expect(parseMoment('2026-11-21')).toBe(new Date(2026, 10, 21).getTime())
  })

  test('that does not exist is none', () => {
    for (const text of ['2026-02-30', '2026-13-01', '2026-11-21 25:00', '14:32', '', '1960-01-01']) {
      expect(parseMoment(text)).toBeUndefined()
    }
  })
})

describe('sending a stored message again', () => {
  const detail = (body: string | Uint8Array, properties: [string, string][] = []) =>
    ({
      row: { topic: 'orders', tag: 'paid', keys: 'K1 K2' },
      body: Buffer.from(body).toString('base64'),
      properties: [['UNIQ_KEY', 'X'], ...properties],
      applicationProperties: properties.map(([name]) => name),
    }) as unknown as Parameters<typeof draftOf>[0]

  test('keeps topic, tag, keys, the application’s own properties and the readable body', () => {
    expect(draftOf(detail('{"a":1}', [['region', 'eu']]))).toMatchObject({
      topic: 'orders',
      tag: 'paid',
      keys: 'K1 K2',
      body: { kind: 'json', value: '{"a":1}' },
      properties: [['region', 'eu']],
      queue: null,
    })
    expect(draftOf(detail('plain')).body).toEqual({ kind: 'text', value: 'plain' })
  })

  test('bytes, and text that Send would fill in, travel as bytes', () => {
    expect(draftOf(detail(new Uint8Array([0, 255]))).body).toEqual({ kind: 'base64', value: 'AP8=' })
    expect(draftOf(detail('order {seq}')).body.kind).toBe('base64')
  })
})
