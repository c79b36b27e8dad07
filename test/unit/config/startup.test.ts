import { describe, expect, test } from 'vitest'
import {
  EXIT_CODES,
  loadBrokerConfig,
  portTakenProblem,
  problemText,
  startupProblems,
  storeLockedProblem,
  storeNotWritableProblem,
  storePathWrongKindProblem,
  type BrokerStart,
} from '../../../engine/config/startup.ts'

const environment = { userHome: '/home/me', hostName: 'machine', localIpv4: '10.0.0.9', processors: 2 }

const load = (text: string, namesrvAddrFlag?: string): BrokerStart =>
  loadBrokerConfig({
    text,
    environment,
    path: '/conf/b.properties',
    ...(namesrvAddrFlag === undefined ? {} : { namesrvAddrFlag }),
  })

function problemsOf(text: string, flag?: string): [string, number, number | undefined][] {
  const start = load(text, flag)
  return start.status === 'ready' ? [] : start.problems.map(({ ruleId, exitCode, line }) => [ruleId, exitCode, line])
}

describe('start-up checks', () => {
  test.each([
    ['a=\\u12', 'unreadable-file', 255, 1],
    ['namesrvAddr=host', 'namesrv-address-illegal', 253, 1],
    ['namesrvAddr=host:x;b:1', 'namesrv-address-illegal', 253, 1],
    ['namesrvAddr=host:70000', 'namesrv-address-illegal', 253, 1],
    ['\nbrokerRole=SLAVE', 'slave-zero-id', 253, 2],
    ['brokerRole=SLAVE\nbrokerId=-1', 'slave-zero-id', 253, 2],
    ['messageDelayLevel=1s  5s', 'delay-level-format', 253, 1],
    ['messageDelayLevel=1s 5x', 'delay-level-format', 253, 1],
    ['listenPort=70000', 'port-out-of-range', 255, 1],
    ['haListenPort=10911', 'ha-port-equals', 255, 1],
    ['haListenPort=10909', 'ha-port-equals', 255, 1],
    ['aclEnable=true', 'unsupported-setting', 69, 1],
  ])('%j stops with %s, exit code %i', (text, ruleId, exitCode, line) => {
    expect(problemsOf(text)[0]).toEqual([ruleId, exitCode, line])
  })

  test('both modes at once stop with 252 before either is refused', () => {
    const problems = problemsOf('enableDLegerCommitLog=true\nenableControllerMode=true')
    expect(problems.map(([ruleId]) => ruleId)).toEqual([
      'dledger-and-controller',
      'unsupported-setting',
      'unsupported-setting',
    ])
    expect(problems[0]?.[1]).toBe(252)
  })

  test('the -n flag is checked instead of the list in the file', () => {
    expect(problemsOf('namesrvAddr=bad', 'good:1')).toEqual([])
    expect(problemsOf('namesrvAddr=good:1', 'bad')[0]?.[0]).toBe('namesrv-address-illegal')
  })

  test('unresolved names, trailing separators and mistakes that Java swallows do not stop a start', () => {
    expect(problemsOf('namesrvAddr=nowhere:9876;\nbrokerId=x\nflushDiskTyp=y\nfileReservedTime=48 ')).toEqual([])
  })

  test('a ready broker comes with warnings, without notes', () => {
    const start = load('mapedFileSizeCommitLog=1073741824\ntransientStorePoolEnable=true\nautoCreateTopicEnable=true\n')
    expect(start.status === 'ready' && start.warnings.map(({ ruleId }) => ruleId)).toEqual([
      'renamed-mapped-file-size',
      'namesrv-missing',
      'broker-ip-missing-multi-nic',
      'setting-without-effect',
    ])
  })

  test('a name server file is checked by the rules that concern it', () => {
    const file = { name: 'n', program: 'namesrv', text: 'listenPort=99999\nbrokerRole=SLAVE\n' } as const
    expect(startupProblems(file, environment).map(({ ruleId }) => ruleId)).toEqual(['port-out-of-range'])
  })
})

describe("the store's refusals", () => {
  test('each has its own exit code, path and fix, in one line', () => {
    const problems = [
      storeLockedProblem('/data/store', 4711),
      storeNotWritableProblem('/data/store', 'EACCES'),
      storePathWrongKindProblem('/data/store/abort', 'file'),
      portTakenProblem(10911, '0.0.0.0', 'listenPort'),
    ]
    expect(new Set(problems.map(({ exitCode }) => exitCode)).size).toBe(4)
    for (const problem of problems) {
      for (const language of ['en', 'zh'] as const) expect(problemText(problem, language)).not.toContain('\n')
    }
    expect(problemText(problems[0]!, 'en')).toBe(
      'Lock failed, MQ already started: /data/store is in use by another broker (pid 4711); ' +
        'fix: give each broker its own storePathRootDir, or stop the other one',
    )
    expect(problemText(storePathWrongKindProblem('/data/store/abort', 'file'), 'zh')).toContain(
      '/data/store/abort 是目录',
    )
    expect(EXIT_CODES.storeLocked).toBe(75)
  })

  test('a problem of a file names file and line', () => {
    const [problem] = startupProblems({ name: 'b', text: '\nbrokerRole=SLAVE' }, environment)
    expect(problem && problemText(problem, 'en', 'b.properties')).toMatch(
      /^b\.properties:2: Slave's brokerId must be > 0/,
    )
  })
})
