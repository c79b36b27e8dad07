import { expect, test } from 'vitest'
import { lintSet } from '../../../engine/config/lint.ts'
import type { ConfigFile } from '../../../engine/config/lint.ts'
import { RememberingLint } from '../../../engine/lab/draft-lint.ts'

const broker = (name: string, text: string): ConfigFile => ({ name, text, host: 'here' })

test('says what lint says, the first time and again, and follows a change', () => {
  const remembering = new RememberingLint()
  const good = 'brokerName=a\nbrokerIP1=127.0.0.1\nnamesrvAddr=127.0.0.1:9876\nlistenPort=10911\nstorePathRootDir=/a\n'
  const bad = `${good}brokerrole=SLAVE\nlistenPort=10913\n`
  for (const files of [
    [broker('a', good), broker('b', bad)],
    [broker('a', good), broker('b', bad)],
    [broker('a', good), broker('b', good)],
    [broker('a', good)],
  ]) {
    const whole = lintSet({ files, hostAddresses: { here: ['127.0.0.1'] } })
    const byText = (left: { message: { en: string } }, right: { message: { en: string } }): number =>
      left.message.en.localeCompare(right.message.en)
    expect(remembering.lint(files).toSorted(byText)).toEqual(whole.toSorted(byText))
  }
})
