/**
 * What can be done to a node in the state it is in, and the command each action stands for. Pure: the menus, the drawer, the
 * table and the keyboard ask here, so that they always offer the same. Nodes that are not ours have none.
 */
import type { NodeView } from '../../../engine/contract/state.ts'

export type NodeAction = 'start' | 'stop' | 'restart' | 'freeze' | 'resume' | 'kill' | 'wipe' | 'clone'

type NodeFacts = Pick<NodeView, 'isOurs' | 'state' | 'health' | 'kind' | 'pid'>

/** The actions that fit, most useful first. */
export function actionsFor(node: NodeFacts): NodeAction[] {
  if (!node.isOurs) return []
  const actions = processActions(node)
  if (node.health === 'diverged') actions.push('clone')
  if (node.kind === 'broker') actions.push('wipe')
  return actions
}

function processActions(node: NodeFacts): NodeAction[] {
  switch (node.state) {
    case 'running':
    case 'starting':
    case 'unreachable':
      return ['stop', 'restart', 'freeze', 'kill']
    case 'frozen':
      return ['resume', 'kill']
    case 'stopped':
    case 'killed':
    case 'crashed':
      return ['start']
    case 'unknown':
      return node.pid === null ? ['start'] : ['stop', 'kill']
  }
}

/** Whether its process is there at all: dashed shapes are those whose is not. */
export function hasProcess(node: Pick<NodeView, 'state'>): boolean {
  return node.state !== 'stopped' && node.state !== 'killed' && node.state !== 'crashed'
}

/** What undoes an action; undefined where nothing does. */
export function undoOf(action: NodeAction): NodeAction | undefined {
  switch (action) {
    case 'stop':
    case 'kill':
      return 'start'
    case 'freeze':
      return 'resume'
    default:
      return undefined
  }
}

const VERBS: Readonly<Record<Exclude<NodeAction, 'wipe' | 'clone'>, string>> = {
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  freeze: 'pause',
  resume: 'resume',
  kill: 'kill',
}

/** `mqlab kill broker-a --name orders-lab`, and the signal it sends. */
export function commandOf(
  action: NodeAction,
  node: Pick<NodeView, 'name' | 'cluster' | 'pid'>,
): { readonly command: string; readonly comment: string | undefined } {
  if (action === 'wipe' || action === 'clone') {
    return { command: `rm -r …/${node.cluster}/nodes/${node.name}/store`, comment: undefined }
  }
  const command = `mqlab ${VERBS[action]} ${node.name} --name ${node.cluster}`
  const signal = { kill: '-9', stop: '-TERM', freeze: '-STOP', resume: '-CONT', start: '', restart: '' }[action]
  return { command, comment: signal === '' || node.pid === null ? undefined : `kill ${signal} ${node.pid}` }
}
