/** Export as property files: `<host>/<node>.properties`, the list of hosts, and the manifest. */
import { say } from '../finding.ts'
import { isAddressLiteral } from '../host-port.ts'
import type { ExportedFile, TopologyFile, TopologyFiles } from '../topology-files.ts'
import { MANIFEST_NAME, manifestText } from './manifest.ts'
import { factsLine, isHostName, nodeFacts } from './node-facts.ts'
import { nodeFileName, pathPart } from './path-part.ts'
import { commentText } from './quoting.ts'

export function exportFolder(topology: TopologyFiles): ExportedFile[] {
  const pathOf = (file: TopologyFile): string => `${pathPart(file.host)}/${nodeFileName(file.node, file.program)}`
  return [
    {
      path: 'hosts.txt',
      text: hostsText(topology),
      isExecutable: false,
      purpose: say('lines for /etc/hosts, and what runs where', '/etc/hosts 的内容，以及各主机上运行什么'),
    },
    ...topology.files.map((file) => propertyFile(file, pathOf(file))),
    manifestFile(topology, pathOf),
  ]
}

/** A node's property file as it is. */
export function propertyFile(file: TopologyFile, path: string): ExportedFile {
  const purpose =
    file.program === 'broker'
      ? say(`mqbroker -c, on ${file.host}`, `${file.host} 上 mqbroker -c 使用`)
      : say(`mqnamesrv -c, on ${file.host}`, `${file.host} 上 mqnamesrv -c 使用`)
  return { path, text: file.text, isExecutable: false, purpose }
}

export function manifestFile(topology: TopologyFiles, pathOf: (file: TopologyFile) => string): ExportedFile {
  return {
    path: MANIFEST_NAME,
    text: manifestText(topology, pathOf),
    isExecutable: false,
    purpose: say('reads this export back into the lab', '供实验室重新导入'),
  }
}

/** `address name` of every host that has both. */
export function hostLines(topology: TopologyFiles): string[] {
  return topology.hosts.flatMap(({ name, addresses }) => {
    const address = addresses[0]
    return address === undefined ||
      isAddressLiteral(name) ||
      !isHostName(name) ||
      !isHostName(address.replaceAll(':', '.'))
      ? []
      : [`${address} ${name}`]
  })
}

function hostsText(topology: TopologyFiles): string {
  const facts = nodeFacts(topology)
  const lines = ['# Hosts', ...hostLines(topology)]
  for (const { name, addresses } of topology.hosts) {
    lines.push('', commentText(`# ${name}${addresses.length === 0 ? '' : ` (${addresses.join(', ')})`}`))
    for (const each of facts.filter(({ file }) => file.host === name)) {
      lines.push(commentText(`#   ${each.file.node}: ${factsLine(each)}`))
    }
  }
  return `${lines.join('\n')}\n`
}
