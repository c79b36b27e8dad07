/**
 * Headers of every operation against frames that RocketMQ 5.3.3 encoded (vectors/headers.json, recorded by
 * record/RecordVectors.java): both serializers, both directions, every field of every table.
 */
import { describe, expect, test } from 'vitest'
import { allocBytes, bytesFromHex, bytesFromUtf8, viewOf } from '../../engine/base/bytes.ts'
import { APIS } from '../../engine/protocol/apis/index.ts'
import { decodeFields, encodeFields } from '../../engine/protocol/fields.ts'
import { binaryHeaderBytesMax, decodeBinaryHeader, writeBinaryHeader } from '../../engine/remoting/binary-header.ts'
import type { Command } from '../../engine/remoting/command.ts'
import { decodeJsonHeader, jsonHeaderText } from '../../engine/remoting/json-header.ts'
import recorded from './vectors/headers.json' with { type: 'json' }
import gaps from './vector-gaps.json' with { type: 'json' }

interface HeaderVector {
  readonly api: string
  readonly part: 'request' | 'response'
  readonly code: number
  /** Header text. */
  readonly json: string
  /** Whole frame. */
  readonly rocketmq: string
  readonly ext: Readonly<Record<string, string>>
}

const vectors = recorded.vectors as unknown as readonly HeaderVector[]
const byName = new Map(APIS.map((api) => [api.name, api]))

function tableOf(vector: HeaderVector) {
  const api = byName.get(vector.api)
  if (api === undefined) throw new Error(`no api ${vector.api}`)
  return vector.part === 'request' ? api.request : api.response
}

function fromJson(vector: HeaderVector): Command {
  const bytes = bytesFromUtf8(vector.json)
  return decodeJsonHeader(bytes, 0, bytes.length)
}

function fromBinary(vector: HeaderVector): Command {
  const bytes = bytesFromHex(vector.rocketmq)
  return decodeBinaryHeader(bytes, 8, bytes.length)
}

describe.each(vectors.map((vector) => [`${vector.api} ${vector.part}`, vector] as const))('%s', (_name, vector) => {
  test('is read from the JSON form as Java wrote it', () => {
    const command = fromJson(vector)
    expect(command).toMatchObject({ code: vector.code, language: 'JAVA', opaque: 7, version: 479 })
    expect(command.flag).toBe(vector.part === 'request' ? 0 : 1)
    expect(command.ext).toEqual(vector.ext)
  })

  test('is read from the binary form as Java wrote it', () => {
    const command = fromBinary(vector)
    expect(command).toMatchObject({ code: vector.code, language: 'JAVA', opaque: 7, version: 479 })
    expect(command.ext).toEqual(vector.ext)
  })

  test('has a table with every field that Java sends, and writes the same text back', () => {
    const table = tableOf(vector)
    const header = decodeFields(table, vector.ext)
    expect(encodeFields(table, header)).toEqual(vector.ext)
  })

  test('equals Java byte for byte once the entries stand in the order of its hash map', () => {
    const json = fromJson(vector)
    // A header class without fields leaves an empty map behind, which says nothing.
    expect(jsonHeaderText({ ...json, ext: inOrder(json, vector) })).toBe(vector.json.replace('"extFields":{},', ''))
    const binary = fromBinary(vector)
    const target = allocBytes(8 + binaryHeaderBytesMax(binary))
    const end = writeBinaryHeader({ ...binary, ext: inOrder(binary, vector) }, target, viewOf(target), 8)
    expect(target.hexSlice(8, end)).toBe(vector.rocketmq.slice(16))
  })
})

/** What our tables make of the header, in the order in which it came. */
function inOrder(command: Command, vector: HeaderVector): Record<string, string> {
  const table = tableOf(vector)
  const ext = encodeFields(table, decodeFields(table, command.ext))
  return Object.fromEntries(Object.keys(command.ext).map((name) => [name, ext[name] ?? '']))
}

test('every operation has a recorded request, and a response where it has response fields', () => {
  const has = new Set(vectors.map((vector) => `${vector.api} ${vector.part}`))
  const missing = APIS.flatMap((api) => [
    ...(has.has(`${api.name} request`) ? [] : [`${api.name} request`]),
    ...(Object.keys(api.response).length === 0 || has.has(`${api.name} response`) ? [] : [`${api.name} response`]),
  ])
  expect(missing.sort()).toEqual(gaps.apis)
})

test('every field of a table stands in a recorded header', () => {
  const unseen = APIS.flatMap((api) =>
    (['request', 'response'] as const).flatMap((part) => {
      const ext = vectors.find((vector) => vector.api === api.name && vector.part === part)?.ext
      return Object.entries(api[part]).flatMap(([name, field]) =>
        ext !== undefined && Object.hasOwn(ext, field.wire ?? name) ? [] : [`${api.name} ${part} ${name}`],
      )
    }),
  )
  expect(unseen).toEqual([])
})
