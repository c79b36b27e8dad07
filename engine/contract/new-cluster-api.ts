/** Making a cluster: a draft that the user edits, what the doctor says of it, what it would write and run. */
import * as z from 'zod'
import { call } from './rpc.ts'
import { clusterName } from './state.ts'
import { text } from './text.ts'

export const topologyName = z.enum(['single', '2m-noslave', '2m-2s-async', '2m-2s-sync', '1m-1s-sync', 'custom'])
export type TopologyName = z.infer<typeof topologyName>

/** What is counted; a named topology fixes it, `custom` leaves it open. */
export const draftShape = z.object({
  topology: topologyName,
  masters: z.number().int().min(1).max(16),
  slavesPerMaster: z.number().int().min(0).max(4),
  nameServers: z.number().int().min(1).max(8),
  machines: z.number().int().min(1).max(8),
  /** A slave stands on the next machine, as in the articles; otherwise beside its master. */
  isCrossed: z.boolean(),
  replication: z.enum(['async', 'sync']),
  flush: z.enum(['ASYNC_FLUSH', 'SYNC_FLUSH']),
})
export type DraftShape = z.infer<typeof draftShape>

/** One node of a draft. `folder` is relative to the cluster's own folder or absolute. */
export const draftNode = z.object({
  name: z.string().min(1).max(64),
  kind: z.enum(['namesrv', 'broker']),
  machine: z.string(),
  listenPort: z.number().int().min(0).max(70_000),
  folder: z.string().max(4096),
  brokerName: z.string().nullable(),
  brokerId: z.number().int().nullable(),
  role: z.enum(['ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE']).nullable(),
})
export type DraftNode = z.infer<typeof draftNode>

export const clusterDraft = z.object({
  name: z.string().max(100),
  brokerClusterName: z.string().max(255),
  shape: draftShape,
  nodes: z.array(draftNode).max(160),
  /** Bytes of one commit log file (`mappedFileSizeCommitLog`); RocketMQ's own 1 GiB when left out. */
  commitLogFileBytes: z.number().int().min(1_048_576).max(1_073_741_824).optional(),
})
export type ClusterDraft = z.infer<typeof clusterDraft>

/** One finding of the doctor. `field` is `name`, `brokerClusterName` or `nodes/<name>/<port|folder|role|name>`. */
export const doctorFinding = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'hint']),
  /** Rule id: `port-collision-same-host`, `mappedFileSizeCommitLog`. */
  rule: z.string(),
  title: text,
  detail: text,
  field: z.string().nullable(),
  node: z.string().nullable(),
  /** Label of the button, and the draft as it would be with this fix alone. */
  fix: z.object({ label: text, draft: clusterDraft }).nullable(),
})
export type DoctorFinding = z.infer<typeof doctorFinding>

export const draftPreview = z.object({
  /** What each node would be started from; `lines` are tinted (1-based) where a finding stands. */
  files: z.array(
    z.object({
      node: z.string(),
      path: z.string(),
      text: z.string(),
      lines: z.array(z.object({ line: z.number(), finding: z.string() })),
    }),
  ),
  commands: z.array(z.object({ comment: text, command: z.string() })),
})

export const newClusterApi = {
  /** A complete draft with free ports for a shape; keeps names and ports of `previous` where they still fit. */
  'draft.propose': call(
    z.object({ name: z.string().max(100).optional(), shape: draftShape, previous: clusterDraft.optional() }),
    z.object({ draft: clusterDraft }),
  ),
  /** What stands in the way, what it would write; also the draft with every fix applied. */
  'draft.check': call(
    z.object({ draft: clusterDraft }),
    z.object({
      findings: z.array(doctorFinding),
      passed: z.array(z.object({ rule: z.string(), title: text })),
      fixedDraft: clusterDraft.nullable(),
      preview: draftPreview,
      /** Processes, memory and start-up time to expect. */
      expects: z.object({ processes: z.number(), memoryBytes: z.number(), diskBytes: z.number() }),
    }),
  ),
  /** Writes the cluster (refused while the doctor finds errors) and starts it when asked. Returns once files are written. */
  'clusters.create': call(z.object({ draft: clusterDraft, start: z.boolean() }), z.object({ cluster: clusterName })),
}
