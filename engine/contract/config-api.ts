/**
 * Configuration: the property files of a cluster, the plan by which a change reaches its running nodes, the progress of that
 * plan, the versions that were applied, and taking a cluster out or in as files.
 *
 * A file's text is as its author sees it: UTF-8 where its bytes are that, else ISO-8859-1 (`textOfFile`); it is written back
 * in the same encoding, byte for byte where nothing was changed.
 */
import * as z from 'zod'
import { done } from './clusters-api.ts'
import { call, stream } from './rpc.ts'
import { atMs, clusterName, nodeName } from './state.ts'
import { text } from './text.ts'

/** Longest property file taken, characters; the parser's own bound. */
const fileText = z.string().max(1_048_576)
const inCluster = z.object({ cluster: clusterName })

/** The document that keeps the window's edits of a cluster's files; it goes with the cluster. */
export function configEditsKey(cluster: string): string {
  return `config-edits/${cluster}`
}

/** One file to apply. */
export const nodeText = z.object({ node: nodeName, text: fileText })
export type NodeText = z.infer<typeof nodeText>

export const configFile = z.object({
  node: nodeName,
  kind: z.enum(['broker', 'namesrv']),
  /** The host it stands for: `host-1`; an address for attached clusters. */
  machine: z.string(),
  /** Null for attached nodes, whose files cannot be reached. */
  path: z.string().nullable(),
  /**
   * The file; for an attached node a text made of what it runs with where that differs from the default. Null when neither can
   * be read, `problem` says why.
   */
  text: fileText.nullable(),
  source: z.enum(['file', 'running']),
  /** What it says it runs with (sorted pairs); null when it does not answer. */
  running: z.array(z.tuple([z.string(), z.string()])).nullable(),
  problem: text.nullable(),
})
export type ConfigFile = z.infer<typeof configFile>

/** What happens with one key on one node. */
export const configChange = z.object({
  node: nodeName,
  key: z.string(),
  /** As the file says today, and will say; null where the key is not in it. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** What it runs with now; null when it does not answer or does not tell. */
  running: z.string().nullable(),
  /** `now`: updateBrokerConfig. `restart`: a restart of the node. `none`: comment, dead key, or the value it runs with already. */
  effect: z.enum(['now', 'restart', 'none']),
  /** Why it cannot be hot, why it has no effect. */
  why: text.nullable(),
})
export type ConfigChange = z.infer<typeof configChange>

export const planStep = z.object({
  /** 1, 2, ... in order. */
  number: z.number().int().min(1),
  action: z.enum(['write', 'update', 'restart-slave', 'restart-master', 'restart-namesrv']),
  nodes: z.array(nodeName),
  title: text,
  /** What is waited for, what goes on meanwhile. */
  detail: text,
  expectedMs: z.number(),
  /** The command it stands for. */
  command: z.string().nullable(),
})
export type PlanStep = z.infer<typeof planStep>

/** A finding of lint or of the plan itself; `error` stops the apply. */
export const planProblem = z.object({
  id: z.string(),
  severity: z.enum(['error', 'warning', 'hint']),
  node: nodeName.nullable(),
  key: z.string().nullable(),
  line: z.number().nullable(),
  message: text,
  fix: text.nullable(),
})
export type PlanProblem = z.infer<typeof planProblem>

export const configPlan = z.object({
  cluster: clusterName,
  changes: z.array(configChange),
  steps: z.array(planStep),
  /** What producers and consumers will notice, a sentence each. */
  clientsNotice: z.array(text),
  problems: z.array(planProblem),
  expectedMs: z.number(),
  /** Stands for files, running state and steps; `config.apply` is refused when it would now be another plan. */
  planKey: z.string(),
})
export type ConfigPlan = z.infer<typeof configPlan>

export const applyStep = planStep.extend({
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped', 'rolled-back']),
  startedAtMs: atMs.nullable(),
  endedAtMs: atMs.nullable(),
  /** What it waits for just now, or what went wrong. */
  now: text.nullable(),
})

/** An apply under way, or the last one. */
export const applyState = z.object({
  cluster: clusterName,
  version: z.number().int(),
  state: z.enum(['running', 'stopping', 'done', 'stopped', 'failed']),
  startedAtMs: atMs,
  endedAtMs: atMs.nullable(),
  steps: z.array(applyStep),
  /** What went wrong, what was rolled back, what to do. */
  problem: text.nullable(),
})
export type ApplyState = z.infer<typeof applyState>

export const configVersion = z.object({
  version: z.number().int().min(0), // 0: the files as the cluster was made
  atMs,
  author: z.enum(['window', 'mqlab', 'first']),
  note: z.string().max(500),
  nodes: z.array(nodeName),
  keys: z.array(z.string()),
  result: z.enum(['done', 'stopped', 'failed', 'running']),
})
export type ConfigVersion = z.infer<typeof configVersion>

export const exportFormat = z.enum(['folder', 'script', 'systemd', 'compose'])

const exportedFile = z.object({ path: z.string(), text: z.string(), isExecutable: z.boolean(), purpose: text })

/** A topology read from files or an article; see engine/config/topology-files.ts. */
export const topologyFiles = z.object({
  clusterName: z.string().max(255),
  hosts: z
    .array(z.object({ name: z.string().min(1).max(255), addresses: z.array(z.string().max(255)).max(32) }))
    .max(64),
  files: z
    .array(
      z.object({
        host: z.string(),
        node: z.string().min(1).max(64),
        program: z.enum(['broker', 'namesrv']),
        text: fileText,
        origin: z.string().max(4096).optional(),
      }),
    )
    .max(160),
})

export const configApi = {
  'config.files': call(
    inCluster,
    z.object({
      files: z.array(configFile),
      namesrvAddr: z.string(),
      /** Addresses of each machine, for the rules about several files. */
      hostAddresses: z.record(z.string(), z.array(z.string())),
    }),
  ),
  /** What applying these files would do; nothing is done. Files left out stay as they are. */
  'config.plan': call(z.object({ cluster: clusterName, files: z.array(nodeText).max(160) }), configPlan),
  /** Begins; progress comes by `config.applying`. Refused while another apply runs, or when the plan has an error or changed. */
  'config.apply': call(
    z.object({
      cluster: clusterName,
      files: z.array(nodeText).max(160),
      note: z.string().max(500),
      planKey: z.string(),
    }),
    z.object({ version: z.number().int() }),
  ),
  /** Stops after the step that runs now. */
  'config.stopApply': call(inCluster, done),
  /** The apply that runs or ran last, whole, at each change; nothing while there was none. */
  'config.applying': stream(inCluster, applyState),
  /** Newest first. */
  'config.versions': call(inCluster, z.object({ versions: z.array(configVersion) })),
  /** All files as that version has them. */
  'config.version': call(
    z.object({ cluster: clusterName, version: z.number().int().min(0) }),
    z.object({ files: z.array(nodeText) }),
  ),
  'config.export': call(
    z.object({ cluster: clusterName, format: exportFormat }),
    z.object({ files: z.array(exportedFile) }),
  ),
  /** Makes a cluster of property files (a folder, an article): copies get the lab's folders, addresses and free ports. */
  'clusters.createFromFiles': call(
    z.object({ name: clusterName, topology: topologyFiles, start: z.boolean() }),
    z.object({
      cluster: clusterName,
      changes: z.array(
        z.object({ node: z.string(), key: z.string(), from: z.string().nullable(), to: z.string(), why: text }),
      ),
    }),
  ),
}
