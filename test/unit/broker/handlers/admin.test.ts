import { describe, expect, test } from 'vitest'
import { registerAdminHandlers } from '../../../../engine/broker/handlers/admin.ts'
import { Dispatcher } from '../../../../engine/remoting/dispatcher.ts'
import { BrokerCluster } from '../broker-cluster.ts'

/** Requests of tools and slaves that a 5.3.3 broker handles and this one too, by code. */
const CODES = [
  17, 18, 21, 25, 26, 28, 43, 45, 60, 61, 200, 201, 202, 203, 204, 207, 208, 215, 222, 223, 225, 300, 303, 305, 306,
  307, 308, 309, 314, 315, 316, 317, 321, 328, 329, 343, 345, 351, 352, 353, 402, 906, 907, 908,
]

describe('administration', () => {
  test('every request has its handler', async () => {
    const cluster = await BrokerCluster.make()
    const { parts } = await cluster.start('a')
    const dispatcher = new Dispatcher(parts.log)
    registerAdminHandlers(dispatcher, { ...parts, configFile: undefined })
    expect(CODES.filter((code) => !dispatcher.has(code))).toEqual([])
  })
})
