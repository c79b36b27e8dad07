/**
 * What the service knew when it was last alive: when that was, and since when things are as they are. Written every few seconds,
 * read once at the start, so that a restart, also by kill -9, shows the same times and can say how long it was away.
 */
import * as z from 'zod'
import { bytesFromUtf8 } from '../../../base/bytes.ts'
import { EngineError, errorText } from '../../../base/errors.ts'
import type { FileSystem, Log } from '../../../base/ports.ts'
import type { ClusterFacts, Remembered } from './observe-step.ts'
import { NOTHING_REMEMBERED } from './observe-step.ts'

const table = z.record(z.string(), z.tuple([z.string(), z.number().nullable()]))
const file = z.object({
  version: z.literal(1),
  atMs: z.number(),
  clusters: z.record(z.string(), z.object({ nodes: table, pairs: table, groups: table })),
})

export interface LastSeen {
  /** When the service was last alive; undefined at the very first start. */
  readonly atMs: number | undefined
  of(cluster: string): Remembered
  /** What a node was when the service was last alive. */
  nodeHealth(cluster: string, node: string): string | undefined
}

/** A damaged file only costs the times. */
export function readLastSeen(fs: FileSystem, path: string, log: Log): LastSeen {
  const seen = parse(fs, path, log)
  return {
    atMs: seen?.atMs,
    of: (cluster) => {
      const known = seen?.clusters[cluster]
      if (known === undefined) return NOTHING_REMEMBERED
      const since = (of: z.infer<typeof table>) => (name: string, state: string) => {
        const entry = Object.hasOwn(of, name) ? of[name] : undefined
        return entry?.[0] === state ? (entry[1] ?? undefined) : undefined
      }
      return { node: since(known.nodes), pair: since(known.pairs), group: since(known.groups) }
    },
    nodeHealth: (cluster, node) => seen?.clusters[cluster]?.nodes[node]?.[0],
  }
}

export function writeLastSeen(
  fs: FileSystem,
  path: string,
  atMs: number,
  clusters: ReadonlyMap<string, ClusterFacts>,
): void {
  const content = {
    version: 1,
    atMs,
    clusters: Object.fromEntries(
      [...clusters].map(([name, facts]) => [
        name,
        {
          nodes: Object.fromEntries([...facts.nodes].map(([node, { health, sinceMs }]) => [node, [health, sinceMs]])),
          pairs: Object.fromEntries([...facts.pairs].map(([pair, { state, sinceMs }]) => [pair, [state, sinceMs]])),
          groups: Object.fromEntries([...facts.groups].map(([group, { state, sinceMs }]) => [group, [state, sinceMs]])),
        },
      ]),
    ),
  }
  fs.replaceFile(path, bytesFromUtf8(`${JSON.stringify(content)}\n`))
}

function parse(fs: FileSystem, path: string, log: Log): z.infer<typeof file> | undefined {
  try {
    const bytes = fs.readFile(path)
    if (bytes === undefined) return undefined
    return file.safeParse(JSON.parse(bytes.utf8Slice())).data
  } catch (error) {
    if (!(error instanceof EngineError) && !(error instanceof SyntaxError)) throw error
    log.warn('what an earlier service saw cannot be read', { path, error: errorText(error) })
    return undefined
  }
}
