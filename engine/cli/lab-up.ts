/** `mqlab up`: a topology or a user's folder to a running, complete cluster. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { EngineError } from '../base/errors.ts'
import type { Language } from '../config/finding.ts'
import { textOfBytes } from '../config/export/decode-text.ts'
import { readFolder, type SourceFile } from '../config/export/read-folder.ts'
import { stoppingFindings } from '../config/startup.ts'
import { type Topology, TOPOLOGIES } from '../config/topologies.ts'
import { checkClusterName, type ClusterSpec, findNode } from '../lab/cluster-spec.ts'
import { ClusterProbe } from '../lab/health.ts'
import type { HostMap } from '../lab/import-hosts.ts'
import { type Change, type ImportedCluster, importTopology } from '../lab/import-topology.ts'
import type { Step } from '../lab/plan.ts'
import { allPorts, blockPorts, type PortPlan, portCandidates } from '../lab/port-plan.ts'
import { planTopology, portWish } from '../lab/topology.ts'
import { portablePath } from '../node/node-file-system.ts'
import type { LabContext } from './lab-context.ts'

export interface UpOptions {
  readonly name?: string
  readonly portBase?: number
  /** Each `ADDR=LOOPBACK`. */
  readonly hosts: readonly string[]
  readonly isJson: boolean
}

const HOST = '127.0.0.1'
const COMPLETE_WAIT_MS = 60_000
const FILES_MAX = 200
const FILE_BYTES_MAX = 1024 * 1024

/** Starts, or resumes, the cluster and waits until every broker is registered and every slave in sync. */
export async function up(context: LabContext, target: string, options: UpOptions): Promise<ClusterSpec> {
  const { lab, language } = context
  const topology = TOPOLOGIES.find((known) => known === target)
  const name = checkClusterName(options.name ?? topology ?? folderName(target))
  const say = (line: string): void => {
    if (!options.isJson) context.print(line)
  }
  let spec: ClusterSpec
  if (lab.exists(name)) {
    spec = lab.load(name)
    // `custom` is what the window calls a shape of its own.
    checkSame(spec, topology ?? (target === spec.topology ? target : portablePath(resolve(target))))
    say(language === 'zh' ? `恢复集群 ${name}，沿用其端口与数据` : `resuming cluster ${name} with its ports and data`)
    if (portablePath(resolve(target)) === spec.topology) say(keepsItsFiles(name, target, language))
  } else if (topology !== undefined) {
    const ports = await choosePorts(context, topology, options.portBase)
    lab.create(planTopology({ name, topology, host: HOST, ports, paths: lab.paths }))
    spec = lab.load(name)
  } else {
    spec = await createFromFolder(context, target, name, options, say)
  }
  await lab.up(spec, (step) => say(stepLine(step, language)))
  const probe = new ClusterProbe(spec, context.ports)
  try {
    await probe.waitUntilComplete(COMPLETE_WAIT_MS)
  } finally {
    probe.stop()
  }
  return spec
}

/** @throws {EngineError} 'refused' for a file that no broker starts with: nothing is written then, and the folder is read again. */
function requireStartable({ spec, files }: ImportedCluster, fileOf: (node: string) => string): void {
  for (const { node, text } of files) {
    const program = findNode(spec, node).kind
    const [first] = stoppingFindings({ name: fileOf(node), text, program })
    if (first === undefined) continue
    const at = [first.file, first.line].filter((part) => part !== undefined).join(':')
    throw new EngineError('refused', `${spec.name} was not created. ${at}: ${first.message.en}; ${first.fix.en}`, {
      context: { field: first.key, rule: first.ruleId },
      zh: `${spec.name} 未创建。${at}：${first.message.zh}；${first.fix.zh}`,
    })
  }
}

/** Who mends a file in the folder and tries again must know that the cluster has files of its own. */
function keepsItsFiles(name: string, folder: string, language: Language): string {
  return language === 'zh'
    ? `沿用的是创建时的文件，不再读取 ${folder}：要应用其中的改动，请用 mqlab apply ${name} 文件...；要重新创建，请先执行 mqlab down --name ${name} --wipe`
    : `it keeps the files it was made of, ${folder} is not read again: mqlab apply ${name} FILES... takes changes over, mqlab down --name ${name} --wipe makes room for a new start`
}

async function createFromFolder(
  context: LabContext,
  target: string,
  name: string,
  options: UpOptions,
  say: (line: string) => void,
): Promise<ClusterSpec> {
  const { lab, host, language } = context
  const folder = resolve(target)
  const reserved = lab.reservedPorts()
  const { topology, leftOut } = readFolder(readUserFiles(folder, target))
  for (const { path, why } of leftOut) if (isPropertyFile(path)) say(`${path}: ${why[language]}`)
  const imported = await importTopology({
    name,
    label: portablePath(folder),
    topology,
    hosts: parseHosts(options.hosts),
    paths: lab.paths,
    isPortFree: async (address, port) => !reserved.has(`${address}:${port}`) && (await host.isPortFree(address, port)),
    isHostUsable: (address) => host.isPortFree(address, 0),
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
  })
  requireStartable(imported, (node) => topology.files.find((file) => file.node === node)?.origin ?? node)
  lab.create(imported)
  for (const change of imported.changes) say(changeLine(change, language))
  return lab.load(name)
}

