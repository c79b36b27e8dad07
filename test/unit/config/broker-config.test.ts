import { describe, expect, test } from 'vitest'
import { BrokerConfig } from '../../../engine/config/broker-config.ts'
import type { ConfigEnvironment } from '../../../engine/config/defaults.ts'
import { parseProperties } from '../../../engine/config/properties-text.ts'

const environment: ConfigEnvironment = {
  userHome: '/home/me',
  hostName: 'machine',
  localIpv4: '10.0.0.9',
  processors: 2,
  namesrvAddr: '10.0.0.1:9876',
}

function configOf(text: string, namesrvAddrFlag?: string): BrokerConfig {
  return new BrokerConfig({
    document: parseProperties(text),
    environment,
    ...(namesrvAddrFlag === undefined ? {} : { namesrvAddrFlag }),
  })
}

describe('values at start', () => {
  test('without a file the defaults of 5.3.3 hold', () => {
    expect(configOf('').values).toMatchObject({
      brokerName: 'machine',
      brokerClusterName: 'DefaultCluster',
      brokerId: 0,
      brokerRole: 'ASYNC_MASTER',
      flushDiskType: 'ASYNC_FLUSH',
      listenPort: 10_911,
      haListenPort: 10_912,
      fastListenPort: 10_909,
      bindAddress: '0.0.0.0',
      brokerIP1: '10.0.0.9',
      storePathRootDir: '/home/me/store',
      storePathCommitLog: '/home/me/store/commitlog',
      mappedFileSizeCommitLog: 1_073_741_824,
      mappedFileSizeConsumeQueue: 6_000_000,
      maxMessageSize: 4_194_304,
      slaveReadEnable: false,
      deleteWhen: '04',
      fileReservedTime: 72,
    })
  })

  test('ports derive from listenPort', () => {
    expect(configOf('listenPort=11911').values).toMatchObject({ haListenPort: 11_912, fastListenPort: 11_909 })
    expect(configOf('listenPort=11911\nhaListenPort=-5').values.haListenPort).toBe(11_912)
    expect(configOf('listenPort=11911\nhaListenPort=12000').values.haListenPort).toBe(12_000)
    expect(configOf('listenPort=1').values.fastListenPort).toBe(0)
  })

  test('a master role forces brokerId to 0, a slave keeps its own and reads less from memory', () => {
    expect(configOf('brokerRole=SYNC_MASTER\nbrokerId=3').values.brokerId).toBe(0)
    expect(configOf('brokerRole=SLAVE\nbrokerId=3').values).toMatchObject({
      brokerId: 3,
      accessMessageInMemoryMaxRatio: 30,
    })
  })

  test('the flag beats the file, the file beats the environment', () => {
    expect(configOf('').values.namesrvAddr).toBe('10.0.0.1:9876')
    expect(configOf('namesrvAddr=b:1').values.namesrvAddr).toBe('b:1')
    expect(configOf('namesrvAddr=b:1', 'c:2').values.namesrvAddr).toBe('c:2')
  })

  test('getters clamp what is out of range', () => {
    const text =
      'diskMaxUsedSpaceRatio=99\ndiskSpaceWarningLevelRatio=99\ndiskSpaceCleanForciblyRatio=10\n' +
      'mappedFileSizeConsumeQueue=300001\nregisterNameServerPeriod=1\n'
    expect(configOf(text).values).toMatchObject({
      diskMaxUsedSpaceRatio: 95,
      diskSpaceWarningLevelRatio: 90,
      diskSpaceCleanForciblyRatio: 30,
      mappedFileSizeConsumeQueue: 300_020,
      registerNameServerPeriod: 10_000,
    })
  })

  test('the old maped spellings change nothing', () => {
    const { values } = configOf('mapedFileSizeCommitLog=1024\nmapedFileSizeConsumeQueue=300000')
    expect(values).toMatchObject({ mappedFileSizeCommitLog: 1_073_741_824, mappedFileSizeConsumeQueue: 6_000_000 })
  })
})

describe('dump', () => {
  const lines = (config: BrokerConfig): string[] => config.dump().trimEnd().split('\n')

  test('lists every field with its default, and unknown keys of the file, sorted', () => {
    const dump = lines(configOf('flushDiskTyp=SYNC_FLUSH\nbrokerRole=SLAVE\nbrokerId=1\nlistenPort=11911'))
    expect(dump).toEqual([...dump].sort())
    for (const line of [
      'flushDiskTyp=SYNC_FLUSH',
      'flushDiskType=ASYNC_FLUSH',
      'haListenPort=11912',
      'accessMessageInMemoryMaxRatio=30',
      'isBrokerContainer=false',
      'isScanAvailableNameSrv=true',
      'timerWarmEnable=false',
      'popPollingSize=1024',
    ]) {
      expect(dump).toContain(line)
    }
  })

  test('leaves out what Java holds as null, and auth keys the file does not name', () => {
    const dump = configOf('authorizationWhitelist=17').dump()
    expect(dump).toContain('authorizationWhitelist=17\n')
    for (const key of [
      'haMasterAddress',
      'storePathCommitLog',
      'rocketmqHome',
      'authenticationEnabled',
      'brokerConfigPath',
    ]) {
      expect(dump).not.toContain(`\n${key}=`)
    }
  })

  test('has as many items as the dump of an Apache 5.3.3 broker with the same two keys and a home', () => {
    const document = parseProperties('brokerName=a\nnamesrvAddr=b:1')
    const config = new BrokerConfig({ document, environment: { ...environment, rocketmqHome: '/opt/rocketmq' } })
    expect(lines(config)).toHaveLength(410)
  })
})

