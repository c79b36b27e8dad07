/**
 * The machines an article names: in tables, in /etc/hosts, in prompts and in sentences; what each is called, what it is said to
 * be, and which machine a line of the article speaks of.
 */
import { isAddressLiteral } from '../host-port.ts'
import type { TopologyHost } from '../topology-files.ts'
import { commentText, type ArticleLine } from './article-lines.ts'

/** More would not be an article. */
const HOSTS_MAX = 64
const NAMES_MAX = 256

/** A table of machines, as a plan or an environment section has it. */
export interface HostTable {
  readonly line: number
  readonly hosts: readonly string[]
}

/** What a line speaks of. */
export interface SpokenOf {
  readonly hosts: readonly string[]
  readonly isAll: boolean
  /** The line that says so. */
  readonly line: number
}

const EVERY =
  /各(?:个)?(?:服务器|节点|机器|主机|台)|每(?:台|个)(?:服务器|节点|机器|主机)|(?:所有|全部)的?(?:服务器|节点|机器|主机)|集群都|[两二三四2-9]\s*(?:台|个)(?:服务器|节点|机器|主机|机器个)|两台|两个主机|\b(?:both|each|every|all)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?(?:hosts?|servers?|nodes?|machines?)\b/i
const ROLE = /主|备|从|master|slave|broker|name\s*server|namesrv/i
const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g

interface Machine {
  name: string | undefined
  address: string | undefined
  readonly roles: string[]
}

/** Everything known about machines; names are told apart without case. */
export class HostBook {
  readonly tables: readonly HostTable[]
  /** Names of /etc/hosts, with their address. */
  readonly hostNames: ReadonlyMap<string, string>
  readonly #byAlias = new Map<string, string>()
  readonly #addresses = new Map<string, string>()
  readonly #roles = new Map<string, readonly string[]>()
  readonly #names: string[] = []

