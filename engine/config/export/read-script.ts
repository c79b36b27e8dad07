/** The scripts of `export-script.ts` read back. Scripts of others are not recognised; the article reader takes them. */
import type { TopologyFile, TopologyFiles, TopologyHost } from '../topology-files.ts'
import { CHOSEN_MARK, SCRIPT_HEADER, SHEBANG } from './export-script.ts'
import { heapBytesOf } from './heap.ts'
import { readHereDocument } from './heredoc.ts'
import { readShellWords } from './quoting.ts'

interface Numbered<T> {
  readonly number: number
  readonly value: T
}

/** Whether the text is such a script, or several one after the other. */
export function isExportedScript(text: string): boolean {
  return text.trimStart().startsWith(`${SHEBANG}\n${SCRIPT_HEADER}\n`)
}

/** What scripts say together; hosts and nodes in the order in which they were numbered. */
export function readScripts(scripts: readonly { readonly path: string; readonly text: string }[]): TopologyFiles {
  const hosts: Numbered<TopologyHost>[] = []
  const files: Numbered<TopologyFile>[] = []
  let clusterName = ''
  for (const script of scripts) {
    const lines = script.text.split('\n')
    let host: { name: string; addresses: string[] } | undefined
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] ?? ''
      if (line.startsWith('# cluster: ')) {
        clusterName = wordsAfter(line, '# cluster: ')[0] ?? clusterName
      } else if (/^# host \d+ of \d+: /.test(line)) {
        const [head = ''] = /^# host \d+ of \d+: /.exec(line) ?? []
        host = { name: wordsAfter(line, head)[0] ?? '', addresses: [] }
        hosts.push({ number: Number(/\d+/.exec(head)?.[0]), value: host })
      } else if (line.startsWith('# address: ')) {
        const address = wordsAfter(line, '# address: ')[0]
        if (address !== undefined) host?.addresses.push(address)
      } else if (host !== undefined && /^# node \d+: /.test(line)) {
        const document = readHereDocument(lines, at + 1)
        const file = document === undefined ? undefined : fileOf(line, host.name, document.text, script.path)
        if (file === undefined || document === undefined) continue
        files.push(file)
        at = document.next - 1
      }
    }
  }
  return { clusterName, hosts: inOrder(hosts), files: inOrder(files) }
}

function fileOf(line: string, host: string, text: string, origin: string): Numbered<TopologyFile> | undefined {
  const match = /^# node (\d+): (.*) (broker|namesrv), heap ([0-9kmg]+)(, .*)?$/.exec(line)
  if (match === null) return undefined
  const node = readShellWords(match[2] ?? '')?.[0]
  const heapBytes = heapBytesOf(match[4] ?? '')
  if (node === undefined) return undefined
  const isChosen = match[5] === `, ${CHOSEN_MARK}`
  return {
    number: Number(match[1]),
    value: {
      host,
      node,
      program: match[3] === 'namesrv' ? 'namesrv' : 'broker',
      text,
      origin,
      ...(isChosen || heapBytes === undefined ? {} : { heapBytes }),
    },
  }
}

function wordsAfter(line: string, head: string): string[] {
  return readShellWords(line.slice(head.length)) ?? []
}

function inOrder<T>(items: readonly Numbered<T>[]): T[] {
  return items.toSorted((left, right) => left.number - right.number).map(({ value }) => value)
}