describe('run-time updates', () => {
  test('a hot key acts at once and shows in the dump', () => {
    const config = configOf('')
    const result = config.applyUpdate('fileReservedTime=12\nslaveReadEnable=true\n')
    expect(result).toMatchObject({
      status: 'applied',
      registerNow: false,
      changes: [
        { key: 'fileReservedTime', from: '72', to: '12', effective: 'now' },
        { key: 'slaveReadEnable', from: 'false', to: 'true', effective: 'now' },
      ],
    })
    expect(config.values).toMatchObject({ fileReservedTime: 12, slaveReadEnable: true })
    expect(config.dump()).toContain('\nfileReservedTime=12\n')
  })

  test('a key that needs a restart shows in the dump and leaves the running value alone', () => {
    const config = configOf('')
    const result = config.applyUpdate('flushDiskType=SYNC_FLUSH\nlistenPort=12911\nmappedFileSizeCommitLog=1024')
    expect(result).toMatchObject({
      changes: [{ effective: 'restart' }, { effective: 'restart' }, { effective: 'restart' }],
    })
    expect(config.values).toMatchObject({
      flushDiskType: 'ASYNC_FLUSH',
      listenPort: 10_911,
      fastListenPort: 10_909,
      mappedFileSizeCommitLog: 1_073_741_824,
    })
    expect(config.dump()).toContain('\nflushDiskType=SYNC_FLUSH\n')
  })

  test('unknown keys and bad values are accepted without effect', () => {
    const config = configOf('')
    const before = config.dump()
    expect(
      config.applyUpdate('nonsense=1\nmaxMessageSize=1G\ntimerWarmEnable=true\nauthenticationEnabled=true'),
    ).toEqual({
      status: 'applied',
      registerNow: false,
      changes: [],
      ignored: [
        { key: 'nonsense', reason: 'unknown-key' },
        { key: 'maxMessageSize', reason: 'bad-value' },
        { key: 'timerWarmEnable', reason: 'no-setter' },
        { key: 'authenticationEnabled', reason: 'unknown-key' },
      ],
    })
    expect(config.dump()).toBe(before)
  })

  test('a black-listed key refuses the whole request', () => {
    const config = configOf('configBlackList=aclEnable;fileReservedTime')
    expect(config.applyUpdate('slaveReadEnable=true\nrocketmqHome=/x\nfileReservedTime=1')).toEqual({
      status: 'refused',
      keys: ['rocketmqHome', 'fileReservedTime'],
    })
    expect(config.values.slaveReadEnable).toBe(false)
  })

  test('a text that is no properties text changes nothing', () => {
    expect(configOf('').applyUpdate('slaveReadEnable=\\u00')).toMatchObject({ status: 'unreadable' })
  })

  test('listeners hear the new values of an update that changed something, until they leave', () => {
    const config = configOf('')
    const heard: number[] = []
    const leave = config.onUpdated((values) => heard.push(values.fileReservedTime))
    config.applyUpdate('fileReservedTime=12')
    config.applyUpdate('noSuchKey=1')
    config.applyUpdate('fileReservedTime=x')
    leave()
    config.applyUpdate('fileReservedTime=13')
    expect(heard).toEqual([12])
  })

  test('what name servers are told asks for a registration at once', () => {
    for (const key of ['brokerPermission=4', 'brokerIP1=10.0.0.3', 'brokerIP2=10.0.0.3', 'namesrvAddr=10.0.0.2:9876']) {
      expect(configOf('').applyUpdate(key)).toMatchObject({ registerNow: true })
    }
  })

  test('inSyncReplicas changes at run time and counts as named from then on', () => {
    const config = configOf('brokerRole=SYNC_MASTER')
    expect(config.isExplicit('inSyncReplicas')).toBe(false)
    config.applyUpdate('inSyncReplicas=3')
    expect(config.values.inSyncReplicas).toBe(3)
    expect(config.isExplicit('inSyncReplicas')).toBe(true)
  })

  test('a message size below 10 is stored but not obeyed', () => {
    const config = configOf('')
    config.applyUpdate('maxMessageSize=9')
    expect(config.values.maxMessageSize).toBe(4_194_304)
    config.applyUpdate('maxMessageSize=10')
    expect(config.values.maxMessageSize).toBe(10)
  })

  test('the file keeps its comments and order, only changed keys differ', () => {
    const text = '# mine\nbrokerName = a\nfileReservedTime=48 # bad\n'
    const config = configOf(text)
    config.applyUpdate('fileReservedTime=12\nslaveReadEnable=true')
    expect(config.persistedText(parseProperties(text))).toBe(
      '# mine\nbrokerName = a\nfileReservedTime=12\nslaveReadEnable=true\n',
    )
  })

  test('an update leaves alone what was edited in the file since the one before; one that was not stored comes along', () => {
    const config = configOf('')
    const before = parseProperties('fileReservedTime=24\n')
    config.applyUpdate('brokerPermission=6\nfileReservedTime=12')
    config.applyUpdate('maxMessageSize=5000')
    const both = 'fileReservedTime=12\nbrokerPermission=6\nmaxMessageSize=5000\n'
    expect(config.persistedText(before)).toBe(both)
    config.markStored()
    config.applyUpdate('maxMessageSize=6000')
    expect(config.persistedText(before)).toBe('fileReservedTime=24\nmaxMessageSize=6000\n')
  })
})
