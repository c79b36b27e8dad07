/** Names and texts: configuration namespaces, runtime information, the answer to a registration. */
import { defineBody, mapOf, recordAs, text } from './shape.ts'

export interface KvTable {
  readonly table: ReadonlyMap<string, string>
}

export const kvTable = defineBody<KvTable>('KVTable', recordAs<KvTable>({ table: mapOf(text()) }))
