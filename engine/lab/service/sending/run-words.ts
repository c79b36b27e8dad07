/** What is said of runs: when they start and end, and when there is none. */
import { EngineError } from '../../../base/errors.ts'
import type { RunSpec, RunView } from '../../../contract/messages-api.ts'
import { say } from '../../../contract/text.ts'
import type { NewHappening } from '../context.ts'
import { countWord } from '../observation/figure-words.ts'

export function unknownRun(cluster: string, number: number): EngineError {
  return new EngineError('not-found', `number ${number}: ${cluster} has no such run. Choose one from the list.`, {
    context: { field: 'number', value: number },
    zh: `number ${number}：${cluster} 没有这次测试，请从列表中选择。`,
  })
}

function happening(
  cluster: string,
  number: number,
  what: Pick<NewHappening, 'kind' | 'tone' | 'sentence'>,
): NewHappening {
  return {
    cluster,
    node: null,
    pair: null,
    byUser: true,
    subject: say(`run #${number}`, `第 ${number} 次测试`),
    action: {
      kind: 'open-run',
      node: null,
      target: String(number),
      label: say('Open the accounting', '查看对账'),
    },
    ...what,
  }
}

export function runStartedHappening(
  { cluster, message, count, accountingGroup }: RunSpec,
  number: number,
): NewHappening {
  const [to, toZh] =
    accountingGroup === null ? ['', ''] : [`, counted at ${accountingGroup}`, `，由 ${accountingGroup} 对账`]
  return happening(cluster, number, {
    kind: 'run-started',
    tone: 'busy',
    sentence: say(
      `Run #${number} sends ${countWord(count)} messages to ${message.topic}${to}.`,
      `第 ${number} 次测试向 ${message.topic} 发送 ${countWord(count)} 条消息${toZh}。`,
    ),
  })
}

export function runEndedHappening(view: RunView): NewHappening {
  const { number, missing, duplicates, statuses } = view
  const isCounted = view.spec.accountingGroup !== null
  const tone = missing > 0 ? 'bad' : statuses.FAILED > 0 || duplicates > 0 ? 'warn' : 'ok'
  const acknowledged = countWord(view.acknowledged)
  const failed = countWord(statuses.FAILED)
  const [delivered, lost, twice] = [countWord(view.delivered), countWord(missing), countWord(duplicates)] as const
  const counted = say(
    `, ${delivered} delivered, ${lost} missing, ${twice} twice`,
    `，已投递 ${delivered}，丢失 ${lost}，重复 ${twice}`,
  )
  return happening(view.spec.cluster, number, {
    kind: 'run-ended',
    tone,
    sentence: say(
      `Run #${number} ended: ${acknowledged} acknowledged, ${failed} failed${isCounted ? counted.en : ''}.`,
      `第 ${number} 次测试结束：已确认 ${acknowledged}，失败 ${failed}${isCounted ? counted.zh : ''}。`,
    ),
  })
}
