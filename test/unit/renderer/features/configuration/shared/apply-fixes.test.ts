// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import type { ConfigFile } from '../../../../../../engine/contract/config-api.ts'
import { fixEverything, fixOne } from '../../../../../../renderer/features/configuration/shared/apply-fixes.ts'
import {
  configSetOf,
  lintNow,
  useProblemStore,
} from '../../../../../../renderer/features/configuration/shared/config-problems.ts'
import { useConfigSession } from '../../../../../../renderer/features/configuration/shared/config-session.ts'
import { useProblemCount } from '../../../../../../renderer/stores/config-problem-count.ts'
import { NO_EDITS, undoConfig, useConfigEdits, withSaved } from '../../../../../../renderer/stores/config-edits.ts'

const MASTER =
  'brokerClusterName=c\nbrokerName=broker-a\nbrokerId=0\nbrokerRole=ASYNC_MASTER\nnamesrvAddr=10.0.0.1:9876\n'
const BROKEN = `${MASTER}fileReservedTime=48 \nmapedFileSizeCommitLog=1073741824\n`

const file = (node: string, text: string): ConfigFile => ({
  node,
  kind: 'broker',
  machine: 'host-1',
  path: `/etc/${node}.properties`,
  text,
  source: 'file',
  running: null,
  problem: null,
})

const textOf = (node: string): string | undefined => useConfigEdits.getState().texts[node]
const rulesOf = (): readonly string[] => useProblemStore.getState().findings.map(({ ruleId }) => ruleId)

beforeEach(() => {
  useConfigSession.setState({
    cluster: 'orders',
    status: 'ready',
    files: [file('broker-a', BROKEN)],
    namesrvAddr: '10.0.0.1:9876',
    hostAddresses: { 'host-1': ['10.0.0.2'] },
  })
  useConfigEdits.setState(withSaved(NO_EDITS, 'orders', { 'broker-a': BROKEN }), true)
  lintNow()
})

test('lint is asked about the readable files as edited, and NameServers that have no file', () => {
  const session = { files: [file('broker-a', BROKEN), file('broker-b', '')], namesrvAddr: 'a:1;b:2', hostAddresses: {} }
  const set = configSetOf(session, { 'broker-a': 'edited' })
  expect(set.files).toEqual([{ name: 'broker-a', text: 'edited', program: 'broker', host: 'host-1' }])
  expect(set.nameServers).toEqual([
    { host: 'a', port: 1 },
    { host: 'b', port: 2 },
  ])
})

test('errors and warnings are counted for the navigation', () => {
  const { errors, warnings } = useProblemStore.getState()
  expect(errors).toBeGreaterThan(0)
  expect(useProblemCount.getState()).toEqual({ cluster: 'orders', errors, warnings })
})

test('one repair is one edit of the text, and the problem is gone at once', () => {
  const finding = useProblemStore.getState().findings.find(({ key }) => key === 'fileReservedTime')
  if (finding === undefined) throw new Error('the blank was not found')
  fixOne(finding)
  expect(textOf('broker-a')).toBe(BROKEN.replace('48 \n', '48\n'))
  expect(rulesOf()).not.toContain(finding.ruleId)
  undoConfig()
  expect(textOf('broker-a')).toBe(BROKEN)
})

test('all repairs are one edit, and a second time nothing is left to repair', () => {
  expect(fixEverything()).toBe(true)
  expect(textOf('broker-a')).toContain('fileReservedTime=48\n')
  expect(textOf('broker-a')).not.toContain('mapedFile')
  expect(useProblemStore.getState().errors).toBe(0)
  expect(fixEverything()).toBe(false)
  undoConfig()
  expect(textOf('broker-a')).toBe(BROKEN)
})
