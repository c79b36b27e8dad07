/**
 * The machines an article names: in tables, in /etc/hosts, in prompts and in sentences; what each is called, what it is said to
 * be, and which machine a line of the article speaks of.
 */
import { isAddressLiteral } from '../host-port.ts'
import type { TopologyHost } from '../topology-files.ts'
import { commentText, settingKeyOf, type ArticleLine } from './article-lines.ts'
import {
  ADDRESS,
  flattenedRows,
  hostsLineOf,
  isMachineAddress,
  namedAddresses,
  roleLineOf,
  tableRowOf,
} from './host-lines.ts'

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

interface Machine {
  name: string | undefined
  address: string | undefined
  readonly roles: string[]
}

const SPOKEN_ADDRESS = /(?:在|\bon|登录|修改)\s*`?((?:\d{1,3}\.){3}\d{1,3})(?![\d.]|:\d)/gi
/** Commands that name another machine than the one they are typed on. */
const ELSEWHERE = /^\s*(?:sudo\s+)?(?:scp|rsync|ping|telnet|curl|nc)\s/
/** `服务器1`, `node 2`: the first and the second of a table. */
const ORDINAL = /(?<![A-Za-z])(?:服务器|机器|节点|主机|server|machine|node|host)\s?([1-9])(?![\d.])/gi

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
    if (ELSEWHERE.test(text)) return []
    for (const match of text.matchAll(/[A-Za-z0-9][A-Za-z0-9._-]{0,127}(?::\d+)?/g)) {
      if (match[0].includes(':')) continue
      const host = this.resolve(match[0]) ?? this.resolve(match[0].replace(/[._-]+$/, ''))
      if (host !== undefined) found.add(host)
    }
    if (found.size === 0) for (const host of this.#ordinals(text)) found.add(host)
    return [...found]
  }

  #ordinals(text: string): string[] {
    const hosts = this.tables[0]?.hosts ?? []
    return [...text.matchAll(ORDINAL)].flatMap((match) => hosts[Number(match[1]) - 1] ?? [])
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
  const configured = configuredAddresses(lines)
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
    if (single !== undefined) {
      add(single.name, single.address, single.role)
      continue
    }
    for (const { name, address } of namedAddresses(said)) add(name, address, '')
    for (const match of said.matchAll(SPOKEN_ADDRESS)) {
      if (isMachineAddress(match[1] ?? '')) add(undefined, match[1], '')
    }
    for (const match of said.matchAll(ADDRESS)) {
      // An address that a file names too is a machine of the article wherever a sentence has it.
      if (said.charAt(match.index + match[0].length) !== ':' && configured.has(match[0])) add(undefined, match[0], '')
    }
  }
  addPromptHosts(lines, machines, hostNames)
  return new HostBook(machines, hostNames, tables)
}

/** Addresses of name servers, members and brokers in the settings of the article. */
function configuredAddresses(lines: readonly ArticleLine[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { kind, text } of lines) {
    if (kind !== 'setting' || !/^(?:namesrvAddr|dLegerPeers|brokerIP[12])$/.test(settingKeyOf(text) ?? '')) continue
    for (const match of text.matchAll(ADDRESS)) if (isMachineAddress(match[0])) found.add(match[0])
  }
  return found
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
