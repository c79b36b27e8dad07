/** Where a reset leads, as it is chosen in the dialog, and the mqadmin line for it. Pure. */
import type { LabApi } from '../../../engine/contract/lab-api.ts'
import type { InputOf } from '../../../engine/contract/rpc.ts'
import { shellWord } from '../../stores/shell-word.ts'
import { parseMoment } from '../../ui/parse-moment.ts'

export type Target = InputOf<LabApi['groups.resetPreview']>['target']

/** Where the choice leads; `null` while something is missing. */
export function targetOf(choice: {
  readonly kind: Target['kind']
  readonly time: string
  /** `broker:queue` */
  readonly queueKey: string
  readonly offset: number | null
}): Target | null {
  switch (choice.kind) {
    case 'first':
    case 'last':
      return { kind: choice.kind }
    case 'time': {
      const atMs = parseMoment(choice.time)
      return atMs === undefined ? null : { kind: 'time', atMs }
    }
    case 'offset': {
      const at = choice.queueKey.lastIndexOf(':')
      if (choice.offset === null || choice.offset < 0 || at < 0) return null
      const brokerName = choice.queueKey.slice(0, at)
      return { kind: 'offset', brokerName, queueId: Number(choice.queueKey.slice(at + 1)), offset: choice.offset }
    }
  }
}

/** The mqadmin line of a reset. */
export function lineOf(
  group: string,
  topic: string,
  target: Target,
  addressOf: (brokerName: string) => string,
): string {
  const head = `resetOffsetByTime -g ${shellWord(group)} -t ${shellWord(topic)}`
  switch (target.kind) {
    case 'first':
      return `${head} -s 0`
    case 'last':
      return `${head} -s -1`
    case 'time':
      return `${head} -s ${target.atMs}`
    case 'offset':
      return `${head} -s 0 -b ${shellWord(addressOf(target.brokerName))} -q ${target.queueId} -o ${target.offset}`
  }
}
