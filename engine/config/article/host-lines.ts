/** One line that tells of machines: of /etc/hosts, of a table, of a list, in a sentence. It refuses to keep what it reads. */

const ROLE = /主|备|从|master|slave|broker|name\s*server|namesrv/i
/** Host names of articles have a number or a hyphen; broker names are none. */
const HOST_NAME = /^(?!broker|nameserver|namesrv|master|slave)(?=[^\d-]*[\d-])[A-Za-z][\w.-]*$/i
export const ADDRESS = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g

/** `192.168.80.137 rocketmq-master1`. */
export function hostsLineOf(text: string): { address: string; names: string[] } | undefined {
  const match = /^\s*((?:\d{1,3}\.){3}\d{1,3})((?:\s+[A-Za-z][\w.-]{0,127}){1,8})\s*(?:#.*)?$/.exec(text)
  if (match === null || !isMachineAddress(match[1] ?? '')) return undefined
  return { address: match[1] ?? '', names: (match[2] ?? '').trim().split(/\s+/) }
}

/** `| rocketmq1 | 192.168.56.1 | Nameserver1 |`. */
export function tableRowOf(
  text: string,
): { name: string | undefined; address: string | undefined; role: string } | undefined {
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
export function flattenedRows(text: string): { address: string; role: string }[] {
  if (text.includes('=') || !/broker|nameserver|namesrv|master|slave/i.test(text)) return []
  const matches = [...text.matchAll(ADDRESS)].filter((match) => isMachineAddress(match[0]))
  const rows = matches.map((match, index) => ({
    address: match[0],
    role: text.slice(match.index + match[0].length, matches[index + 1]?.index ?? text.length).trim(),
  }))
  if (rows.length < 2 || rows.some(({ role }) => role.startsWith(':'))) return []
  return rows.every(({ role }) => ROLE.test(role)) ? rows : []
}

/** `192.168.36.54 为主`, `master: 192.168.36.54`, `- mq01: 10.0.0.1 (master a)`: an address, and in a few words what it is. */
export function roleLineOf(text: string): { address: string; role: string; name?: string } | undefined {
  const after = /^[\s•\-*]*((?:\d{1,3}\.){3}\d{1,3})(?![\d.:])\s*(.{1,40})$/.exec(text)
  if (after !== null && isMachineAddress(after[1] ?? '') && ROLE.test(after[2] ?? '')) {
    return { address: after[1] ?? '', role: (after[2] ?? '').trim() }
  }
  const before = /^[\s•\-*]*([^\s:：=,，。]{1,40})\s*[:：]\s*((?:\d{1,3}\.){3}\d{1,3})(?![\d.]|:\d)(.{0,80})$/.exec(
    text,
  )
  if (before === null || !isMachineAddress(before[2] ?? '')) return undefined
  const [, word = '', address = '', more = ''] = before
  const isName = HOST_NAME.test(word)
  if (!isName && !ROLE.test(word)) return undefined
  return { address, role: `${isName ? '' : word} ${more}`.trim(), ...(isName ? { name: word } : {}) }
}

/** `node1 (192.168.1.10)`, `192.168.1.10(node1)` anywhere in a sentence. */
export function namedAddresses(text: string): { address: string; name: string }[] {
  const found: { address: string; name: string }[] = []
  for (const match of text.matchAll(/([A-Za-z][\w-]{1,63})`?\s?[(（]\s?((?:\d{1,3}\.){3}\d{1,3})\s?[)）]/g)) {
    found.push({ name: match[1] ?? '', address: match[2] ?? '' })
  }
  for (const match of text.matchAll(/((?:\d{1,3}\.){3}\d{1,3})`?\s?[(（]\s?([A-Za-z][\w-]{1,63})\s?[)）]/g)) {
    found.push({ name: match[2] ?? '', address: match[1] ?? '' })
  }
  return found.filter(({ name, address }) => HOST_NAME.test(name) && isMachineAddress(address))
}

/** An address a machine may have. */
export function isMachineAddress(address: string): boolean {
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => part > 255)) return false
  return parts[0] !== 127 && parts[0] !== 0 && (parts[0] ?? 0) < 224
}
