import { expect, test } from 'vitest'
import { apiOfCode, APIS, indexByCode } from '../../../../engine/protocol/apis/index.ts'
import { RequestCode, ResponseCode } from '../../../../engine/protocol/codes.ts'

test('every operation carries the name of its code', () => {
  for (const api of APIS) expect(RequestCode[api.name as keyof typeof RequestCode]).toBe(api.code)
})

test('every failure is a response code', () => {
  const unknown = APIS.flatMap((api) => Object.keys(api.failures)).filter((name) => !Object.hasOwn(ResponseCode, name))
  expect(unknown).toEqual([])
})

test('every operation says where it comes from', () => {
  expect(APIS.filter((api) => api.source.length === 0)).toEqual([])
})

test('operations are found by code, and codes that are not implemented are not', () => {
  expect(apiOfCode(RequestCode.PULL_MESSAGE)?.name).toBe('PULL_MESSAGE')
  expect(apiOfCode(RequestCode.POP_MESSAGE)).toBeUndefined()
})

test('two operations with one code do not load', () => {
  const api = APIS[0]
  if (api === undefined) throw new Error('no api')
  expect(() => indexByCode([...APIS, { ...api, name: 'OTHER' }])).toThrow(`belongs to ${api.name} and OTHER`)
})

test('no two fields of a header share a name on the wire', () => {
  for (const api of APIS) {
    for (const table of [api.request, api.response]) {
      const names = Object.entries(table).map(([name, field]) => field.wire ?? name)
      expect(new Set(names).size).toBe(names.length)
    }
  }
})
