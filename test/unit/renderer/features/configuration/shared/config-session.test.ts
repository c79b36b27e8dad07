import { beforeEach, expect, test, vi } from 'vitest'
import { openConfig } from '../../../../../../renderer/features/configuration/shared/config-session.ts'
import { editConfig } from '../../../../../../renderer/stores/config-edits.ts'

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
