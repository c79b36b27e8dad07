import { describe, expect, test } from 'vitest'
import { runSpec } from '../../../../../engine/contract/messages-api.ts'
import {
  draftOf,
  FIRST_FORM,
  formOfDraft,
  numberProblems,
  runOf,
  withoutFile,
} from '../../../../../renderer/features/send/send-form-state.ts'
import { HISTORY_MAX, withHistory, withTemplate } from '../../../../../renderer/features/send/send-documents.ts'

describe('the form of Send', () => {
  test('as it first stands makes a run that the contract takes', () => {
    const run = runOf(FIRST_FORM, '', 'orders-lab')
    expect(runSpec.safeParse(run).success).toBe(true)
    expect(run).toMatchObject({ count: 1000, accountingGroup: 'lab-accounting', message: { topic: 'TopicTest' } })
  })
  test('names every number that is missing or out of its range, and makes no run while one is missing', () => {
    const form = { ...FIRST_FORM, count: null, retries: 11, batch: 0 }
    expect([...numberProblems(form)].sort()).toEqual(['batch', 'count', 'retries'])
    expect(runOf(form, '', 'c')).toBeUndefined()
  })
  test('a queue is read from its end, because broker names may hold colons', () => {
    expect(draftOf({ ...FIRST_FORM, queue: 'a:b:3' }, '').queue).toEqual({ brokerName: 'a:b', queueId: 3 })
    expect(draftOf(FIRST_FORM, '').queue).toBeNull()
  })
  test('properties without a name are left out', () => {
    const properties: [string, string][] = [
      ['', 'x'],
      ['region', 'cn'],
    ]
    expect(draftOf({ ...FIRST_FORM, properties }, '').properties).toEqual([['region', 'cn']])
  })
  test('a file’s content travels as base64 and stays out of what is kept', () => {
    const form = { ...FIRST_FORM, bodyKind: 'file' as const, fileName: 'a.bin' }
    expect(draftOf(form, 'AAE=').body).toEqual({ kind: 'base64', value: 'AAE=' })
    expect(withoutFile(form)).toMatchObject({ bodyKind: 'text', fileName: '' })
  })
  test('a stored message comes back with its very bytes', () => {
    const form = formOfDraft({ ...draftOf(FIRST_FORM, ''), body: { kind: 'base64', value: btoa('\u0000\u00ffA') } })
    expect(form).toMatchObject({ bodyKind: 'hex', body: '00 ff 41', topic: 'TopicTest' })
    expect(formOfDraft({ topic: 'x' })).toBeUndefined()
  })
})

describe('what is kept', () => {
  const empty = { templates: [], history: [] }
  test('a template’s name stands for one form', () => {
    const once = withTemplate(empty, 'orders', FIRST_FORM)
    const twice = withTemplate(once, 'orders', { ...FIRST_FORM, topic: 'other' })
    expect(twice.templates.map((each) => each.form.topic)).toEqual(['other'])
  })
  test('the history holds each form once, the newest first, within its bound', () => {
    let documents: Parameters<typeof withHistory>[0] = empty
    for (let i = 0; i < HISTORY_MAX + 5; i++) documents = withHistory(documents, { ...FIRST_FORM, topic: `t${i}` })
    documents = withHistory(documents, { ...FIRST_FORM, topic: 't20' })
    expect(documents.history).toHaveLength(HISTORY_MAX)
    expect(documents.history[0]?.topic).toBe('t20')
    expect(documents.history.filter((each) => each.topic === 't20')).toHaveLength(1)
  })
})
