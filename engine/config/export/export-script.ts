/**
 * Export as shell scripts, one a host, as in the articles: names of the hosts, folders, firewall, property files, start in order,
 * check. What no property says (hosts, heaps, order) stands in comments that `read-script.ts` reads.
 */
import { say } from '../finding.ts'
import type { ExportedFile, TopologyFiles, TopologyHost } from '../topology-files.ts'
import { heapText, javaOptions } from './heap.ts'
import { hereDocument } from './heredoc.ts'
import { factsLine, nameServerList, nodeFacts, type NodeFacts } from './node-facts.ts'
import { pathPart } from './path-part.ts'
import { commentText, shellWord } from './quoting.ts'
import { firewallLines, folderLines, hostsFileLines, ownFiles, ROCKETMQ_VERSION, userLines } from './shell-steps.ts'

export const SHEBANG = '#!/usr/bin/env bash'
/** First line after the shebang; what a reader recognises the script by. */
export const SCRIPT_HEADER = `# RocketMQ ${ROCKETMQ_VERSION} on one host of a cluster`
export const CHOSEN_MARK = 'chosen by the export'

export function exportScripts(topology: TopologyFiles): ExportedFile[] {
  const facts = nodeFacts(topology)
  return topology.hosts.map((host, index) => ({
    path: `${pathPart(host.name)}.sh`,
    text: scriptOf(topology, host, index, facts),
    isExecutable: true,
    purpose: say(
      `run as root on ${host.name}: bash ${pathPart(host.name)}.sh`,
      `在 ${host.name} 上以 root 运行：bash ${pathPart(host.name)}.sh`,
    ),
  }))
}

function scriptOf(topology: TopologyFiles, host: TopologyHost, index: number, facts: readonly NodeFacts[]): string {
  const own = facts.filter(({ file }) => file.host === host.name)
  const hosts = hostsFileLines(topology)
  const folders = folderLines(own)
  const firewall = firewallLines(own)
  const lines = [
    SHEBANG,
    SCRIPT_HEADER,
    `# cluster: ${shellWord(topology.clusterName)}`,
    `# host ${index + 1} of ${topology.hosts.length}: ${shellWord(host.name)}`,
    ...host.addresses.map((address) => `# address: ${shellWord(address)}`),
    ...own.map((each) => commentText(`#   ${each.file.node}: ${factsLine(each)}`)),
    '#',
    '# Run it as root on this host. ROCKETMQ_HOME is where RocketMQ was unpacked; RUN_AS is the user it runs as.',
    'set -eu',
    `ROCKETMQ_HOME="\${ROCKETMQ_HOME:-/opt/rocketmq-${ROCKETMQ_VERSION}}"`,
    'RUN_AS="${RUN_AS:-rocketmq}"',
    'CONF="$ROCKETMQ_HOME/conf/cluster"',
    'OUT="$ROCKETMQ_HOME/out"',
    ...SHELL_FUNCTIONS,
    ...(hosts.length === 0 ? [] : ['', '# Names of the hosts', ...hosts]),
    '',
    '# Folders',
    ...userLines('/var/lib/rocketmq'),
    'mkdir -p -- "$CONF" "$OUT"',
    '[ "$(id -u)" != 0 ] || chown "$RUN_AS": -- "$CONF" "$OUT"',
    ...folders,
    ...(firewall.length === 0 ? [] : ['', '# Firewall', ...firewall]),
    '',
    '# Property files',
    ...own.flatMap(fileLines),
    ...(own.length === 0 ? [] : ownFiles(own.map(({ fileName }) => confPath(fileName)))),
    '',
    ...startLines(own, facts),
    '',
    '# Check; a broker registers a moment after it answers',
    'unset JAVA_OPT_EXT',
    'sleep 5',
    `as_user sh "$ROCKETMQ_HOME/bin/mqadmin" clusterList -n ${shellWord(nameServerList(facts))}`,
  ]
  return `${lines.join('\n')}\n`
}

const SHELL_FUNCTIONS = [
  '',
  'as_user() {',
  '  if [ "$(id -u)" = 0 ]; then runuser -u "$RUN_AS" -- "$@"; else "$@"; fi',
  '}',
  'wait_port() {',
  '  local tries',
  '  for tries in $(seq 60); do',
  '    if (exec 3<> "/dev/tcp/$1/$2") 2> /dev/null; then return 0; fi',
  '    sleep 1',
  '  done',
  '  echo "nothing answers on $1:$2 after $tries s; see $OUT" >&2',
  '}',
]

function fileLines(facts: NodeFacts): string[] {
  const { file, number, fileName } = facts
  const heap = `${heapText(facts.heapBytes)}${facts.isHeapChosen ? `, ${CHOSEN_MARK}` : ''}`
  return [
    `# node ${number}: ${shellWord(file.node)} ${file.program}, heap ${heap}`,
    ...hereDocument(file.text, confPath(fileName), String(number)),
  ]
}

/** Name servers, then masters, then slaves; each answers before the next tier starts. */
function startLines(own: readonly NodeFacts[], all: readonly NodeFacts[]): string[] {
  const lines: string[] = []
  const titles = { namesrv: '# Start: NameServers', master: '# Start: masters', slave: '# Start: slaves' } as const
  for (const [tier, title] of Object.entries(titles)) {
    const members = own.filter((each) => each.tier === tier)
    if (members.length === 0) continue
    lines.push(title)
    for (const member of members) {
      const master = all.find((each) => each.tier === 'master' && each.brokerName === member.brokerName)
      if (tier === 'slave' && master !== undefined && !own.includes(master))
        lines.push(
          `wait_port ${shellWord(master.address)} ${master.listenPort} # its master ${commentText(master.file.node)}`,
        )
      lines.push(
        `export JAVA_OPT_EXT=${shellWord(javaOptions(member.file.program, member.heapBytes))}`,
        `as_user nohup sh "$ROCKETMQ_HOME/bin/${tier === 'namesrv' ? 'mqnamesrv' : 'mqbroker'}" -c ${confPath(member.fileName)} > "$OUT"/${shellWord(`${member.fileName}.log`)} 2>&1 < /dev/null &`,
      )
    }
    for (const { address, listenPort } of members) lines.push(`wait_port ${shellWord(address)} ${listenPort}`)
  }
  return lines
}

function confPath(fileName: string): string {
  return `"$CONF"/${shellWord(fileName)}`
}
