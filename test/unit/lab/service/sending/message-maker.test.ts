import { describe, expect, test } from 'vitest'
import { asBytes, bytesOf } from '../../../../../engine/base/bytes.ts'
import type { MessageDraft } from '../../../../../engine/contract/messages-api.ts'
import { makeMaker } from '../../../../../engine/lab/service/sending/message-maker.ts'

const ports = {
  clock: { nowMs: () => 1_700_000_000_000, monotonicMs: () => 0 },
  random: { next: () => 0, bytes: (count: number) => bytesOf(new Array<number>(count).fill(1)) },
}

function draft(change: Partial<MessageDraft> = {}): MessageDraft {
  return {
    topic: 'orders',
    tag: '',
    keys: '',
    body: { kind: 'text', value: 'hello' },
    properties: [],
    delayLevel: 0,
    orderKey: '',
    queue: null,
    ...change,
  }
}

function problems(change: Partial<MessageDraft>): [string, string][] {
  const outcome = makeMaker(draft(change), ports)
  return outcome.kind === 'maker' ? [] : outcome.problems.map(({ field, text }) => [field, text.en])
}

function make(change: Partial<MessageDraft>, seq = 1, runId?: string) {
  const outcome = makeMaker(draft(change), ports, runId)
  if (outcome.kind === 'problems') throw new Error(outcome.problems[0]?.text.en)
  return outcome.maker.make(seq)
}

describe('makeMaker', () => {
  test('fills tag, keys, body, properties and order key for each number', () => {
    const made = make(
      {
        tag: '{pick:paid,created}',
        keys: 'ORD-{seq}',
        orderKey: 'user-{seq}',
        body: { kind: 'json', value: '{"id":{seq}}' },
        properties: [['at', '{now}']],
        delayLevel: 3,
      },
      42,
    )
    expect(made).toMatchObject({ seq: 42, tag: 'paid', keys: 'ORD-42', orderKey: 'user-42' })
    expect(made.outgoing).toMatchObject({ tags: 'paid', keys: 'ORD-42', delayLevel: 3 })
    expect(asBytes(made.outgoing.body).utf8Slice()).toBe('{"id":42}')
    expect(made.outgoing.properties).toEqual({ at: '1700000000000' })
  })

  test('messages of a run carry its id and their number', () => {
    expect(make({}, 9, '7-abc').outgoing.properties).toEqual({ MQLAB_RUN: '7-abc', MQLAB_SEQ: '9' })
  })

  test('hex and base64 bodies are bytes and are not filled', () => {
    expect([...make({ body: { kind: 'hex', value: '48 69\n0a' } }).outgoing.body]).toEqual([0x48, 0x69, 0x0a])
    expect(asBytes(make({ body: { kind: 'base64', value: 'e3NlcX0=' } }).outgoing.body).utf8Slice()).toBe('{seq}')
  })

  test.each([
    [{ topic: 'a b' }, 'topic', 'letters'],
    [{ topic: 'SCHEDULE_TOPIC_XXXX' }, 'topic', 'belongs to RocketMQ'],
    [{ body: { kind: 'text', value: '' } }, 'body', 'empty'],
    [{ body: { kind: 'hex', value: 'abc' } }, 'body', 'two make a byte'],
    [{ body: { kind: 'hex', value: 'xy' } }, 'body', 'no hex digit'],
    [{ body: { kind: 'base64', value: 'a' } }, 'body', 'base64'],
    [{ body: { kind: 'json', value: '{"a":{seq}' } }, 'body', 'no JSON'],
    [{ body: { kind: 'text', value: '{fill:4194304}x' } }, 'body', '4194304 are allowed'],
    [{ keys: '{Seq}' }, 'keys', '{seq}'],
    [{ properties: [['KEYS', 'x']] }, 'properties', 'meaning of its own'],
    [{ properties: [['MQLAB_RUN', 'x']] }, 'properties', 'meaning of its own'],
    [
      {
        properties: [
          ['a', '1'],
          ['a', '2'],
        ],
      },
      'properties',
      'twice',
    ],
    [{ properties: [['a', '\u0001']] }, 'properties', 'separates'],
    [{ properties: [['a', '{fill:40000}']] }, 'properties', '32767 are allowed'],
    [{ orderKey: 'k', queue: { brokerName: 'b', queueId: 0 } }, 'orderKey', 'fixed queue'],
  ] as [Partial<MessageDraft>, string, string][])('%o is a problem of %s', (change, field, words) => {
    const found = problems(change)
    expect(found.map(([name]) => name)).toContain(field)
    expect(found.find(([name]) => name === field)?.[1]).toContain(words)
  })
})
