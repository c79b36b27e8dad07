/** All producers of a broker by group. */
import type { Language } from '../language.ts'
import { languageShape } from './connection.ts'
import { defineBody, int, list, long, mapOf, optional, record, recordAs, text } from './shape.ts'

export interface ProducerInfo {
  readonly clientId: string
  readonly remoteIP: string
  readonly language?: Language | undefined
  readonly version: number
  readonly lastUpdateTimestamp: number
}

export const producerTable = defineBody(
  'ProducerTableInfo',
  record({
    data: mapOf(
      list(
        recordAs<ProducerInfo>({
          clientId: text(''),
          remoteIP: text(''),
          language: optional(languageShape),
          version: int(),
          lastUpdateTimestamp: long(),
        }),
      ),
    ),
  }),
)
