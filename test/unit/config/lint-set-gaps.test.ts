import { expect, test } from 'vitest'
import { lintSet } from '../../../engine/config/lint.ts'

const rulesOf = (master: string): string[] =>
  lintSet({
    files: [
      { name: 'broker-a', text: master },
      { name: 'broker-a-s', text: 'brokerName=broker-a\nbrokerId=1\nbrokerRole=SLAVE\n' },
      { name: 'broker-b', text: 'brokerName=broker-b\nbrokerRole=SYNC_MASTER\n' },
    ],
  }).map(({ ruleId }) => ruleId)

test('what may be in a file that cannot be read is not called missing', () => {
  const whole = rulesOf('brokerName=broker-c\n')
  expect(whole).toEqual(expect.arrayContaining(['slave-without-master', 'sync-master-without-slave']))
  const torn = rulesOf('brokerName=broker-a\nstorePathRootDir=C:\\users\n')
  expect(torn).toContain('unreadable-file')
  expect(torn).not.toContain('slave-without-master')
  expect(torn).not.toContain('sync-master-without-slave')
})
