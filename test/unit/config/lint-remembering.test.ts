import { expect, test } from 'vitest'
import { lintSet, type ConfigFile } from '../../../engine/config/lint.ts'
import { RememberingLint } from '../../../engine/config/remembering-lint.ts'

const broker = (name: string, text: string): ConfigFile => ({ name, text, host: 'here' })
const good = 'brokerName=a\nbrokerIP1=127.0.0.1\nnamesrvAddr=127.0.0.1:9876\nlistenPort=10911\nstorePathRootDir=/a\n'
const bad = `${good}brokerrole=SLAVE\nlistenPort=10913\n`

test('says what lint says, the first time and again, and follows a change of text, address and readability', () => {
  const remembering = new RememberingLint()
  const rounds: [readonly ConfigFile[], string][] = [
    [[broker('a', good), broker('b', bad)], '127.0.0.1'],
    [[broker('a', good), broker('b', bad)], '127.0.0.1'],
    [[broker('a', good), broker('b', bad)], '10.0.0.1'],
    [[broker('a', good), broker('b', 'x=\\u1')], '10.0.0.1'],
    [[broker('a', good), broker('b', good)], '127.0.0.1'],
    [[broker('a', good)], '127.0.0.1'],
  ]
  for (const [files, address] of rounds) {
    const set = { files, hostAddresses: { here: [address] } }
    expect(remembering.lint(set)).toEqual(lintSet(set))
  }
})

test('nothing changed is the same array', () => {
  const remembering = new RememberingLint()
  const first = remembering.lint({ files: [broker('a', bad)] })
  expect(remembering.lint({ files: [broker('a', bad)] })).toBe(first)
  expect(remembering.lint({ files: [broker('a', good)] })).not.toBe(first)
})