async function choosePorts(context: LabContext, topology: Topology, base: number | undefined): Promise<PortPlan> {
  const wish = portWish(topology)
  const reserved = context.lab.reservedPorts()
  const taken = async (plan: PortPlan): Promise<number | undefined> => {
    for (const port of allPorts(plan)) {
      if (reserved.has(`${HOST}:${port}`) || !(await context.host.isPortFree(HOST, port))) return port
    }
    return undefined
  }
  if (base !== undefined) {
    const plan = blockPorts(base, wish)
    const port = await taken(plan)
    if (port === undefined) return plan
    throw new EngineError('usage', `port ${port} of port base ${base} is taken; choose another --port-base`, {
      context: { field: 'port-base', value: base },
      zh: `端口基数 ${base} 中的端口 ${port} 已被占用；请换一个 --port-base`,
    })
  }
  for (const plan of portCandidates(wish)) if ((await taken(plan)) === undefined) return plan
  throw new EngineError('usage', 'no free block of ports between 20000 and 60000; choose one with --port-base', {
    zh: '20000 到 60000 之间没有空闲的端口段；请用 --port-base 指定',
  })
}

function checkSame(spec: ClusterSpec, wanted: string): void {
  if (spec.topology === wanted) return
  throw new EngineError(
    'usage',
    `cluster "${spec.name}" exists and is ${spec.topology}, not ${wanted}; choose another --name, or remove it: mqlab down --name ${spec.name} --wipe`,
    {
      zh: `集群“${spec.name}”已存在，类型为 ${spec.topology} 而非 ${wanted}；请换 --name，或先删除：mqlab down --name ${spec.name} --wipe`,
    },
  )
}

/** Property files of the folder and of the folders in it, and what an export of ours adds to them. */
function readUserFiles(folder: string, shown: string): SourceFile[] {
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch (cause) {
    throw new EngineError(
      'usage',
      `"${shown}" is neither a topology (${TOPOLOGIES.join(', ')}) nor a folder of property files`,
      {
        context: { field: 'topology', value: shown },
        zh: `“${shown}”既不是拓扑（${TOPOLOGIES.join('、')}），也不是配置文件目录`,
        cause,
      },
    )
  }
  const files = names
    .filter((name) => isPropertyFile(name) || /(\.sh|topology\.json)$/.test(name))
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
    .sort()
  if (files.length > FILES_MAX || files.some((name) => statSync(join(folder, name)).size > FILE_BYTES_MAX)) {
    throw new EngineError('usage', `${shown} has more than ${FILES_MAX} property files, or one above 1 MiB`, {
      zh: `${shown} 中的配置文件超过 ${FILES_MAX} 个，或有文件超过 1 MiB`,
    })
  }
  return files.map((name) => ({ path: portablePath(name), text: textOfBytes(readFileSync(join(folder, name))) }))
}

function isPropertyFile(name: string): boolean {
  return /\.(properties|conf)$/i.test(name)
}

function parseHosts(flags: readonly string[]): HostMap {
  return new Map(
    flags.map((flag) => {
      const [from, to, ...rest] = flag.split('=')
      if (from === undefined || from === '' || to === undefined || rest.length > 0 || !/^127(\.\d{1,3}){3}$/.test(to)) {
        throw new EngineError('usage', `--host ${flag}: write ADDR=LOOPBACK, for example 192.168.1.161=127.0.0.2`, {
          context: { field: 'host', value: flag },
          zh: `--host ${flag}：应写作 地址=回环地址，例如 192.168.1.161=127.0.0.2`,
        })
      }
      return [from, to] as const
    }),
  )
}

function folderName(target: string): string {
  return basename(resolve(target)).replace(/[^A-Za-z0-9._-]/g, '-')
}

export function stepLine(step: Step, language: LabContext['language']): string {
  const names = step.nodes.map((node) => node.name).join(', ')
  if (language === 'zh')
    return `${step.action === 'start' ? '启动' : step.action === 'resume' ? '解冻' : '停止'} ${names}`
  return `${step.action === 'start' ? 'starting' : step.action === 'resume' ? 'resuming' : 'stopping'} ${names}`
}

function changeLine({ file, key, from, to, why }: Change, language: LabContext['language']): string {
  return `${file}: ${key}: ${from ?? '-'} -> ${to} (${why[language]})`
}
