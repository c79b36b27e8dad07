/** For tests that set every property: a valid value that is not the default. */
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'

/** Values where "the default and one more" would be out of range or mean the same. */
const VALUES: Readonly<Record<string, string>> = {
  brokerPermission: '4',
  brokerRole: 'SYNC_MASTER',
  flushDiskType: 'SYNC_FLUSH',
  bindAddress: '127.0.0.1',
  brokerIP1: '127.0.0.9',
  brokerIP2: '127.0.0.9',
  configBlackList: 'traceOn',
  deleteWhen: '05;17',
  diskMaxUsedSpaceRatio: '60',
  diskSpaceCleanForciblyRatio: '70',
  diskSpaceWarningLevelRatio: '80',
  haMasterAddress: '127.0.0.1:10912',
  messageDelayLevel: '1s 2s 3s',
  namesrvAddr: '127.0.0.1:9877',
  storePathRootDir: '/tmp/another/store',
  storePathCommitLog: '/tmp/another/commitlog',
}

export function otherValue(row: PropertyRow): string {
  const own = VALUES[row.key]
  if (own !== undefined) return own
  switch (row.type) {
    case 'boolean':
      return row.defaultText === 'true' ? 'false' : 'true'
    case 'enum':
      return row.choices.find((choice) => choice !== row.defaultText) ?? ''
    case 'String':
      return `${row.key}-other`
    case 'double':
      return String(Number(row.defaultText) / 2)
    case 'int':
    case 'long': {
      const value = Number(row.defaultText)
      return Number.isInteger(value) ? String(value === 2_147_483_647 ? value - 1 : value + 1) : '7'
    }
  }
}
