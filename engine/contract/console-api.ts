/** Logs of nodes and the mqadmin console. */
import * as z from 'zod'
import { call, stream } from './rpc.ts'
import { clusterName, nodeName } from './state.ts'
import { text } from './text.ts'

export const logLine = z.object({
  node: z.string(),
  /** Byte position in the node's log file: with `file` it identifies the line and orders lines of one millisecond. */
  position: z.number(),
  file: z.enum(['log', 'console']),
  atMs: z.number().nullable(),
  level: z.enum(['debug', 'info', 'warn', 'error', 'other']),
  text: z.string(),
})
export type LogLine = z.infer<typeof logLine>

export const logEvent = z.discriminatedUnion('t', [
  /** Lines of all nodes asked for, in time order within a batch. */
  z.object({ t: z.literal('lines'), lines: z.array(logLine) }),
  /** The file was replaced or emptied. */
  z.object({ t: z.literal('restarted'), node: z.string() }),
  z.object({ t: z.literal('ended'), node: z.string(), how: text }),
])

export type LogEvent = z.infer<typeof logEvent>

export const commandHelp = z.object({
  name: z.string(),
  area: z.string(),
  help: text,
  isDestructive: z.boolean(),
  options: z.array(
    z.object({ short: z.string(), long: z.string(), takesValue: z.boolean(), isRequired: z.boolean(), help: text }),
  ),
})

export type CommandHelp = z.infer<typeof commandHelp>

export const consoleApi = {
  /** The last lines of these nodes (dead ones too), then what is added. Attached nodes have none. */
  'logs.follow': stream(
    z.object({
      cluster: clusterName,
      nodes: z.array(nodeName).max(64),
      lastBytes: z.number().int().min(0).max(1_048_576).default(131_072),
    }),
    logEvent,
  ),
  /** Lines that contain `text`, newest first, over the whole file. */
  'logs.search': call(
    z.object({
      cluster: clusterName,
      nodes: z.array(nodeName).max(64),
      text: z.string().min(1).max(200),
      max: z.number().int().min(1).max(1000).default(200),
    }),
    z.object({ lines: z.array(logLine), isTruncated: z.boolean() }),
  ),
  /** The first error of a node since it was last started; null where there is none. */
  'logs.firstError': call(z.object({ cluster: clusterName, node: nodeName }), z.object({ line: logLine.nullable() })),

  'mqadmin.commands': call(z.object({}), z.object({ commands: z.array(commandHelp) })),
  /** Runs one command line (without the word mqadmin; `-n` is filled in). Closing the stream interrupts it. */
  'mqadmin.run': stream(
    z.object({
      cluster: clusterName.nullable(),
      line: z.string().max(20_000),
      language: z.enum(['en', 'zh']),
      isConfirmed: z.boolean().default(false),
    }),
    z.discriminatedUnion('t', [
      z.object({ t: z.literal('out'), text: z.string() }),
      z.object({ t: z.literal('err'), text: z.string() }),
      /** A destructive command waits for the user's word; nothing was done. */
      z.object({ t: z.literal('confirm'), question: text }),
      z.object({ t: z.literal('exit'), code: z.number() }),
    ]),
  ),
  /** Words that could stand at the end of this line: commands, options, topics, groups, brokers, with what they are. */
  'mqadmin.complete': call(
    z.object({ cluster: clusterName.nullable(), line: z.string().max(20_000) }),
    z.object({ from: z.number(), items: z.array(z.object({ insert: z.string(), help: text })).max(200) }),
  ),
}
