/** What loses data: emptying a node's store, and cloning a slave anew. Each is preceded by a preview of the loss. */
import { say, type Text } from '../../../contract/text.ts'
import { type ClusterSpec, isMaster, isSlave, type NodeSpec } from '../../cluster-spec.ts'
import { bytesWord } from '../observation/figure-words.ts'
import type { ControlHandlers } from './control-calls.ts'
import { checkTyped, type ControlParts } from './control-parts.ts'
import { startAction } from './node-acts.ts'
import { type CopyFacts, type WipeLoss, wipeLoss, wipeSentence } from './wipe-loss.ts'

type DataActs = Pick<ControlHandlers, 'nodes.wipePreview' | 'nodes.wipe' | 'nodes.clone'>

export function dataActs(parts: ControlParts): DataActs {
  const { context, act, ourNode, tell } = parts
  const { lab } = context
  return {
    'nodes.wipePreview': async ({ cluster, node: name }) => {
      const { spec, node } = ourNode(cluster, name, notWiped(name))
      await lab.checkWipe(spec, node.name)
      const storeBytes = (await context.host.storedBytes(lab.paths.node(spec.name, node.name).storeFolder)) ?? 0
      const loss = await lossOf(parts, spec, node)
      return {
        storeBytes,
        bytesOnlyHere: loss.bytesOnlyHere,
        messagesOnlyHere: loss.messagesOnlyHere,
        copies: loss.copies.map(({ node: copy, maxOffset }) => ({ node: copy, maxOffset })),
        sentence: wipeSentence(node.name, loss),
      }
    },
    'nodes.wipe': ({ cluster, node: name, typedName, startAgain }) => {
      const { spec, node } = ourNode(cluster, name, notWiped(name))
      checkTyped(typedName, node.name)
      return act(spec, [node.name], async () => {
        const { storeFolder } = lab.paths.node(spec.name, node.name)
        await lab.checkWipe(spec, node.name)
        const storeBytes = (await context.host.storedBytes(storeFolder)) ?? 0
        await lab.wipe(spec, node.name)
        const next = afterWipe(spec, node)
        tell(spec.name, {
          kind: 'node-wiped',
          tone: 'fault',
          node: node.name,
          sentence: say(
            `You emptied the store of ${node.name} (${bytesWord(storeBytes)} on disk). ${next.en}`,
            `你清空了 ${node.name} 的存储（占用磁盘 ${bytesWord(storeBytes)}）。${next.zh}`,
          ),
          action: startAgain ? null : startAction(node.name),
        })
        if (startAgain) await lab.start(spec, node.name)
      })
    },
    'nodes.clone': ({ cluster, node: name, typedName }) => {
      const { spec, node } = ourNode(cluster, name, say(`${name} was not cloned`, `未重新克隆 ${name}`))
      checkTyped(typedName, node.name)
      const master = lab.masterOf(spec, node.name)
      return act(spec, [node.name, master.name], async () => {
        await lab.clone(spec, node.name)
        tell(spec.name, {
          kind: 'node-cloned',
          tone: 'ok',
          node: node.name,
          pair: `${master.name}>${node.name}`,
          sentence: say(
            `You emptied ${node.name} and started it: it copies everything from ${master.name}.`,
            `你清空并启动了 ${node.name}：它正从 ${master.name} 复制全部数据。`,
          ),
        })
      })
    },
  }
}

/** How far each log of the group reaches, asked now where the node runs, else as the last poll saw it. */
async function lossOf({ context }: ControlParts, spec: ClusterSpec, node: NodeSpec): Promise<WipeLoss> {
  const pairs = context.observed.pairs(spec.name)
  const figures = new Map(context.observed.nodes(spec.name).map((view) => [view.name, view.figures]))
  const group = spec.nodes.filter(
    (other) => other.kind === 'broker' && node.kind === 'broker' && other.brokerName === node.brokerName,
  )
  const facts = await Promise.all(
    group.map(async (other): Promise<CopyFacts> => {
      const { status } = await context.lab.observeNode(spec, other)
      const log = (status?.['log'] ?? {}) as { readonly minOffset?: unknown; readonly writtenOffset?: unknown }
      const seen = figures.get(other.name)
      return {
        node: other.name,
        isMaster: isMaster(other),
        minOffset: numberOf(log.minOffset) ?? seen?.logMinOffset ?? null,
        maxOffset: numberOf(log.writtenOffset) ?? seen?.logMaxOffset ?? null,
        isDiverged: pairs.some(({ slave, state }) => slave === other.name && state === 'diverged'),
      }
    }),
  )
  const measured = pairs.find(({ lagBytes, lagMessages }) => (lagBytes ?? 0) > 0 && (lagMessages ?? 0) > 0)
  const recordBytes = measured === undefined ? null : (measured.lagBytes as number) / (measured.lagMessages as number)
  return wipeLoss(node.name, facts, recordBytes)
}

function afterWipe(spec: ClusterSpec, node: NodeSpec): Text {
  if (node.kind !== 'broker') return say('', '')
  const { brokerName, role } = node
  if (role === 'SLAVE') {
    return say('Once it runs it copies everything from its master.', '启动后会从主复制全部数据。')
  }
  const slaves = spec.nodes.filter((other) => isSlave(other) && other.brokerName === brokerName).map(({ name }) => name)
  return slaves.length === 0
    ? say('Its messages are gone.', '其消息已丢失。')
    : say(
        `${slaves.join(', ')} keeps what it had copied and is ahead of it now: it will be shown as diverged, and cloning it loses that copy too.`,
        `${slaves.join('、')} 保留已复制的数据，现已领先于它：将显示为已分叉；若重新克隆，这份副本也会丢失。`,
      )
}

function notWiped(node: string): Text {
  return say(`${node} was not wiped`, `未清空 ${node}`)
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
