/** What emptying a broker's store would lose, from how far the logs of its group reach. Pure. */
import { say, type Text } from '../../../contract/text.ts'

/** One log of the group. `null`: not known, because the node does not answer. */
export interface CopyFacts {
  readonly node: string
  readonly isMaster: boolean
  readonly minOffset: number | null
  readonly maxOffset: number | null
  /** Its log is another one: its offsets say nothing about this one. */
  readonly isDiverged: boolean
}

export interface WipeLoss {
  /** Bytes that no other log of the group is known to hold; null when that cannot be told. */
  readonly bytesOnlyHere: number | null
  readonly messagesOnlyHere: number | null
  /** Other nodes with a copy of this log. */
  readonly copies: readonly CopyFacts[]
}

/** @param recordBytes mean size of a record, null when unknown. */
export function wipeLoss(node: string, group: readonly CopyFacts[], recordBytes: number | null): WipeLoss {
  const mine = group.find((facts) => facts.node === node)
  // A diverged log shares no more than a beginning with its master's, and nobody knows how much.
  const copies = mine?.isDiverged === true ? [] : group.filter((facts) => facts.node !== node && !facts.isDiverged)
  const bytesOnlyHere = bytesWithoutCopy(mine, copies)
  const messagesOnlyHere =
    bytesOnlyHere === 0
      ? 0
      : bytesOnlyHere === null || recordBytes === null
        ? null
        : Math.round(bytesOnlyHere / recordBytes)
  return { bytesOnlyHere, messagesOnlyHere, copies }
}

function bytesWithoutCopy(mine: CopyFacts | undefined, copies: readonly CopyFacts[]): number | null {
  if (mine === undefined || mine.maxOffset === null) return null
  const known = copies.flatMap(({ maxOffset }) => maxOffset ?? [])
  // What a node that does not answer holds would only make the loss smaller, but by how much nobody knows.
  if (known.length === 0 && copies.length > 0) return null
  const from = Math.max(mine.minOffset ?? 0, ...known)
  return Math.max(0, mine.maxOffset - from)
}

/** The loss in words, with where copies are. */
export function wipeSentence(node: string, { bytesOnlyHere, messagesOnlyHere, copies }: WipeLoss): Text {
  const kept = say(
    'Topics and consumer offsets that it keeps go too; configuration and logs stay.',
    '它保存的 Topic 和消费位点也会清除；配置文件和日志保留。',
  )
  const loss = lossText(node, bytesOnlyHere, messagesOnlyHere, copies)
  return say(`${loss.en} ${kept.en}`, `${loss.zh}${kept.zh}`)
}

function lossText(node: string, bytes: number | null, messages: number | null, copies: readonly CopyFacts[]): Text {
  const names = copies.map((copy) => copy.node)
  if (bytes === 0 && names.length > 0) {
    return say(
      `Everything in the store of ${node} is also on ${names.join(', ')}.`,
      `${node} 存储中的数据在 ${names.join('、')} 上都有副本。`,
    )
  }
  if (bytes === 0) return say(`The store of ${node} holds no messages.`, `${node} 的存储中没有消息。`)
  if (bytes === null) {
    return names.length === 0
      ? say(
          `How much ${node} holds is not known, and no other node has a copy.`,
          `无法得知 ${node} 保存了多少数据，且没有其他节点有副本。`,
        )
      : say(
          `How much of ${node} is also on ${names.join(', ')} is not known now: not all of them answer.`,
          `目前无法得知 ${node} 的数据有多少已在 ${names.join('、')} 上：并非都有应答。`,
        )
  }
  const count = messages === null ? say('', '') : say(` (about ${messages} messages)`, `（约 ${messages} 条消息）`)
  return names.length === 0
    ? say(
        `${bytes} acknowledged bytes${count.en} stand only on ${node} and are lost: no other node has a copy.`,
        `${bytes} 字节已确认的数据${count.zh}仅存于 ${node}，将会丢失：没有其他节点有副本。`,
      )
    : say(
        `${bytes} acknowledged bytes${count.en} stand only on ${node} and are lost; the rest is on ${names.join(', ')}.`,
        `${bytes} 字节已确认的数据${count.zh}仅存于 ${node}，将会丢失；其余在 ${names.join('、')} 上。`,
      )
}
