import { beforeEach, expect, test, vi } from 'vitest'
import { BEHIND_DEFAULT, type ClusterHead } from '../../../../../../engine/contract/state.ts'
import { openConfig } from '../../../../../../renderer/features/configuration/shared/config-session.ts'
import { editConfig, useConfigEdits } from '../../../../../../renderer/stores/config-edits.ts'
import { useLab } from '../../../../../../renderer/stores/lab.ts'

const service = vi.hoisted((): { isGone: boolean; kept: unknown } => ({ isGone: false, kept: {} }))

vi.mock('../../../../../../renderer/api/lab.ts', () => ({
  lab: {
    call: (name: string, { value }: { value?: unknown }): Promise<unknown> => {
      if (service.isGone) return Promise.reject(new Error('gone'))
      if (name === 'documents.load') return Promise.resolve({ value: null })
      if (name === 'documents.save') service.kept = value
      const file = { node: 'broker-a', kind: 'broker', host: 'host-1', source: 'file', text: 'brokerId=0\n' }
      return Promise.resolve({ files: [file], namesrvAddr: '', hostAddresses: {} })
    },
  },
}))

const SYNC: ClusterHead = {
  name: 'sync',
  kind: 'lab',
  topology: 'single',
  brokerClusters: [],
  namesrvAddr: '',
  busy: null,
  isWritable: true,
  problem: null,
  createdAtMs: null,
  behind: BEHIND_DEFAULT,
}

beforeEach(() => {
  vi.useFakeTimers()
})

test('edits made while the service is gone are written down once it is back', async () => {
  await openConfig('sync')
  service.isGone = true
  editConfig({ 'broker-a': 'brokerId=1\n' })
  await vi.runAllTimersAsync()
  expect(service.kept).toEqual({})
  service.isGone = false
  await openConfig('sync')
  expect(service.kept).toEqual({ 'broker-a': { began: 'brokerId=0\n', text: 'brokerId=1\n' } })
})

test('edits go with their cluster: another one of the same name begins with its files', async () => {
  useLab.setState({ clusters: { sync: SYNC } })
  await openConfig('sync')
  editConfig({ 'broker-a': 'brokerId=7\n' })
  useLab.setState({ clusters: {} })
  await openConfig('sync')
  expect(useConfigEdits.getState().texts).toEqual({ 'broker-a': 'brokerId=0\n' })
})
