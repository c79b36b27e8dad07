/** Who produces for a group. */
import { connectionShape } from './connection.ts'
import { defineBody, list, record } from './shape.ts'

export const producerConnection = defineBody('ProducerConnection', record({ connectionSet: list(connectionShape) }))