  constructor(
    machines: readonly Machine[],
    hostNames: ReadonlyMap<string, string>,
    tables: readonly { line: number; machines: readonly Machine[] }[],
  ) {
    this.hostNames = hostNames
    const aliases = new Map<string, string[]>()
    for (const [name, address] of hostNames) aliases.set(address, [...(aliases.get(address) ?? []), name])
    const canonical = new Map<Machine, string>()
    for (const machine of machines) {
      const known = machine.address === undefined ? [] : (aliases.get(machine.address) ?? [])
      const only = known.length === 1 ? known[0] : undefined
      const name = machine.name ?? only ?? machine.address ?? ''
      if (name === '' || this.#names.length >= HOSTS_MAX) continue
      canonical.set(machine, name)
      if (!this.#names.includes(name)) this.#names.push(name)
      this.#roles.set(name, [...(this.#roles.get(name) ?? []), ...machine.roles])
      for (const alias of [name, machine.address, ...known]) {
        if (alias !== undefined && !this.#byAlias.has(alias.toLowerCase())) this.#byAlias.set(alias.toLowerCase(), name)
      }
      if (machine.address !== undefined && !this.#addresses.has(name)) this.#addresses.set(name, machine.address)
    }
    this.tables = tables.map((table) => ({
      line: table.line,
      hosts: [...new Set(table.machines.map((machine) => canonical.get(machine) ?? ''))].filter((name) => name !== ''),
    }))
  }

  get hosts(): TopologyHost[] {
    return this.#names.map((name) => this.host(name))
  }

  /** The machine that is called so, by name, address or /etc/hosts. */
  resolve(alias: string): string | undefined {
    return this.#byAlias.get(alias.toLowerCase())
  }

  /** A host of that name, known or not. */
  host(name: string): TopologyHost {
    const address = this.#addresses.get(name) ?? (isAddressLiteral(name) ? name : undefined)
    return { name, addresses: address === undefined ? [] : [address] }
  }

  /** What tables and sentences say it is. */
  rolesOf(name: string): string {
    return (this.#roles.get(name) ?? []).join(' ')
  }

  /** Machines that are said to run a name server, in order. */
  get nameServerHosts(): string[] {
    return this.#names.filter((name) => /name\s*server|namesrv/i.test(this.rolesOf(name)))
  }

  /** Machines a text names, in order; `host:port` is an address of a program and counts for none. */
  mentionedIn(text: string): string[] {
    const found = new Set<string>()
    for (const match of text.matchAll(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}(?::\d+)?/g)) {
      if (match[0].includes(':')) continue
      const host = this.resolve(match[0]) ?? this.resolve(match[0].replace(/[._-]+$/, ''))
      if (host !== undefined) found.add(host)
    }
    return [...found]
  }
}

/** Reads the machines of an article. */
export function readHosts(lines: readonly ArticleLine[]): HostBook {
  const hostNames = new Map<string, string>()
  const machines: Machine[] = []
  const tables: { line: number; machines: Machine[] }[] = []
  const add = (name: string | undefined, address: string | undefined, role: string): Machine => {
    const known = machines.find((machine) =>
      name !== undefined && machine.name !== undefined
        ? machine.name.toLowerCase() === name.toLowerCase()
        : address !== undefined && machine.address === address,
    )
    const machine = known ?? { name, address, roles: [] }
    if (known === undefined && machines.length < HOSTS_MAX) machines.push(machine)
    machine.name ??= name
    machine.address ??= address
    if (role !== '') machine.roles.push(role)
    return machine
  }
  let lastTableLine = 0
  for (const line of lines) {
    if (line.kind === 'blank' || line.kind === 'fence' || line.kind === 'setting') continue
    const inHosts = hostsLineOf(line.text)
    if (inHosts !== undefined) {
      for (const name of inHosts.names) if (hostNames.size < NAMES_MAX) hostNames.set(name, inHosts.address)
      add(undefined, inHosts.address, '')
      continue
    }
    if (line.kind === 'table') {
      const row = tableRowOf(line.text)
      if (row === undefined) continue
      const machine = add(row.name, row.address, row.role)
      const table = tables.at(-1)
      if (table !== undefined && lastTableLine === line.number - 1) table.machines.push(machine)
      else tables.push({ line: line.number, machines: [machine] })
      lastTableLine = line.number
      continue
    }
    if (line.prompt !== undefined) continue
    const said = line.kind === 'comment' ? (commentText(line.text) ?? '') : line.text
    const listed = flattenedRows(said)
    if (listed.length > 0) {
      tables.push({ line: line.number, machines: listed.map((row) => add(undefined, row.address, row.role)) })
      continue
    }
    const single = roleLineOf(said)
    if (single !== undefined) add(undefined, single.address, single.role)
    else
      for (const match of said.matchAll(/(?:在|\bon|登录|修改)\s*((?:\d{1,3}\.){3}\d{1,3})(?![\d.:])/gi)) {
        if (isMachineAddress(match[1] ?? '')) add(undefined, match[1], '')
      }
  }
  addPromptHosts(lines, machines, hostNames)
  return new HostBook(machines, hostNames, tables)
}

/** For each line, which machines it speaks of: its nearest sentence above that names some, until a heading without any. */
export function spokenOf(lines: readonly ArticleLine[], book: HostBook): (SpokenOf | undefined)[] {
  const result: (SpokenOf | undefined)[] = []
  let outer: SpokenOf | undefined
  let inFence: SpokenOf | undefined
  let fence: number | undefined
  for (const line of lines) {
    if (line.fence !== fence) {
      fence = line.fence
      inFence = undefined
    }
    const isSentence = line.kind === 'prose' || line.kind === 'heading' || line.kind === 'comment'
    if (
      isSentence &&
      line.prompt === undefined &&
      hostsLineOf(line.text) === undefined &&
      roleLineOf(line.text) === undefined
    ) {
      const hosts = flattenedRows(line.text).length > 0 ? [] : book.mentionedIn(line.text)
      const isAll = hosts.length === 0 && EVERY.test(line.text)
      const said = hosts.length > 0 || isAll ? { hosts, isAll, line: line.number } : undefined
      if (line.fence !== undefined) inFence = said ?? inFence
      else if (line.kind === 'heading') outer = said
      else outer = said ?? outer
    }
    if (line.prompt?.host !== undefined) {
      const host = book.resolve(line.prompt.host)
      result.push({
        hosts: host === undefined ? [] : [host],
        isAll: line.prompt.host.includes('*'),
        line: line.number,
      })
    } else {
      result.push(inFence ?? outer)
    }
  }
  return result
}

/** `192.168.80.137 rocketmq-master1`. */
export function hostsLineOf(text: string): { address: string; names: string[] } | undefined {
  const match = /^\s*((?:\d{1,3}\.){3}\d{1,3})((?:\s+[A-Za-z][\w.-]{0,127}){1,8})\s*(?:#.*)?$/.exec(text)
  if (match === null || !isMachineAddress(match[1] ?? '')) return undefined
  return { address: match[1] ?? '', names: (match[2] ?? '').trim().split(/\s+/) }
}

function tableRowOf(text: string): { name: string | undefined; address: string | undefined; role: string } | undefined {
  const cells = text
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.replace(/[*`]/g, '').trim())
  const at = cells.findIndex((cell) => /^(?:\d{1,3}\.){3}\d{1,3}$/.test(cell))
  if (at < 0 || !isMachineAddress(cells[at] ?? '')) return undefined
  const others = cells.filter((_, index) => index !== at)
  const name = others.find(
    (cell) => /^[A-Za-z][\w.-]*$/.test(cell) && !/^(?:broker|nameserver|namesrv|master|slave)\d*$/i.test(cell),
  )
  return { name, address: cells[at], role: others.filter((cell) => cell !== name).join(' ') }
}

/** A table that lost its lines: `1 192.168.80.137 nameserver Master1 2 192.168.80.138 ...`. */
function flattenedRows(text: string): { address: string; role: string }[] {
  if (text.includes('=') || !/broker|nameserver|namesrv|master|slave/i.test(text)) return []
  const matches = [...text.matchAll(ADDRESS)].filter((match) => isMachineAddress(match[0]))
  const rows = matches.map((match, index) => ({
    address: match[0],
    role: text.slice(match.index + match[0].length, matches[index + 1]?.index ?? text.length).trim(),
  }))
  if (rows.length < 2 || rows.some(({ role }) => role.startsWith(':'))) return []
  return rows.every(({ role }) => ROLE.test(role)) ? rows : []
}

/** `192.168.36.54 为主`: an address, and in a few words what it is. */
function roleLineOf(text: string): { address: string; role: string } | undefined {
  const match = /^[\s•\-*]*((?:\d{1,3}\.){3}\d{1,3})(?![\d.:])\s*(.{1,40})$/.exec(text)
  if (match === null || !isMachineAddress(match[1] ?? '') || !ROLE.test(match[2] ?? '')) return undefined
  return { address: match[1] ?? '', role: (match[2] ?? '').trim() }
}

/** Prompts name machines that no table has. */
function addPromptHosts(
  lines: readonly ArticleLine[],
  machines: Machine[],
  hostNames: ReadonlyMap<string, string>,
): void {
  const known = new Set([
    ...machines.map(({ name }) => name?.toLowerCase()),
    ...[...hostNames.keys()].map((name) => name.toLowerCase()),
  ])
  const hasTable = machines.some(({ name }) => name !== undefined)
  for (const { prompt } of lines) {
    const name = prompt?.host
    if (
      name === undefined ||
      name === 'localhost' ||
      name.includes('*') ||
      known.has(name.toLowerCase()) ||
      machines.length >= HOSTS_MAX
    )
      continue
    known.add(name.toLowerCase())
    // Where a table lists the machines, another name in a prompt is a machine beside the cluster.
    if (!hasTable) machines.push({ name, address: undefined, roles: [] })
  }
}

function isMachineAddress(address: string): boolean {
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => part > 255)) return false
  return parts[0] !== 127 && parts[0] !== 0 && (parts[0] ?? 0) < 224
}
