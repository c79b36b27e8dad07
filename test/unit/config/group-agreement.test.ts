import { describe, expect, test } from 'vitest'
import { BROKER_FILE_OWNERS, rowFor } from '../../../engine/config/catalogue.ts'
import { AGREEMENT_KEYS, agreementOf } from '../../../engine/config/group-agreement.ts'
import { PAIRING_RULES } from '../../../engine/config/rules/pairing.ts'

describe('keys a group agrees on', () => {
  test('are keys of a broker file, each once, each with a reason in both languages', () => {
    expect(new Set(AGREEMENT_KEYS.map(({ key }) => key)).size).toBe(AGREEMENT_KEYS.length)
    for (const { key, reason } of AGREEMENT_KEYS) {
      expect(rowFor(key, BROKER_FILE_OWNERS), key).toBeDefined()
      expect(reason.en.length, key).toBeGreaterThan(20)
      expect(reason.zh, key).toMatch(/\p{Script=Han}/u)
    }
  })

  test('include every key that lint compares inside a group', () => {
    expect(PAIRING_RULES.map(({ id }) => id)).toContain('retention-inconsistent')
    for (const key of ['brokerClusterName', 'mappedFileSizeCommitLog', 'fileReservedTime', 'dLegerPeers']) {
      expect(agreementOf(key), key).toBeDefined()
    }
  })

  test('leave out what is a member of its own: ports, ids, paths, addresses, roles', () => {
    for (const key of ['listenPort', 'haListenPort', 'brokerId', 'brokerRole', 'brokerIP1', 'storePathRootDir']) {
      expect(agreementOf(key), key).toBeUndefined()
    }
  })
})
