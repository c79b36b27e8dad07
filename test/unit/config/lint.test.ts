import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../engine/config/finding.ts'
import { lintFile, lintSet, type ConfigSet } from '../../../engine/config/lint.ts'

const two = (left: string, right: string, host?: [string, string]): ConfigSet => ({
  files: [left, right].map((text, index) => {
    const machine = host?.[index]
    return { name: `file-${index}`, text, ...(machine === undefined ? {} : { host: machine }) }
  }),
})

const fileSample = (text: string): Finding[] =>
  lintFile({ name: 'b.properties', text, namesrvAddrFlag: '10.0.0.1:9876' })

describe('one file', () => {
  test('a broken escape is the only finding of a file', () => {
    expect(lintFile({ name: 'b', text: 'a=1\nstorePathRootDir=C:\\users\n' })).toMatchObject([
      { ruleId: 'unreadable-file', severity: 'error', line: 2, key: 'storePathRootDir' },
    ])
  })

  test('a file without mistakes has no findings', () => {
    const text =
      'brokerClusterName=c\nbrokerName=broker-a\nbrokerId=0\nbrokerRole=SYNC_MASTER\nflushDiskType=ASYNC_FLUSH\n' +
      'namesrvAddr=127.0.0.1:9876\nbrokerIP1=127.0.0.1\nlistenPort=10911\nstorePathRootDir=/var/store\n' +
      'storePathCommitLog=/var/store/commitlog\nbindAddress=127.0.0.1\ntotalReplicas=2\ninSyncReplicas=2\n' +
      'deleteWhen=04;16\nautoCreateTopicEnable=false\nslaveReadEnable=false\nrmqAddressServerDomain=x\n'
    expect(lintFile({ name: 'b', text })).toEqual([])
  })

  test('flags that say no in other words are left alone', () => {
    expect(fileSample('slaveReadEnable=no\ntraceOn=0\n').map(({ ruleId }) => ruleId)).toEqual([
      'broker-ip-missing-multi-nic',
    ])
  })

  test('a hash inside a word is no comment', () => {
    expect(fileSample('brokerName=a#1\nregionId=http://x\n').map(({ ruleId }) => ruleId)).not.toContain(
      'inline-comment',
    )
  })

  test('a name server file is not judged by broker rules', () => {
    const findings = lintFile({
      name: 'n',
      program: 'namesrv',
      text: 'listenPort=9877\nkvConfigPath=~/kv.json\nbrokerId=1\n',
    })
    expect(findings.map(({ ruleId }) => ruleId)).toEqual(['tilde-in-path', 'key-of-other-program'])
  })

  test('of thousands of misspelled keys only the first 200 get a suggestion, the rest is listed', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `brokerNamx${index}=1\n`).join('')
    const findings = lintFile({ name: 'b', text, namesrvAddrFlag: 'n:1' })
    const count = (id: string): number => findings.filter(({ ruleId }) => ruleId === id).length
    expect(count('unknown-key-typo')).toBeGreaterThan(0)
    expect(count('unknown-key-typo')).toBeLessThanOrEqual(200)
    expect(count('unknown-key-typo') + count('unknown-key')).toBe(5_000)
  })
})

describe('several files', () => {
  test('brokers 4 ports apart on one machine, or on two machines, do not collide', () => {
    const ids = (set: ConfigSet): string[] => lintSet(set).map(({ ruleId }) => ruleId)
    expect(ids(two('listenPort=10911\n', 'listenPort=10915\n', ['h', 'h']))).not.toContain('port-collision-same-host')
    expect(ids(two('listenPort=10911\n', 'listenPort=10911\n', ['h', 'i']))).not.toContain('port-collision-same-host')
    expect(ids(two('', 'listenPort=11911\n', ['h', 'i']))).not.toContain('store-dir-shared')
  })

  test('a copied haListenPort collides although listenPort differs', () => {
    const found = lintSet(two('haListenPort=10912\n', 'listenPort=11911\nhaListenPort=10912\n', ['h', 'h'])).filter(
      ({ ruleId }) => ruleId === 'port-collision-same-host',
    )
    expect(found).toMatchObject([{ file: 'file-1', key: 'haListenPort', line: 2 }])
  })

  test('a name server without a file takes its port too', () => {
    const set: ConfigSet = {
      files: [{ name: 'b', host: 'h', text: 'listenPort=9878\n' }],
      nameServers: [{ host: 'h', port: 9876 }],
    }
    expect(lintSet(set).map(({ ruleId }) => ruleId)).toContain('port-collision-same-host')
  })
})

