/** Steps that the scripts of several exports share: user, names of hosts, folders, firewall. Lines of bash. */
import type { TopologyFiles } from '../topology-files.ts'
import { hostLines } from './export-folder.ts'
import type { NodeFacts } from './node-facts.ts'
import { shellWord } from './quoting.ts'

export const ROCKETMQ_VERSION = '5.3.3'

/** Needs RUN_AS. */
export function userLines(home: string): string[] {
  return [
    'if [ "$(id -u)" = 0 ] && ! id "$RUN_AS" > /dev/null 2>&1; then',
    `  useradd --system --create-home --home-dir ${home} --shell /usr/sbin/nologin "$RUN_AS"`,
    'fi',
  ]
}

/** Lines of /etc/hosts that are not there yet; nothing where all hosts are called by address. */
export function hostsFileLines(topology: TopologyFiles): string[] {
  return hostLines(topology).map((line) => {
    const word = shellWord(line)
    return `grep -qxF ${word} /etc/hosts || echo ${word} >> /etc/hosts`
  })
}

/** mkdir -p and chown of the folders that the property files name. */
export function folderLines(facts: readonly NodeFacts[]): string[] {
  return facts.flatMap(({ folders }) => {
    if (folders.length === 0) return []
    const words = folders.map(shellWord).join(' ')
    return [`mkdir -p -- ${words}`, `[ "$(id -u)" != 0 ] || chown "$RUN_AS": -- ${words}`]
  })
}

/** A broker writes its property file anew when updateBrokerConfig changes it; what it may not write is lost at its next start. */
export function ownFiles(words: readonly string[]): string[] {
  return ['# updateBrokerConfig writes them too', `[ "$(id -u)" != 0 ] || chown "$RUN_AS": -- ${words.join(' ')}`]
}

/** Opens every port of the nodes where firewalld or ufw runs. */
export function firewallLines(facts: readonly NodeFacts[]): string[] {
  const ports = [...new Set(facts.flatMap((each) => each.ports))].toSorted((a, b) => a - b)
  if (ports.length === 0) return []
  return [
    'if firewall-cmd --state > /dev/null 2>&1; then',
    ...ports.map((port) => `  firewall-cmd --quiet --permanent --add-port=${port}/tcp`),
    '  firewall-cmd --quiet --reload',
    'elif ufw status 2> /dev/null | grep -q active; then',
    ...ports.map((port) => `  ufw allow ${port}/tcp`),
    'fi',
  ]
}
