/** A search as the address keeps it: which call it stands for, what is missing, its mqadmin line. Pure. */
import * as z from 'zod'
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { InputOf, OutputOf } from '../../../engine/contract/rpc.ts'
import { parseMoment } from '../../ui/parse-moment.ts'

export type MessageRow = OutputOf<LabApi['messages.byTime']>['messages'][number]
export type MessageDetail = OutputOf<LabApi['messages.get']>
export type MessageTracks = OutputOf<LabApi['messages.track']>['groups']

export const RANGES = { '15m': 900_000, '1h': 3_600_000, '1d': 86_400_000 } as const
export const FOUND_MAX = 500
export const OFFSETS_MAX = 64

/** The query of the address. `m` is the message that is open: `broker:queue:offset`. */
export const SEARCH_QUERY = z.object({
  by: z.enum(['time', 'offset', 'key', 'id']).default('time'),
  topic: z.string().default(''),
  range: z.enum(['15m', '1h', '1d', 'all', 'custom']).default('1h'),
  from: z.string().default(''),
  to: z.string().default(''),
  broker: z.string().default(''),
  queue: z.coerce.number().int().min(0).default(0),
  offset: z.coerce.number().int().min(0).default(0),
  key: z.string().default(''),
  id: z.string().default(''),
  m: z.string().optional(),
})
export type Search = Omit<z.output<typeof SEARCH_QUERY>, 'm'>

type Call<N extends keyof LabApi> = { readonly name: N; readonly input: InputOf<LabApi[N]> }
export type SearchCall =
  Call<'messages.byTime'> | Call<'messages.byOffset'> | Call<'messages.byKey'> | Call<'messages.byId'>

export type SearchField = 'topic' | 'from' | 'to' | 'broker' | 'key' | 'id'

/** The field that keeps the search from being made; undefined when nothing does. */
export function missingField(search: Search): SearchField | undefined {
  if (search.topic === '' && search.by !== 'id') return 'topic'
  switch (search.by) {
    case 'time':
      if (search.range !== 'custom') return undefined
      if (parseMoment(search.from) === undefined) return 'from'
      return search.to !== '' && parseMoment(search.to) === undefined ? 'to' : undefined
    case 'offset':
      return search.broker === '' ? 'broker' : undefined
    case 'key':
      return search.key === '' ? 'key' : undefined
    case 'id':
      return search.id.trim() === '' ? 'id' : undefined
  }
}

/** The call of a search; undefined while a field is missing. */
export function callOf(cluster: string, search: Search, nowMs: number): SearchCall | undefined {
  if (missingField(search) !== undefined) return undefined
  const { topic } = search
  switch (search.by) {
    case 'time':
      return { name: 'messages.byTime', input: { cluster, topic, ...spanOf(search, nowMs), max: FOUND_MAX } }
    case 'offset': {
      const { broker: brokerName, queue: queueId, offset } = search
      return { name: 'messages.byOffset', input: { cluster, topic, brokerName, queueId, offset, max: OFFSETS_MAX } }
    }
    case 'key':
      return { name: 'messages.byKey', input: { cluster, topic, key: search.key } }
    case 'id':
      return { name: 'messages.byId', input: { cluster, topic, id: search.id.trim() } }
  }
}

/** From when to when; an open end is now. */
export function spanOf(search: Search, nowMs: number): { readonly fromMs: number; readonly toMs: number } {
  if (search.range === 'all') return { fromMs: 0, toMs: nowMs }
  if (search.range !== 'custom') return { fromMs: nowMs - RANGES[search.range], toMs: nowMs }
  return { fromMs: parseMoment(search.from) ?? 0, toMs: search.to === '' ? nowMs : (parseMoment(search.to) ?? nowMs) }
}

/** The mqadmin line of a search. @param quote puts a word in quotes where a shell needs them */
export function lineOf(search: Search, nowMs: number, quote: (word: string) => string): string {
  const topic = search.topic === '' ? 'TOPIC' : quote(search.topic)
  switch (search.by) {
    case 'time': {
      const { fromMs, toMs } = spanOf(search, nowMs)
      return `printMsg -t ${topic} -b ${fromMs} -e ${toMs}`
    }
    case 'offset':
      return `queryMsgByOffset -t ${topic} -b ${quote(search.broker || 'BROKER')} -i ${search.queue} -o ${search.offset}`
    case 'key':
      return `queryMsgByKey -t ${topic} -k ${quote(search.key || 'KEY')}`
    case 'id':
      return search.topic === ''
        ? `queryMsgById -i ${quote(search.id.trim() || 'ID')} -t ${topic}`
        : `queryMsgByUniqueKey -i ${quote(search.id.trim() || 'ID')} -t ${topic}`
  }
}

export interface Place {
  readonly brokerName: string
  readonly queueId: number
  readonly queueOffset: number
}

export function placeText({ brokerName, queueId, queueOffset }: Place): string {
  return `${brokerName}:${queueId}:${queueOffset}`
}

/** What `m` in the address names, undefined when it is no place. */
export function parsePlace(text: string | undefined): Place | undefined {
  const match = /^(.+):(\d{1,9}):(\d{1,16})$/.exec(text ?? '')
  if (match === null) return undefined
  return { brokerName: match[1] as string, queueId: Number(match[2]), queueOffset: Number(match[3]) }
}
