import { beforeEach, describe, expect, test } from 'vitest'
import type { Happening } from '../../../../engine/contract/state.ts'
import { isWorthANotice, NOTICES_KEPT_MAX, useNotices } from '../../../../renderer/stores/notices.ts'
import type { Notice } from '../../../../renderer/stores/notices.ts'

const notice = (id: string, isSticky = false): Notice => ({
  id,
  atMs: 1,
  tone: isSticky ? 'bad' : 'ok',
  subject: id,
  sentence: { en: id, zh: id },
  isSticky,
})

const happened = (byUser: boolean, action: string | null): Happening =>
  ({ byUser, action: action === null ? null : { kind: action } }) as Happening

beforeEach(() => useNotices.setState({ kept: [], shown: [], unseen: 0 }))

describe('notices', () => {
  test('are three at most on the screen and all kept', () => {
    for (const id of ['a', 'b', 'c', 'd']) useNotices.getState().add(notice(id))
    expect(useNotices.getState().shown).toEqual(['d', 'c', 'b'])
    expect(useNotices.getState().kept.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
  })

  test('of errors stay on the screen while others make room', () => {
    useNotices.getState().add(notice('error', true))
    for (const id of ['a', 'b', 'c']) useNotices.getState().add(notice(id))
    expect(useNotices.getState().shown).toEqual(['c', 'b', 'error'])
  })

  test('leave the oldest error when nothing but errors is there', () => {
    for (const id of ['a', 'b', 'c', 'd']) useNotices.getState().add(notice(id, true))
    expect(useNotices.getState().shown).toEqual(['d', 'c', 'b'])
  })

  test('that tell one failure twice stand on the screen once, under the bell both', () => {
    const failure = (id: string, en: string, atMs: number): Notice => ({
      ...notice(id, true),
      subject: 'broker-a',
      atMs,
      sentence: { en, zh: en },
    })
    useNotices.getState().add(failure('happening', 'broker-a did not start: x', 1))
    useNotices.getState().add(failure('own', 'Start did not work: broker-a did not start: x', 2))
    expect(useNotices.getState().shown).toEqual(['own'])
    useNotices.getState().add(failure('again', 'broker-a did not start: x', 3))
    expect(useNotices.getState().shown).toEqual(['own'])
    useNotices.getState().add(failure('later', 'broker-a did not start: x', 60_000))
    expect(useNotices.getState().shown).toEqual(['later', 'own'])
    expect(useNotices.getState().kept).toHaveLength(4)
  })

  test('are bounded under the bell', () => {
    for (let index = 0; index < NOTICES_KEPT_MAX + 10; index += 1) useNotices.getState().add(notice(`n${index}`))
    expect(useNotices.getState().kept).toHaveLength(NOTICES_KEPT_MAX)
  })

  test('keep errors on the screen when the bell is opened', () => {
    useNotices.getState().add(notice('error', true))
    useNotices.getState().add(notice('news'))
    useNotices.getState().markSeen()
    expect(useNotices.getState().shown).toEqual(['error'])
    expect(useNotices.getState().unseen).toBe(0)
  })

  test('are not made of what the user did, unless it can be undone', () => {
    expect(isWorthANotice(happened(false, null))).toBe(true)
    expect(isWorthANotice(happened(true, null))).toBe(false)
    expect(isWorthANotice(happened(true, 'open-node'))).toBe(false)
    expect(isWorthANotice(happened(true, 'start'))).toBe(true)
    expect(isWorthANotice(happened(true, 'heal'))).toBe(true)
  })
})
