/**
 * A lab's topology for the machines it is to run on: their addresses in place of loopback, folders that exist there. Everything
 * else of the files stays. Pure.
 */
import { EngineError } from '../../base/errors.ts'
import { parseHostPorts } from '../host-port.ts'
import {
  propertiesView,
  removeProperty,
  setProperty,
  writeProperties,
  type PropertiesDocument,
} from '../properties-text.ts'
import { readableProperties } from '../topology-check.ts'
import { completeTopology, isLoopback } from '../topology-complete.ts'
import type { TopologyFile, TopologyFiles } from '../topology-files.ts'

export interface NewHome {
  /** By host name; hosts that are not named stay where they are. */
  readonly addresses: Readonly<Record<string, string>>
  /** Folder that holds a folder a node; as the files say when it is left out. */
  readonly storeRoot?: string
}

/** @throws {EngineError} 'usage' for a host that is not there, and for what is no address. */
export function rehome(topology: TopologyFiles, home: NewHome): TopologyFiles {
  for (const [host, address] of Object.entries(home.addresses)) {
    if (!topology.hosts.some(({ name }) => name === host)) throw noHost(host, topology)
    if (!isPlainAddress(address)) throw noAddress(host, address)
  }
  if (home.storeRoot !== undefined && !isAbsolutePath(home.storeRoot)) throw noFolder(home.storeRoot)
  const completed = completeTopology(topology)
  const newAddress = (host: string): string | undefined => home.addresses[host]
  const hostOf = new Map(topology.files.map((file) => [file.node, file.host]))
  return {
    ...topology,
    hosts: topology.hosts.map(({ name, addresses }) => {
      const address = newAddress(name)
      return { name, addresses: address === undefined ? addresses : [address] }
    }),
    files: topology.files.map((file) => {
      const document = readableProperties(file.text)
      if (document === undefined) return file
      const edit = new Edit(document)
      const address = newAddress(file.host)
      if (address !== undefined) {
        for (const key of ['brokerIP1', 'brokerIP2']) if (edit.has(key)) edit.set(key, address)
        if (isLoopback(edit.get('bindAddress'))) edit.set('bindAddress', '0.0.0.0')
      }
      if (file.program === 'broker')
        moveNameServers(edit, completed.nameServersOf(file.node), (node) => newAddress(hostOf.get(node) ?? ''))
      if (home.storeRoot !== undefined) moveFolders(edit, file, home.storeRoot.replace(/\/+$/, ''))
      const text = writeProperties(edit.document)
      return text === file.text ? file : { ...file, text }
    }),
  }
}

/** Can stand in `namesrvAddr` and behind `-n`. */
export function isPlainAddress(address: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(address)
}

export function isAbsolutePath(folder: string): boolean {
  return /^([A-Za-z]:)?\//.test(folder)
}

class Edit {
  document: PropertiesDocument

  constructor(document: PropertiesDocument) {
    this.document = document
  }

  has(key: string): boolean {
    return propertiesView(this.document).has(key)
  }

  get(key: string): string {
    return propertiesView(this.document).get(key)?.trim() ?? ''
  }

  set(key: string, value: string): void {
    if (this.get(key) !== value) this.document = setProperty(this.document, key, value)
  }

  remove(key: string): void {
    this.document = removeProperty(this.document, key)
  }
}

/** Each name server by its new address; the list stays as it is when none of them moves. */
function moveNameServers(
  edit: Edit,
  servers: readonly string[],
  newAddress: (server: string) => string | undefined,
): void {
  const list = parseHostPorts(edit.get('namesrvAddr'))
  if (list.status === 'bad' || list.addresses.length !== servers.length) return
  const moved = list.addresses.map(({ host, port }, index) => {
    return `${newAddress(servers[index] ?? '') ?? host}:${port}`
  })
  const before = list.addresses.map(({ host, port }) => `${host}:${port}`)
  if (moved.join(';') !== before.join(';')) edit.set('namesrvAddr', moved.join(';'))
}

function moveFolders(edit: Edit, file: TopologyFile, root: string): void {
  const folder = `${root}/${file.node}`
  if (file.program === 'namesrv') {
    if (edit.has('kvConfigPath')) edit.set('kvConfigPath', `${folder}/kvConfig.json`)
    // RocketMQ takes the file that it was started with.
    if (edit.has('configStorePath')) edit.remove('configStorePath')
    return
  }
  edit.set('storePathRootDir', `${folder}/store`)
  if (edit.has('storePathCommitLog')) edit.set('storePathCommitLog', `${folder}/store/commitlog`)
}

function noHost(host: string, { hosts }: TopologyFiles): EngineError {
  const known = hosts.map(({ name }) => name).join(', ')
  return new EngineError('usage', `there is no host "${host}"; there are ${known}`, {
    context: { field: 'host', value: host },
    zh: `没有主机“${host}”；现有主机：${known}`,
  })
}

function noFolder(folder: string): EngineError {
  return new EngineError('usage', `"${folder}" is no absolute path: write for example /var/lib/rocketmq`, {
    context: { field: 'store', value: folder },
    zh: `“${folder}”不是绝对路径：例如可写 /var/lib/rocketmq`,
  })
}

function noAddress(host: string, address: string): EngineError {
  return new EngineError('usage', `"${address}" is no address for ${host}: write an IPv4 address or a host name`, {
    context: { field: 'host', value: address },
    zh: `“${address}”不能作为 ${host} 的地址：请写 IPv4 地址或主机名`,
  })
}
