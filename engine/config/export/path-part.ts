/**
 * Names of hosts and nodes as parts of a path that every system takes and no name can break out of, and back. Letters of any
 * script stay; everything else is percent-encoded.
 */

/** Files that stand beside the folders of the hosts. */
const RESERVED = new Set(['topology.json', 'hosts.txt', 'conf', 'container', 'docker-compose.yml', 'run.sh'])
/** Devices that Windows finds in every folder. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i
const NAMESRV_SUFFIX = '.namesrv.properties'
const BROKER_SUFFIX = '.properties'

export function pathPart(name: string): string {
  const safe = name
    .replace(/[^\p{L}\p{N}._-]/gu, percent)
    .replace(/^[.-]/, percent)
    .replace(/\.$/, percent)
  return RESERVED.has(safe.toLowerCase()) || WINDOWS_DEVICE.test(safe) ? percent(safe.charAt(0)) + safe.slice(1) : safe
}

/** The name that `pathPart` made the part of; a part that nobody encoded stands for itself. */
export function nameOfPart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** `broker-a.properties`, `n1.namesrv.properties`. */
export function nodeFileName(node: string, program: 'broker' | 'namesrv'): string {
  if (program === 'namesrv') return pathPart(node) + NAMESRV_SUFFIX
  return pathPart(node).replace(/\.namesrv$/i, (suffix) => `%2E${suffix.slice(1)}`) + BROKER_SUFFIX
}

/** A name for units and services: as it is where every program takes it, else by number. */
export function plainName(name: string, number: number): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name) ? name : `node-${number}`
}

function percent(character: string): string {
  const encoded = encodeURIComponent(character)
  return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encoded
}
