/** Whether a topology can be written at all: names that are unique and can stand on one line, hosts that exist. Pure. */
import { EngineError } from '../base/errors.ts'
import { parseProperties, type PropertiesDocument } from './properties-text.ts'
import type { TopologyFiles } from './topology-files.ts'

export const TOPOLOGY_FILES_MAX = 160
export const TOPOLOGY_HOSTS_MAX = 64
const NAME_CHARACTERS_MAX = 255

/** Control characters and line ends of every kind, and halves of surrogate pairs. */
const UNWRITABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u

/** @throws {EngineError} 'bad-config' naming the host, node or address that cannot stand in a file. */
export function checkTopology(topology: TopologyFiles): void {
  const { clusterName, hosts, files } = topology
  if (hosts.length > TOPOLOGY_HOSTS_MAX || files.length > TOPOLOGY_FILES_MAX) {
    throw new EngineError(
      'bad-config',
      `${hosts.length} hosts with ${files.length} files are more than ${TOPOLOGY_HOSTS_MAX} and ${TOPOLOGY_FILES_MAX}`,
      {
        zh: `${hosts.length} 台主机、${files.length} 个文件，超过上限 ${TOPOLOGY_HOSTS_MAX} 台、${TOPOLOGY_FILES_MAX} 个`,
      },
    )
  }
  if (clusterName !== '') checkWord('cluster name', '集群名', clusterName)
  for (const { name, addresses } of hosts) {
    checkWord('host', '主机名', name)
    for (const address of addresses) checkWord(`address of ${name}`, `${name} 的地址`, address)
  }
  for (const { node } of files) checkWord('node', '节点名', node)
  const host = repeated(hosts.map(({ name }) => name))
  if (host !== undefined) throw twice('host', '主机', host)
  const node = repeated(files.map((file) => file.node))
  if (node !== undefined) throw twice('node', '节点', node)
  const lost = files.find((file) => !hosts.some(({ name }) => name === file.host))
  if (lost !== undefined) {
    throw new EngineError('bad-config', `node "${lost.node}" is on host "${lost.host}", which is not among the hosts`, {
      context: { field: 'host', value: lost.host },
      zh: `节点“${lost.node}”所在的主机“${lost.host}”不在主机列表中`,
    })
  }
}

/** The document; undefined when Java could not read it. */
export function readableProperties(text: string): PropertiesDocument | undefined {
  try {
    return parseProperties(text)
  } catch (error) {
    if (error instanceof EngineError && error.code === 'bad-config') return undefined
    throw error
  }
}

function checkWord(what: string, zh: string, word: string): void {
  if (word !== '' && word.length <= NAME_CHARACTERS_MAX && !UNWRITABLE.test(word)) return
  throw new EngineError(
    'bad-config',
    `${what} ${JSON.stringify(word)}: use 1 to ${NAME_CHARACTERS_MAX} characters that stand on one line`,
    {
      context: { field: what, value: word },
      zh: `${zh} ${JSON.stringify(word)} 不可用：请用 1 到 ${NAME_CHARACTERS_MAX} 个可写在一行中的字符`,
    },
  )
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index)
}

function twice(what: string, zh: string, name: string): EngineError {
  return new EngineError('bad-config', `there are two ${what}s "${name}"; names have to differ`, {
    context: { field: what, value: name },
    zh: `有两个${zh}名为“${name}”，名称不能重复`,
  })
}
