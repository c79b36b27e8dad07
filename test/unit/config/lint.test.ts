import { describe, expect, test } from 'vitest'
import { applyEdits, type Finding } from '../../../engine/config/finding.ts'
import { FILE_RULES, lintFile, lintSet, SET_RULES, type ConfigSet } from '../../../engine/config/lint.ts'
import { parseProperties, writeProperties } from '../../../engine/config/properties-text.ts'

/** For each rule one file that breaks it, and where it helps the repaired file. */
const FILE_SAMPLES: Readonly<Record<string, { readonly bad: string; readonly repaired?: string }>> = {
  'utf8-bom': { bad: '\u00EF\u00BB\u00BFbrokerName=a\n', repaired: 'brokerName=a\n' },
  'key-case': { bad: 'brokername=a\n', repaired: 'brokerName=a\n' },
  'unknown-key-typo': { bad: 'flushDiskTyp=ASYNC_FLUSH\n', repaired: 'flushDiskType=ASYNC_FLUSH\n' },
  'unknown-key': { bad: 'somethingElse=1\n' },
  'key-of-other-program': { bad: 'kvConfigPath=/x\n' },
  'renamed-mapped-file-size': {
    bad: 'mapedFileSizeCommitLog=1073741824\n',
    repaired: 'mappedFileSizeCommitLog=1073741824\n',
  },
  'store-subpath-key-ignored': { bad: 'abortFile=/x/abort\n', repaired: '' },
  'obsolete-key': { bad: 'checkTransactionMessageEnable=false\n', repaired: '' },
  'consume-queue-size-unit': { bad: 'mappedFileSizeConsumeQueue=300000\n' },
  'duplicate-key': { bad: 'brokerName=a\nbrokerName=b\n', repaired: 'brokerName=b\n' },
  'dead-key': { bad: 'putMessageTimeout=1\n', repaired: '' },
  'no-setter-key': { bad: 'timerWarmEnable=true\n', repaired: '' },
  'inline-comment': { bad: 'listenPort=10911 # main\n', repaired: 'listenPort=10911\n' },
  'value-trailing-blank': { bad: 'fileReservedTime=48 \n', repaired: 'fileReservedTime=48\n' },
  'number-format': { bad: 'mappedFileSizeCommitLog=1G\n', repaired: 'mappedFileSizeCommitLog=1073741824\n' },
  'boolean-word': { bad: 'slaveReadEnable=yes\n', repaired: 'slaveReadEnable=true\n' },
  'enum-case': { bad: 'flushDiskType=sync-flush\n', repaired: 'flushDiskType=SYNC_FLUSH\n' },
  'backslash-path': { bad: 'storePathRootDir=C:\\store\\a\n', repaired: 'storePathRootDir=C:/store/a\n' },
  'non-latin1-value': { bad: 'regionId=上海\n' },
  'leading-blank-value': { bad: 'listenPort= 10911\n' },
  'namesrv-address-illegal': { bad: 'namesrvAddr=host\n' },
  'slave-zero-id': { bad: 'brokerRole=SLAVE\nbrokerId=0\n', repaired: 'brokerRole=SLAVE\nbrokerId=1\n' },
  'dledger-and-controller': { bad: 'enableDLegerCommitLog=true\nenableControllerMode=true\n' },
  'master-nonzero-id': { bad: 'brokerRole=ASYNC_MASTER\nbrokerId=1\n' },
  'sync-master-without-replicas': {
    bad: 'brokerRole=SYNC_MASTER\n',
    repaired: 'brokerRole=SYNC_MASTER\ninSyncReplicas=2\ntotalReplicas=2\n',
  },
  'in-sync-exceeds-total': { bad: 'inSyncReplicas=2\n' },
  'auto-in-sync-without-acting': { bad: 'enableAutoInSyncReplicas=true\n' },
  'remote-escape-without-acting': { bad: 'enableRemoteEscape=true\n' },
  'namesrv-missing': { bad: '' },
  'flag-overrides-file': { bad: 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n' },
  'namesrv-hostname-unresolved': { bad: 'namesrvAddr=ns1:9876\n' },
  'role-and-file-name-disagree': { bad: 'brokerRole=SYNC_MASTER\nbrokerClusterName=x-async\n' },
  'port-out-of-range': { bad: 'listenPort=0\n' },
  'ha-port-equals': { bad: 'listenPort=10911\nhaListenPort=10909\n', repaired: 'listenPort=10911\n' },
  'listen-port-small': { bad: 'listenPort=1\n' },
  'slave-default-port-myth': { bad: 'brokerRole=SLAVE\nbrokerId=1\n' },
  'broker-ip-missing-multi-nic': { bad: '' },
  'tilde-in-path': { bad: 'storePathRootDir=~/store-s\n' },
  'store-path-outside-root': { bad: 'storePathRootDir=/d/store1\nstorePathCommitLog=/d/store/commitlog1\n' },
  'versioned-store-path': { bad: 'storePathRootDir=/rocketmq-all-4.5.0/store\n' },
  'delay-level-format': { bad: 'messageDelayLevel=1s  5s\n' },
  'delete-when-format': { bad: 'deleteWhen=4:00\n' },
  'disk-ratio-above-forced-clean': { bad: 'diskMaxUsedSpaceRatio=88\n', repaired: 'diskMaxUsedSpaceRatio=75\n' },
  'max-message-size-below-client': { bad: 'maxMessageSize=65536\n' },
  'thread-pool-oversized': { bad: 'sendMessageThreadPoolNums=128\n', repaired: '' },
  'production-auto-create': { bad: 'autoCreateTopicEnable=true\nautoCreateSubscriptionGroup=true\n' },
  'trace-topic-off': { bad: 'traceTopicEnable=false\n' },
  'dledger-self-id': { bad: 'enableDLegerCommitLog=true\ndLegerPeers=n0-a:40911\ndLegerSelfId=n1\n' },
  'dledger-old-commitlog-path': {
    bad: 'enableDLegerCommitLog=true\nstorePathRootDir=/s/dledger\nstorePathCommitLog=/s/commitlog\n',
    repaired: 'enableDLegerCommitLog=true\nstorePathRootDir=/s/dledger\n',
  },
  'dledger-broker-id-set': { bad: 'enableDLegerCommitLog=true\nbrokerId=0\n' },
  'dledger-broker-role-set': {
    bad: 'enableDLegerCommitLog=true\nbrokerRole=SLAVE\nbrokerId=1\n',
    repaired: 'enableDLegerCommitLog=true\nbrokerId=1\n',
  },
  'acl-old-switch': { bad: 'aclEnable=true\n' },
  'authz-without-authn': { bad: 'authorizationEnabled=true\n' },
  'auth-provider-missing': { bad: 'authenticationEnabled=true\n' },
  'tls-key-in-file': { bad: 'tls.server.mode=enforcing\n' },
}

const two = (left: string, right: string, host?: [string, string]): ConfigSet => ({
  files: [left, right].map((text, index) => {
    const machine = host?.[index]
    return { name: `file-${index}`, text, ...(machine === undefined ? {} : { host: machine }) }
  }),
})

const SET_SAMPLES: Readonly<Record<string, ConfigSet>> = {
  'duplicate-broker-id': two('brokerName=a\nbrokerRole=SYNC_MASTER\n', 'brokerName=a\nbrokerId=1\n'),
  'slave-without-master': two('brokerName=a\n', 'brokerName=b\nbrokerRole=SLAVE\nbrokerId=1\n'),
  'sync-master-without-slave': two('brokerName=a\nbrokerRole=SYNC_MASTER\n', 'brokerName=b\n'),
  'in-sync-exceeds-group': two(
    'brokerName=a\nbrokerRole=SYNC_MASTER\ninSyncReplicas=3\ntotalReplicas=3\n',
    'brokerName=a\nbrokerRole=SLAVE\nbrokerId=1\n',
  ),
  'group-cluster-mismatch': two(
    'brokerName=a\nbrokerClusterName=x\n',
    'brokerName=a\nbrokerClusterName=y\nbrokerRole=SLAVE\nbrokerId=1\n',
  ),
  'dledger-cluster-mismatch': two(
    'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
    'brokerName=a\nbrokerClusterName=y\nenableDLegerCommitLog=true\n',
  ),
  'dledger-peers-mismatch': two(
    'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:1\n',
    'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:2\n',
  ),
  'mapped-size-group-mismatch': two(
    'brokerName=a\n',
    'brokerName=a\nbrokerRole=SLAVE\nbrokerId=1\nmappedFileSizeCommitLog=1048576\n',
  ),
  'retention-inconsistent': two('brokerName=a\n', 'brokerName=a\nbrokerRole=SLAVE\nbrokerId=1\nfileReservedTime=48\n'),
  'namesrv-lists-differ': two('brokerName=a\nnamesrvAddr=n1:1;n2:1\n', 'brokerName=b\nnamesrvAddr=n1:1\n'),
  'split-registration-conflict': {
    files: [
      { name: 'n', program: 'namesrv', text: 'deleteTopicWithBrokerRegistration=true\n' },
      { name: 'b', text: 'enableSplitRegistration=true\n' },
    ],
  },
  'port-collision-same-host': two('brokerName=a\n', 'brokerName=b\nlistenPort=10913\n', ['h', 'h']),
  'store-dir-shared': two('storePathRootDir=/s/\n', 'listenPort=11911\nstorePathRootDir=/s\n', ['h', 'h']),
  'broker-ip-not-local': {
    files: [{ name: 'b', host: 'h', text: 'brokerIP1=192.168.3.105\n' }],
    hostAddresses: { h: ['192.168.1.161'] },
  },
}

const fileSample = (text: string): Finding[] =>
  lintFile({ name: 'b.properties', text, namesrvAddrFlag: '10.0.0.1:9876' })

/** Without the flag, for the rule about a missing name server. */
const lint = (id: string, text: string): Finding[] =>
  id === 'namesrv-missing'
    ? lintFile({ name: 'b', text })
    : id.startsWith('namesrv-')
      ? lintFile({ name: 'b', text })
      : fileSample(text)

describe('rules about one file', () => {
  test('each rule has a sample, and ids are unique', () => {
    const ids = FILE_RULES.map((rule) => rule.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(Object.keys(FILE_SAMPLES).sort()).toEqual([...ids].sort())
  })

  test.each(Object.entries(FILE_SAMPLES))('%s is found, at its line and with its severity', (id, { bad }) => {
    const found = lint(id, bad).filter((finding) => finding.ruleId === id)
    expect(found.length).toBeGreaterThan(0)
    for (const finding of found) {
      expect(finding.severity).toBe(FILE_RULES.find((rule) => rule.id === id)?.severity)
      if (finding.key !== undefined && bad !== '') expect(finding.line, finding.key).toBeGreaterThan(0)
    }
  })

  test.each(Object.entries(FILE_SAMPLES).filter(([, { repaired }]) => repaired !== undefined))(
    '%s repairs the file, and is silent afterwards',
    (id, { bad, repaired }) => {
      const edits = lint(id, bad).find((finding) => finding.ruleId === id)?.edits ?? []
      expect(writeProperties(applyEdits(parseProperties(bad), edits))).toBe(repaired)
      expect(lint(id, repaired ?? '').map((finding) => finding.ruleId)).not.toContain(id)
    },
  )

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

describe('rules about several files', () => {
  test('each rule has a sample, and ids are unique', () => {
    const ids = SET_RULES.map((rule) => rule.id)
    expect(new Set([...ids, ...FILE_RULES.map((rule) => rule.id)]).size).toBe(ids.length + FILE_RULES.length)
    expect(Object.keys(SET_SAMPLES).sort()).toEqual([...ids].sort())
  })

  test.each(Object.entries(SET_SAMPLES))('%s is found in the file it is about', (id, set) => {
    const found = lintSet(set).filter((finding) => finding.ruleId === id)
    expect(found.length).toBeGreaterThan(0)
    for (const finding of found) expect(set.files.map(({ name }) => name)).toContain(finding.file)
  })

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

test('every text exists in both languages', () => {
  const findings = [
    ...Object.entries(FILE_SAMPLES).flatMap(([id, { bad }]) => lint(id, bad)),
    ...Object.values(SET_SAMPLES).flatMap((set) => lintSet(set)),
    ...lintFile({ name: 'b', text: 'a=\\u1' }),
    ...lintFile({ name: 'b', text: 'a'.repeat(1024 * 1024 + 1) }),
  ]
  for (const { ruleId, message, fix } of findings) {
    for (const text of [message, fix]) {
      expect(text.en, ruleId).toMatch(/^[\x20-\x7e\u4e00-\u9fff]+$/)
      expect(text.zh, ruleId).toMatch(/[\u4e00-\u9fff]/)
    }
  }
})
