/** Files for tests of the matrix. */
import type { MatrixFile } from '../../../../../../renderer/features/configuration/matrix/matrix-model.ts'

export function brokerFile(node: string, text: string, running: MatrixFile['running'] = null): MatrixFile {
  return { node, kind: 'broker', saved: text, text, source: 'file', running }
}

export function namesrvFile(node: string, text: string): MatrixFile {
  return { node, kind: 'namesrv', saved: text, text, source: 'file', running: null }
}

/** Two groups of a master and a slave; `more` is written behind each file. */
export function pairFiles(more: Readonly<Record<string, string>> = {}): MatrixFile[] {
  const file = (node: string, group: string, id: number, port: number): MatrixFile =>
    brokerFile(
      node,
      `brokerClusterName=lab\nbrokerName=${group}\nbrokerId=${id}\nbrokerRole=${id === 0 ? 'ASYNC_MASTER' : 'SLAVE'}\nlistenPort=${port}\n${more[node] ?? ''}`,
    )
  return [
    file('broker-a', 'broker-a', 0, 10_911),
    file('broker-a-s', 'broker-a', 1, 11_911),
    file('broker-b', 'broker-b', 0, 12_911),
    file('broker-b-s', 'broker-b', 1, 13_911),
  ]
}
