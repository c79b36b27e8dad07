/** What every act on a cluster does besides its own work: waits its turn, tells what happened, has the state looked at again. */
import { EngineError, errorText } from '../../../base/errors.ts'
import type { Happening } from '../../../contract/state.ts'
import { say, type Text } from '../../../contract/text.ts'
import { type ClusterSpec, findNode, type NodeSpec } from '../../cluster-spec.ts'
import type { NewHappening, ServiceContext } from '../context.ts'
import { ActQueues } from './act-queues.ts'

/** Of a failure's sentence, which may quote a node's last words. */
const SENTENCE_CHARS_MAX = 600

/** An act's own part of a happening; the rest is the same for all that a user does. */
export type ActHappening = Pick<NewHappening, 'kind' | 'tone' | 'sentence'> &
  Partial<Pick<NewHappening, 'node' | 'pair' | 'subject' | 'action' | 'byUser'>>

export interface ActOptions {
  /** Nobody waits for the act's answer: a failure is told as something that happened to the user. */
  readonly isInBackground?: boolean
}

export interface ControlParts {
  readonly context: ServiceContext
  readonly acts: ActQueues
  /** One node of a cluster of ours. @throws {EngineError} 'unsupported' for attached ones, 'usage' for an unknown node. */
  readonly ourNode: (
    cluster: string,
    node: string,
    what: Text,
  ) => { readonly spec: ClusterSpec; readonly node: NodeSpec }
  /** Runs an act in its turn; a failure is told as a happening and thrown; the state is looked at again either way. */
  readonly act: (
    spec: ClusterSpec,
    nodes: readonly string[],
    work: () => Promise<void>,
    options?: ActOptions,
  ) => Promise<Record<string, never>>
  readonly tell: (cluster: string, what: ActHappening) => Happening
}

export function controlParts(context: ServiceContext): ControlParts {
  const acts = new ActQueues()
  const tell = (cluster: string, what: ActHappening): Happening =>
    context.happenings.add({
      node: null,
      pair: null,
      subject: what.node ?? cluster,
      action: null,
      byUser: true,
      ...what,
      cluster,
    })
  return {
    context,
    acts,
    tell,
    ourNode: (cluster, node, what) => {
      const spec = context.clusters.get(cluster).requireOurs(what)
      return { spec, node: findNode(spec, node) }
    },
    act: async (spec, nodes, work, { isInBackground = false } = {}) => {
      await acts.run(spec.name, nodes, async () => {
        try {
          await work()
        } catch (error) {
          if (error instanceof EngineError && error.code !== 'usage') {
            const failure = failureOf(error, nodes.length === 1 ? (nodes[0] ?? null) : nodeIn(error))
            tell(spec.name, isInBackground ? { ...failure, byUser: false } : failure)
          }
          throw error
        } finally {
          await lookAgain(context, spec.name)
        }
      })
      return {}
    },
  }
}

/** An act is done whether or not the new state could be told at once: the next poll tells it. */
export async function lookAgain(context: ServiceContext, cluster: string): Promise<void> {
  try {
    await context.observed.refresh(cluster)
  } catch (error) {
    context.log.warn('the state after an action could not be observed', { cluster, error: errorText(error) })
  }
}

/** @throws {EngineError} 'usage' unless the name was typed exactly. */
export function checkTyped(typedName: string, name: string): void {
  if (typedName === name) return
  throw new EngineError('usage', `typedName "${typedName}" is not "${name}": type the name exactly, nothing was done`, {
    context: { field: 'typedName', value: typedName, expected: name },
    zh: `输入的名称“${typedName}”不是“${name}”：请准确输入，未做任何操作`,
  })
}

function failureOf(error: EngineError, node: string | null): ActHappening {
  return {
    kind: 'failure',
    tone: 'bad',
    node,
    sentence: say(shortened(error.message), shortened(error.zh ?? error.message)),
    ...(node === null
      ? {}
      : { action: { kind: 'open-logs', node, target: null, label: say(`Log of ${node}`, `${node} 的日志`) } }),
  }
}

function nodeIn(error: EngineError): string | null {
  const node = error.context['node']
  return typeof node === 'string' ? node : null
}

function shortened(sentence: string): string {
  return sentence.length <= SENTENCE_CHARS_MAX ? sentence : `${sentence.slice(0, SENTENCE_CHARS_MAX - 1)}…`
}
