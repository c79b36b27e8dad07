/**
 * Which process is at the other end of a loopback connection, and who listens on a port, read from Linux's `/proc`: the
 * socket's inode stands in `/proc/net/tcp`, and whoever holds `socket:[inode]` among its descriptors owns it. Elsewhere, and
 * for processes of other users, the answer is 'unknown'.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Address, PortOwner } from '../base/ports.ts'
import type { PeerFinder } from './faulty-network.ts'
import { matchesAddress } from './link-fault.ts'

const LISTEN_STATE = '0A'

interface SocketRow {
  readonly local: Address
  readonly remote: Address
  readonly state: string
  readonly inode: string
}

/** The finder for this system. */
export function procPeerFinder(platform: NodeJS.Platform = process.platform): PeerFinder {
  return platform === 'linux' ? findOnLinux : () => 'unknown'
}

const findOnLinux: PeerFinder = ({ local, remote }, { addresses, pids }) => {
  const rows = [...parseSocketTable(readText('/proc/net/tcp')), ...parseSocketTable(readText('/proc/net/tcp6'))]
  const inode = rows.find((row) => isSame(row.local, remote) && isSame(row.remote, local))?.inode
  if (inode === undefined || inode === '0') return 'unknown'
  for (const pid of pids) if (socketInodes(String(pid)).has(inode)) return 'yes'
  // A peer that was restarted has another id but listens where it did.
  const listening = new Set(
    rows
      .filter((row) => row.state === LISTEN_STATE && addresses.some((pattern) => isListeningOn(row.local, pattern)))
      .map((row) => row.inode),
  )
  for (const pid of readNames('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const held = socketInodes(pid)
    if (held.has(inode)) return [...held].some((other) => listening.has(other)) ? 'yes' : 'no'
  }
  return 'unknown'
}

/** Who listens on `address`, or on its port at every address. */
export function findPortOwner(address: Address, platform: NodeJS.Platform = process.platform): PortOwner | undefined {
  if (platform !== 'linux') return undefined
  const rows = [...parseSocketTable(readText('/proc/net/tcp')), ...parseSocketTable(readText('/proc/net/tcp6'))]
  const inodes = new Set(listeningInodes(rows, address))
  if (inodes.size === 0) return undefined
  for (const pid of readNames('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    if ([...socketInodes(pid)].some((inode) => inodes.has(inode))) return { pid: Number(pid), program: programOf(pid) }
  }
  return undefined
}

function listeningInodes(rows: readonly SocketRow[], { host, port }: Address): string[] {
  return rows
    .filter(({ state, local }) => state === LISTEN_STATE && isListeningOn(local, `${host}:${port}`))
    .map(({ inode }) => inode)
}

/** What a person calls the process: its program, and for a runtime what it runs (`node mqbroker.js`). */
function programOf(pid: string): string {
  const [program = '', first] = readText(`/proc/${pid}/cmdline`)
    .split('\0')
    .filter((part, i) => i === 0 || (part !== '' && !part.startsWith('-')))
  const name = basename(program.split(' ')[0] ?? '')
  if (name === '') return readText(`/proc/${pid}/comm`).trim() || 'unknown'
  return /^(node|java|python[\d.]*|bash|sh)$/.test(name) && first !== undefined ? `${name} ${basename(first)}` : name
}

/** Rows of `/proc/net/tcp` or `tcp6` whose addresses are IPv4, mapped ones included. */
export function parseSocketTable(text: string): SocketRow[] {
  const rows: SocketRow[] = []
  for (const line of text.split('\n').slice(1)) {
    const [, localHex, remoteHex, state, , , , , , inode] = line.trim().split(/\s+/)
    const local = parseSocketAddress(localHex)
    const remote = parseSocketAddress(remoteHex)
    if (local === undefined || remote === undefined || state === undefined || inode === undefined) continue
    rows.push({ local, remote, state, inode })
  }
  return rows
}

/** `0100007F:1F90` is 127.0.0.1:8080; a word of an address is in host order, which is little-endian on our machines. */
function parseSocketAddress(hex: string | undefined): Address | undefined {
  const match = /^(0{24}|0{16}FFFF0000)?([0-9A-F]{8}):([0-9A-F]{4})$/.exec(hex ?? '')
  if (match?.[2] === undefined || match[3] === undefined) return undefined
  const word = match[2]
  const octets = [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16))
  return { host: octets.join('.'), port: Number.parseInt(match[3], 16) }
}

function isSame(a: Address, b: Address): boolean {
  return a.port === b.port && a.host === b.host
}

/** A socket bound to every address listens on each. */
function isListeningOn(bound: Address, pattern: string): boolean {
  if (pattern === '*') return false
  if (bound.host !== '0.0.0.0') return matchesAddress(pattern, bound)
  return pattern.endsWith(`:${bound.port}`)
}

function socketInodes(pid: string): Set<string> {
  const inodes = new Set<string>()
  const folder = `/proc/${pid}/fd`
  for (const name of readNames(folder)) {
    try {
      const match = /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))
      if (match?.[1] !== undefined) inodes.add(match[1])
    } catch {
      // Closed between the listing and the look: it is not the socket in question, which is open.
    }
  }
  return inodes
}

/** Names in a `/proc` folder; none when the process is gone or another user's. */
function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
