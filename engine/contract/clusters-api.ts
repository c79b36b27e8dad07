/** Calls about clusters, nodes, links and the service itself. */
import * as z from 'zod'
import { call, stream } from './rpc.ts'
import {
  atMs,
  behindThreshold,
  clusterName,
  faultDirection,
  faultKind,
  happening,
  labEvent,
  nodeName,
} from './state.ts'
import { text } from './text.ts'

const none = z.object({})
export const done = z.object({})
const inCluster = z.object({ cluster: clusterName })
const onNode = z.object({ cluster: clusterName, node: nodeName })

/** One point per poll and pair; `null` is "no sample", drawn as a gap. */
const pairSeries = z.object({
  pair: z.string(),
  lagMs: z.array(z.number().nullable()),
  lagBytes: z.array(z.number().nullable()),
  writtenPerSecond: z.array(z.number().nullable()),
  confirmedPerSecond: z.array(z.number().nullable()),
  masterOffset: z.array(z.number().nullable()),
  slaveOffset: z.array(z.number().nullable()),
})
const nodeSeries = z.object({
  node: z.string(),
  inPerSecond: z.array(z.number().nullable()),
  outPerSecond: z.array(z.number().nullable()),
  cpuPercent: z.array(z.number().nullable()),
  rssBytes: z.array(z.number().nullable()),
})

/** Columns over one time axis, oldest first. */
export const history = z.object({
  atMs: z.array(atMs),
  pairs: z.array(pairSeries),
  nodes: z.array(nodeSeries),
  happenings: z.array(happening),
})
export type History = z.infer<typeof history>

export const session = z.object({
  id: z.string(),
  createdAtMs: atMs,
  lastSeenAtMs: atMs,
  userAgent: z.string(),
  isThisOne: z.boolean(),
})

/** Which actions this host offers; the window asks here, never "is this Electron". */
export const capabilities = z.object({
  canPickFolder: z.boolean(),
  canRevealFolder: z.boolean(),
  canKeepSecrets: z.boolean(),
  hasSessions: z.boolean(),
})

export const clustersApi = {
  'service.capabilities': call(none, capabilities),
  'service.sessions': call(none, z.object({ sessions: z.array(session) })),
  'service.revokeSession': call(z.object({ id: z.string() }), done),

  /** The whole state, then differences. */
  watch: stream(none, labEvent),

  'clusters.start': call(inCluster, done),
  'clusters.stop': call(inCluster, done),
  /** Stops it and removes its folders. `typedName` must equal the name. Attached clusters are only forgotten. */
  'clusters.delete': call(z.object({ cluster: clusterName, typedName: z.string() }), done),
  'clusters.attach': call(
    z.object({ name: clusterName, namesrvAddr: z.string().min(1).max(4096), isWritable: z.boolean() }),
    z.object({ cluster: clusterName }),
  ),
  'clusters.allowWrites': call(z.object({ cluster: clusterName, isWritable: z.boolean() }), done),
  /** Asks the name servers of a cluster now. An error says who does not answer. */
  'clusters.tryNow': call(inCluster, z.object({ brokers: z.number() })),
  /** Other name servers for an attached cluster; they have to answer. */
  'clusters.changeAddress': call(z.object({ cluster: clusterName, namesrvAddr: z.string().min(1).max(4096) }), done),
  /** When its slaves count as behind; `null` takes the default again. The lab's own setting: attached clusters have one too. */
  'clusters.setBehind': call(z.object({ cluster: clusterName, behind: behindThreshold.nullable() }), done),

  'nodes.start': call(onNode, done),
  'nodes.stop': call(onNode, done),
  'nodes.kill': call(onNode, done),
  'nodes.freeze': call(onNode, done),
  'nodes.resume': call(onNode, done),
  'nodes.restart': call(onNode, done),
  /** What a wipe would lose. */
  'nodes.wipePreview': call(
    onNode,
    z.object({
      storeBytes: z.number(),
      /** Acknowledged bytes and messages (estimate) that stand nowhere else. */
      bytesOnlyHere: z.number().nullable(),
      messagesOnlyHere: z.number().nullable(),
      /** Nodes that hold a copy, with how far it reaches. */
      copies: z.array(z.object({ node: z.string(), maxOffset: z.number().nullable() })),
      sentence: text,
    }),
  ),
  /** Stops the node if it runs and empties its store. `typedName` must equal the node's name. */
  'nodes.wipe': call(
    z.object({ cluster: clusterName, node: nodeName, typedName: z.string(), startAgain: z.boolean() }),
    done,
  ),
  /** Empties a diverged slave and lets it copy everything from its master. */
  'nodes.clone': call(z.object({ cluster: clusterName, node: nodeName, typedName: z.string() }), done),

  /** Disturbs the link between two nodes; for a pair, `data`/`acks` name the direction. Replaces a fault of the same link. */
  'links.break': call(
    z.object({
      cluster: clusterName,
      node: nodeName,
      peer: z.string(),
      kind: faultKind,
      direction: faultDirection,
      ms: z.number().int().min(1).max(600_000).optional(),
      kbps: z.number().int().min(1).max(10_000_000).optional(),
    }),
    done,
  ),
  'links.heal': call(z.object({ cluster: clusterName, node: nodeName, peer: z.string() }), done),
  'links.healAll': call(inCluster, z.object({ healed: z.number() })),

  /** Samples of the last hour; `stepMs` thins them. `sinceMs` is exclusive. */
  'history.read': call(
    z.object({ cluster: clusterName, sinceMs: atMs, stepMs: z.number().int().min(1000).optional() }),
    history,
  ),

  /** The file a node starts from, and what it says it runs with (sorted pairs; null when it does not answer). */
  'config.node': call(
    onNode,
    z.object({
      path: z.string().nullable(),
      text: z.string().nullable(),
      running: z.array(z.tuple([z.string(), z.string()])).nullable(),
      problem: text.nullable(),
    }),
  ),
  /** Files of a node's store with sizes; for attached nodes only what the protocol tells. */
  'store.node': call(
    onNode,
    z.object({
      folder: z.string().nullable(),
      /** The files' lengths together. */
      totalBytes: z.number().nullable(),
      /** What the folder takes on the disk: files laid out ahead are longer than what is written in them. */
      storedBytes: z.number().nullable(),
      files: z.array(z.object({ path: z.string(), bytes: z.number(), modifiedAtMs: atMs.nullable() })),
      facts: z.array(z.object({ label: text, value: z.string() })),
      isTruncated: z.boolean(),
    }),
  ),

  /** Small JSON documents of the window that outlive it: node positions, send templates. Up to 256 KiB each. */
  'documents.load': call(
    z.object({ key: z.string().regex(/^[A-Za-z0-9._/-]{1,200}$/) }),
    z.object({ value: z.unknown() }),
  ),
  'documents.save': call(z.object({ key: z.string().regex(/^[A-Za-z0-9._/-]{1,200}$/), value: z.unknown() }), done),
}