describe('fixes', () => {
  test('a misspelled key that stands beside the right one is removed, not doubled', () => {
    const [finding] = fileSample('flushDiskTyp=SYNC_FLUSH\nflushDiskType=ASYNC_FLUSH\n').filter(
      ({ ruleId }) => ruleId === 'unknown-key-typo',
    )
    expect(finding?.edits).toEqual([{ kind: 'remove', key: 'flushDiskTyp', line: 1 }])
    expect(finding?.fixLabel?.en).toBe('Remove line')
  })

  test('an old key that stands beside its new name is removed', () => {
    const [finding] = fileSample('mapedFileSizeCommitLog=1073741824\nmappedFileSizeCommitLog=67108864\n').filter(
      ({ ruleId }) => ruleId === 'renamed-mapped-file-size',
    )
    expect(finding?.edits).toEqual([{ kind: 'remove', key: 'mapedFileSizeCommitLog', line: 1 }])
  })

  test('a comment is not taken from a value that would be none without it', () => {
    const findings = fileSample('listenPort=# main\nhaListenPort=abc # x\n')
    expect(findings.filter(({ ruleId }) => ruleId === 'inline-comment').map(({ edits }) => edits)).toEqual([
      undefined,
      undefined,
    ])
  })

  test('a colliding broker gets ports nobody on its machine has, and loses a copied haListenPort', () => {
    const found = lintSet(two('listenPort=10911\n', 'listenPort=10911\nhaListenPort=10912\n', ['h', 'h'])).filter(
      ({ ruleId }) => ruleId === 'port-collision-same-host',
    )
    expect(found.map(({ key, edits }) => [key, edits])).toEqual([
      [
        'listenPort',
        [
          { kind: 'set', key: 'listenPort', value: '11911' },
          { kind: 'remove', key: 'haListenPort' },
        ],
      ],
      ['haListenPort', undefined],
    ])
  })

  test('the value at fault and the label of the button are told', () => {
    const [finding] = fileSample('diskMaxUsedSpaceRatio=88\n').filter(({ edits }) => edits !== undefined)
    expect(finding).toMatchObject({ value: '88', fixLabel: { en: 'Use 75', zh: '改为 75' } })
  })
})

describe('comments', () => {
  const wrong = (text: string): (string | undefined)[] =>
    fileSample(text)
      .filter(({ ruleId }) => ruleId === 'comment-states-wrong-default')
      .map(({ value }) => value)

  test.each([
    ['# 文件保留时间,默认 48 小时\nfileReservedTime=120\n', ['48']],
    ['# default is 4\ndefaultTopicQueueNums=8\n', ['4']],
    ['#默认为新建Topic所创建的队列数\ndefaultTopicQueueNums=4\n', ['4']],
    ['# 默认 3 天\nfileReservedTime=120\n', []],
    ['#commitLog每个文件的大小默认1G\nmapedFileSizeCommitLog=1073741824\n', []],
    ['#ConsumeQueue每个文件默认存30W条,根据业务情况调整\nmapedFileSizeConsumeQueue=300000\n', []],
    ['#HA监听端口,默认值为listenPort+1\nhaListenPort=10912\n', []],
    ['#Broker 对外服务的监听端口。默认10911 。\nlistenPort= 11911\n', []],
    ['#删除文件时间点,默认凌晨 4点\ndeleteWhen=04\n', []],
    ['#fileReservedTime=48\nfileReservedTime=120\n', []],
  ])('%j claims %j wrongly', (text, expected) => {
    expect(wrong(text)).toEqual(expected)
  })

  test('a comment in UTF-8 that was read byte by byte is understood and repaired as bytes', () => {
    const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
    const [finding] = fileSample(bytes('# 文件保留时间,默认 48 小时\nfileReservedTime=120\n')).filter(
      ({ ruleId }) => ruleId === 'comment-states-wrong-default',
    )
    expect(finding?.edits).toEqual([
      { kind: 'line', line: 1, from: bytes('# 文件保留时间,默认 48 小时'), to: bytes('# 文件保留时间,默认 72 小时') },
    ])
  })
})
