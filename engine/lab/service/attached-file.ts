/**
 * `attached.json`: the clusters that are not ours and that the user wants to see. Read once at the start, replaced at each
 * change. A file that cannot be read is put aside as it is and told, never overwritten.
 */
import * as z from 'zod'
import { bytesFromUtf8 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import type { FileSystem } from '../../base/ports.ts'
import { atMs, clusterName } from '../../contract/state.ts'
import { say, type Text } from '../../contract/text.ts'

/** Clusters that may be attached at once. */
export const ATTACHED_MAX = 64

const attachedCluster = z.object({
  name: clusterName,
  namesrvAddr: z.string().min(1).max(4096),
  isWritable: z.boolean(),
  attachedAtMs: atMs,
})
export type AttachedCluster = z.infer<typeof attachedCluster>

const attachedFile = z.object({ version: z.literal(1), clusters: z.array(attachedCluster).max(ATTACHED_MAX) })

export interface AttachedClusters {
  readonly clusters: readonly AttachedCluster[]
  /** Set when the file could not be read: what happened to it. */
  readonly problem: Text | undefined
}

/** Never throws for a bad file: it is renamed to `<path>.bad` and nothing is attached. */
export function readAttached(fs: FileSystem, path: string): AttachedClusters {
  let reason: string
  try {
    const bytes = fs.readFile(path)
    if (bytes === undefined) return { clusters: [], problem: undefined }
    const parsed = attachedFile.safeParse(JSON.parse(bytes.utf8Slice()))
    if (parsed.success) return { clusters: parsed.data.clusters, problem: undefined }
    const issue = parsed.error.issues[0]
    reason = issue === undefined ? 'unknown content' : `${issue.path.join('.')}: ${issue.message}`
  } catch (error) {
    if (error instanceof EngineError) return { clusters: [], problem: cannotRead(path, error.message, undefined) }
    reason = error instanceof Error ? error.message : String(error)
  }
  return { clusters: [], problem: cannotRead(path, reason, putAside(fs, path)) }
}

export function writeAttached(fs: FileSystem, path: string, clusters: readonly AttachedCluster[]): void {
  fs.replaceFile(path, bytesFromUtf8(`${JSON.stringify({ version: 1, clusters }, null, 2)}\n`))
}

/** Renames a file that cannot be read, so that writing it anew loses nothing. @returns its new path, if it has one. */
export function putAside(fs: FileSystem, path: string): string | undefined {
  for (let count = 0; count < 100; count++) {
    const aside = count === 0 ? `${path}.bad` : `${path}.bad${count}`
    try {
      if (fs.info(aside) !== undefined) continue
      fs.rename(path, aside)
      return aside
    } catch (error) {
      if (error instanceof EngineError) return undefined
      throw error
    }
  }
  return undefined
}

function cannotRead(path: string, reason: string, aside: string | undefined): Text {
  const kept = aside === undefined ? say('it is left as it is', '该文件保持原样') : undefined
  return say(
    `${path} cannot be read (${reason}): no cluster is attached. ${kept?.en ?? `Nothing is lost, it is now ${aside}`}; attach the clusters again.`,
    `${path} 无法读取（${reason}），没有接入任何集群。${kept?.zh ?? `内容未丢失，该文件已改名为 ${aside}`}；请重新接入集群。`,
  )
}
