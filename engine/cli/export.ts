/** `mqlab export`: a cluster as property files, scripts, systemd units or docker compose, written to a folder or printed as JSON. */
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { EngineError } from '../base/errors.ts'
import { exportTopology } from '../config/export/export-topology.ts'
import { rehome } from '../config/export/rehome.ts'
import { say, type BilingualText } from '../config/finding.ts'
import { isLoopback } from '../config/topology-complete.ts'
import { EXPORT_FORMATS, type ExportFormat, type TopologyHost } from '../config/topology-files.ts'
import { readTarget } from '../lab/apply/read-target.ts'
import { topologyOfAttached, topologyOfCluster } from '../lab/export-cluster.ts'
import type { LabContext } from './lab-context.ts'
import { withCluster } from './with-cluster.ts'

export interface ExportFlags {
  readonly format: string
  /** Folder to write to; new or empty. */
  readonly out?: string
  readonly json?: boolean
  /** Each `HOST=ADDRESS`: where a host of the lab is to be. */
  readonly host?: readonly string[]
  readonly store?: string
}

/** @throws {EngineError} 'usage' for an unknown format or a folder that has something in it: nothing is written then. */
export async function exportCommand(context: LabContext, cluster: string, flags: ExportFlags): Promise<void> {
  const { lab, host, language } = context
  const format = formatOf(flags.format)
  const own = await withCluster(context, cluster, async ({ spec }, target) =>
    spec === undefined
      ? topologyOfAttached(await readTarget(lab, host, target))
      : topologyOfCluster(spec, lab.paths, host.fs),
  )
  const topology = rehome(own, {
    addresses: addressesOf(flags.host ?? []),
    ...(flags.store === undefined ? {} : { storeRoot: flags.store }),
  })
  const files = exportTopology(topology, format)
  // With --json and no --out the files are the answer; nothing is written.
  const out = flags.out ?? (flags.json === true ? undefined : `${cluster}-${format}`)
  if (out !== undefined) {
    requireEmpty(out)
    for (const { path, text, isExecutable } of files) {
      const full = join(out, ...path.split('/'))
      mkdirSync(dirname(full), { recursive: true })
      writeFileSync(full, text)
      if (isExecutable) chmodSync(full, 0o755)
    }
  }
  if (flags.json === true) {
    const folder = out === undefined ? {} : { folder: resolve(out) }
    context.print(JSON.stringify({ cluster, format, ...folder, files }))
    return
  }
  for (const { path, purpose } of files) context.print(`${join(out ?? '', path)}  # ${purpose[language]}`)
  const stay = topology.hosts.filter(({ addresses }) => addresses.some((address) => isLoopback(address)))
  // Containers have a network of their own.
  if (format !== 'compose' && stay.length > 0) context.print(stayLine(stay, flags.store === undefined)[language])
}

/** What the reader of a script must know before it runs on another machine. */
function stayLine(hosts: readonly TopologyHost[], isStoreOfLab: boolean): BilingualText {
  const names = hosts.map(({ name }) => name)
  const flagged = names.map((name) => `--host ${name}=ADDRESS`).join(' ')
  return say(
    `# only this machine reaches ${names.join(', ')}: for machines of their own add ${flagged}${isStoreOfLab ? ', and --store DIR, as the folders are those of the lab' : ''}`,
    `# 只有本机能访问 ${names.join('、')}：要在各自的机器上运行，请加 ${flagged}${isStoreOfLab ? '，并用 --store 指定目录，因为现在写的是实验室的目录' : ''}`,
  )
}

function formatOf(format: string): ExportFormat {
  const known = EXPORT_FORMATS.find((each) => each === format)
  if (known !== undefined) return known
  throw new EngineError('usage', `--format ${format}: use one of ${EXPORT_FORMATS.join(', ')}`, {
    context: { field: 'format', value: format },
    zh: `--format ${format}：应为 ${EXPORT_FORMATS.join('、')} 之一`,
  })
}

function addressesOf(flags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    flags.map((flag) => {
      const at = flag.lastIndexOf('=')
      if (at > 0) return [flag.slice(0, at), flag.slice(at + 1)]
      throw new EngineError('usage', `--host ${flag}: write HOST=ADDRESS, for example host-1=192.168.1.161`, {
        context: { field: 'host', value: flag },
        zh: `--host ${flag}：应写作 主机=地址，例如 host-1=192.168.1.161`,
      })
    }),
  )
}

function requireEmpty(folder: string): void {
  if (!existsSync(folder)) return
  let isEmpty = false
  try {
    isEmpty = readdirSync(folder).length === 0
  } catch {
    // A file, or not ours to read: nothing can be written into it.
  }
  if (isEmpty) return
  throw new EngineError('usage', `--out ${folder} has something in it; name a new or an empty folder`, {
    context: { field: 'out', value: folder },
    zh: `--out ${folder} 不为空；请指定一个新的或空的目录`,
  })
}
