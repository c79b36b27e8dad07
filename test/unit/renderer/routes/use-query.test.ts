import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { clusterPath } from '../../../../renderer/routes/addresses.ts'
import { readQuery, writeQuery } from '../../../../renderer/routes/use-query.ts'

const schema = z.object({
  view: z.enum(['graph', 'table']).default('graph'),
  node: z.string().optional(),
  limit: z.coerce.number().int().default(10),
})

describe('the query of an address', () => {
  test('falls back to the default where a value does not fit', () => {
    expect(readQuery(schema, new URLSearchParams('view=pie&limit=x&node=broker-a'))).toEqual({
      view: 'graph',
      node: 'broker-a',
      limit: 10,
    })
  })

  test('keeps digits of long ids', () => {
    expect(readQuery(schema, new URLSearchParams('node=1700000000000000001')).node).toBe('1700000000000000001')
  })

  test('leaves out what equals the default and keeps keys of others', () => {
    const before = new URLSearchParams('view=table&other=1&node=a')
    expect(writeQuery(schema, before, { view: 'graph', node: undefined }).toString()).toBe('other=1')
    expect(writeQuery(schema, before, { node: 'b' }).toString()).toBe('view=table&other=1&node=b')
  })
})

describe('the address of a screen', () => {
  test('carries any name a topic may have', () => {
    expect(clusterPath('orders-lab', 'topics', {}, '%RETRY%g a/b')).toBe('/c/orders-lab/topics/%25RETRY%25g%20a%2Fb')
    expect(clusterPath('orders-lab', 'topology', { node: 'broker-a', tab: undefined })).toBe(
      '/c/orders-lab/topology?node=broker-a',
    )
  })
})
