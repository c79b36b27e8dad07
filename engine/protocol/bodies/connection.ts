/** One connected client as tools see it. */
import { type Language, languageOfName, languageOfOrdinal } from '../language.ts'
import { int, optional, recordAs, type Shape, text } from './shape.ts'

export interface Connection {
  readonly clientId: string
  /** `ip:port` of the client's end. */
  readonly clientAddr: string
  readonly language?: Language | undefined
  /** MQVersion ordinal. */
  readonly version: number
}

/** Languages that 5.3.3 does not know read as OTHER. */
export const languageShape: Shape<Language> = {
  decode: (json) =>
    typeof json === 'number' ? languageOfOrdinal(json) : languageOfName(typeof json === 'string' ? json : ''),
  encode: (value) => value,
}

export const connectionShape: Shape<Connection> = recordAs<Connection>({
  clientId: text(''),
  clientAddr: text(''),
  language: optional(languageShape),
  version: int(),
})
