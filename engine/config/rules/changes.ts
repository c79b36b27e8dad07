/** Rules about a change made to a running broker: what the value may be in a file, but must not become at run time. */
import { say, type BilingualText, type Severity } from '../finding.ts'

/** One key that would get another value by updateBrokerConfig. */
export interface RunTimeChange {
  readonly key: string
  /** What the broker runs with; absent when nobody knows. */
  readonly from?: string
  readonly to: string
}

export interface ChangeRule {
  readonly id: string
  readonly severity: Severity
  check(change: RunTimeChange): { readonly message: BilingualText; readonly fix: BilingualText } | undefined
}

export const CHANGE_RULES: readonly ChangeRule[] = [
  {
    id: 'flush-disk-run-time',
    severity: 'error',
    check: ({ key, from, to }) =>
      key !== 'flushDiskType' || from?.trim() === to.trim()
        ? undefined
        : {
            message: say(
              `flushDiskType cannot change while the broker runs: after ${from?.trim() ?? 'the old value'} becomes ${to.trim()} every send fails until a restart`,
              `flushDiskType 不能在运行时修改：从 ${from?.trim() ?? '旧值'} 改为 ${to.trim()} 后，发送会一直失败直到重启`,
            ),
            fix: say('write it to the file and restart the broker', '写入文件并重启 broker'),
          },
  },
]

export interface ChangeFinding {
  readonly ruleId: string
  readonly severity: Severity
  readonly key: string
  readonly value: string
  readonly message: BilingualText
  readonly fix: BilingualText
}

/** Why this change must not be made at run time; empty when it may. */
export function changeFindings(change: RunTimeChange): ChangeFinding[] {
  return CHANGE_RULES.flatMap((rule) => {
    const hit = rule.check(change)
    return hit === undefined
      ? []
      : [{ ruleId: rule.id, severity: rule.severity, key: change.key, value: change.to, ...hit }]
  })
}
