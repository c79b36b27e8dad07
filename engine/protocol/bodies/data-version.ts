/** JSON form of DataVersion, part of every replicated table. */
import { type DataVersion } from '../data-version.ts'
import { defineBody, long, orElse, recordAs, type Shape } from './shape.ts'

const shape = recordAs<DataVersion>({ counter: long(), stateVersion: long(), timestamp: long() })

/** Absent in files and from peers older than the field: a version that equals no real one. */
export const dataVersionShape: Shape<DataVersion> = orElse(shape, () => ({ stateVersion: 0, timestamp: 0, counter: 0 }))

/** Body of QUERY_DATA_VERSION both ways. */
export const dataVersionBody = defineBody('DataVersion', shape)
