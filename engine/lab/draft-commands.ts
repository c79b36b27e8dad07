/** A draft as commands: ours, and the ones by which the articles set up the same cluster by hand. */
import type { ClusterDraft, DraftNode } from '../contract/new-cluster-api.ts'
import { say, type Text } from '../contract/text.ts'
import { storeFolderOf, topologyOfDraft } from './draft-plan.ts'
import { DRAFT_HOST } from './draft-plan.ts'
import type { LabPaths } from './lab-paths.ts'

export interface DraftCommand {
  readonly comment: Text
  readonly command: string
}

/** What brings the cluster up by the command line, once its files are written. */
export function upCommand(draft: ClusterDraft): string {
  const topology = topologyOfDraft(draft)
  return `mqlab up ${topology}${draft.name === topology ? '' : ` --name ${shellWord(draft.name)}`}`
}

export function draftCommands(draft: ClusterDraft, paths: LabPaths): DraftCommand[] {
  const addresses = draft.nodes
    .filter((node) => node.kind === 'namesrv')
    .map((node) => `${DRAFT_HOST}:${node.listenPort}`)
    .join(';')
  const commands: DraftCommand[] = [
    {
      comment: say('start it with this lab’s command line', '用本实验室的命令行启动'),
      command: upCommand(draft),
    },
  ]
  // As in the articles: name servers first, then masters, then slaves, host by host.
  for (const tier of [isNamesrv, isMaster, isSlave]) {
    for (const node of draft.nodes.filter(tier)) commands.push(...startByHand(draft, node, addresses, paths))
  }
  commands.push({
    comment: say('look at the result', '查看结果'),
    command: `sh bin/mqadmin clusterList -n ${shellWord(addresses)}`,
  })
  return commands
}

function startByHand(draft: ClusterDraft, node: DraftNode, addresses: string, paths: LabPaths): DraftCommand[] {
  const own = paths.node(draft.name, node.name)
  const store = storeFolderOf(draft, node, paths)
  const role = node.kind === 'namesrv' ? say('NameServer', 'NameServer') : roleText(node)
  const start =
    node.kind === 'namesrv'
      ? `nohup sh bin/mqnamesrv -c ${shellWord(own.configFile)}`
      : `nohup sh bin/mqbroker -c ${shellWord(own.configFile)} -n ${shellWord(addresses)}`
  return [
    {
      comment: say(`${node.machine}: ${node.name}, ${role.en}`, `${node.machine}：${node.name}，${role.zh}`),
      command: `mkdir -p ${shellWord(store)}\n${start} > ${shellWord(own.outputFile)} 2>&1 &`,
    },
  ]
}

function roleText(node: DraftNode): Text {
  return node.role === 'SLAVE'
    ? say(
        `slave ${node.brokerId ?? 0} of ${node.brokerName ?? ''}`,
        `${node.brokerName ?? ''} 的从 ${node.brokerId ?? 0}`,
      )
    : say(`master of ${node.brokerName ?? ''}`, `${node.brokerName ?? ''} 的主`)
}

/** Quoted where a shell would read more than a word. */
function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

function isNamesrv(node: DraftNode): boolean {
  return node.kind === 'namesrv'
}

function isMaster(node: DraftNode): boolean {
  return node.kind === 'broker' && node.role !== 'SLAVE'
}

function isSlave(node: DraftNode): boolean {
  return node.kind === 'broker' && node.role === 'SLAVE'
}
