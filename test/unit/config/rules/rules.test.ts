import { describe, expect, test } from 'vitest'
import { readArticle } from '../../../../engine/config/article/read-article.ts'
import { applyEdits, headlineOf, isSafeFix, type Finding } from '../../../../engine/config/finding.ts'
import { applyFix } from '../../../../engine/config/fix-all.ts'
import { lintFile, lintSet } from '../../../../engine/config/lint.ts'
import { parseProperties, writeProperties } from '../../../../engine/config/properties-text.ts'
import { ALL_RULES } from '../../../../engine/config/rules/all-rules.ts'
import { changeFindings } from '../../../../engine/config/rules/changes.ts'
import { ARTICLE_SAMPLES, CHANGE_SAMPLES, FILE_SAMPLES, SET_SAMPLES, type FileSample } from './rule-samples.ts'

/** broker-properties.md, sections 13 and 14: id and severity. */
const REFERENCE: Readonly<Record<string, 'error' | 'warning' | 'hint'>> = {
  'unknown-key-typo': 'error',
  'renamed-mapped-file-size': 'warning',
  'consume-queue-size-unit': 'error',
  'store-subpath-key-ignored': 'warning',
  'store-path-outside-root': 'error',
  'tilde-in-path': 'error',
  'duplicate-key': 'error',
  'dledger-old-commitlog-path': 'warning',
  'dledger-cluster-mismatch': 'error',
  'dledger-broker-id-set': 'hint',
  'dledger-broker-role-set': 'warning',
  'config-file-not-the-started-one': 'error',
  'host-role-mismatch': 'warning',
  'mkdir-host-incomplete': 'hint',
  'role-and-file-name-disagree': 'hint',
  'sync-master-without-replicas': 'warning',
  'disk-ratio-above-forced-clean': 'warning',
  'obsolete-key': 'warning',
  'thread-pool-oversized': 'hint',
  'max-message-size-below-client': 'warning',
  'leading-blank-value': 'hint',
  'retention-inconsistent': 'hint',
  'comment-states-wrong-default': 'hint',
  'checkpoint-or-abort-is-directory': 'error',
  'store-dir-shared': 'error',
  'store-not-writable': 'error',
  'path-fix-on-other-dir': 'warning',
  'home-path-mismatch': 'error',
  'port-collision-same-host': 'error',
  'firewall-ports-incomplete': 'error',
  'slave-default-port-myth': 'hint',
  'broker-ip-not-local': 'error',
  'broker-ip-missing-multi-nic': 'warning',
  'namesrv-missing': 'warning',
  'flag-overrides-file': 'warning',
  'namesrv-hostname-unresolved': 'hint',
  'production-auto-create': 'hint',
  'versioned-store-path': 'hint',
  'java-ext-dirs-edit': 'error',
  'start-output-discarded': 'warning',
  'value-trailing-blank': 'error',
  'inline-comment': 'error',
  'number-format': 'error',
  'boolean-word': 'error',
  'enum-case': 'error',
  'backslash-path': 'error',
  'non-latin1-value': 'warning',
  'utf8-bom': 'error',
  'key-case': 'error',
  'master-nonzero-id': 'error',
  'slave-zero-id': 'error',
  'duplicate-broker-id': 'error',
  'dledger-and-controller': 'error',
  'dledger-self-id': 'error',
  'listen-port-small': 'warning',
  'ha-port-equals': 'error',
  'delete-when-format': 'error',
  'delay-level-format': 'error',
  'in-sync-exceeds-total': 'error',
  'auto-in-sync-without-acting': 'warning',
  'remote-escape-without-acting': 'warning',
  'acl-old-switch': 'error',
  'authz-without-authn': 'warning',
  'auth-provider-missing': 'error',
  'dead-key': 'hint',
  'no-setter-key': 'warning',
  'mapped-size-group-mismatch': 'error',
  'flush-disk-run-time': 'error',
  'split-registration-conflict': 'error',
  'trace-topic-off': 'hint',
}

const FLAG = '10.0.0.1:9876'

const lint = (sample: FileSample, text: string): Finding[] =>
  lintFile({
    name: 'b.properties',
    text,
    ...(sample.isWithoutFlag === true ? {} : { namesrvAddrFlag: FLAG }),
    ...(sample.addresses === undefined ? {} : { addresses: sample.addresses }),
  })

const articleFindings = (text: string): readonly Finding[] => readArticle(text).findings

test('every rule of the reference exists, with its severity', () => {
  for (const [id, severity] of Object.entries(REFERENCE)) {
    const rules = ALL_RULES.filter((rule) => rule.id === id)
    expect(rules.length, id).toBeGreaterThan(0)
    for (const rule of rules) expect(rule.severity, id).toBe(severity)
  }
})

test('every rule has a bad and a good sample, and every sample a rule', () => {
  const idsOver = (over: string): string[] => ALL_RULES.filter((rule) => rule.over === over).map(({ id }) => id)
  for (const [over, samples] of [
    ['file', FILE_SAMPLES],
    ['set', SET_SAMPLES],
    ['article', ARTICLE_SAMPLES],
    ['change', CHANGE_SAMPLES],
  ] as const) {
    expect(new Set(idsOver(over)).size, over).toBe(idsOver(over).length)
    expect(Object.keys(samples).sort(), over).toEqual(idsOver(over).sort())
  }
})

describe('rules over one file', () => {
  test.each(Object.entries(FILE_SAMPLES))(
    '%s finds the bad sample, at its line, and not the good one',
    (id, sample) => {
      const found = lint(sample, sample.bad).filter((finding) => finding.ruleId === id)
      expect(found.length).toBeGreaterThan(0)
      for (const finding of found) {
        expect(finding.severity).toBe(ALL_RULES.find((rule) => rule.id === id)?.severity)
        if (finding.key !== undefined && sample.bad !== '') expect(finding.line, finding.key).toBeGreaterThan(0)
      }
      expect(lint(sample, sample.good).map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )

  test.each(Object.entries(FILE_SAMPLES).filter(([, { repaired }]) => repaired !== undefined))(
    '%s repairs the file, and is silent afterwards',
    (id, sample) => {
      const [finding] = lint(sample, sample.bad).filter(({ ruleId }) => ruleId === id)
      const edits = finding?.edits ?? []
      expect(finding?.isChoice).toBe(undefined)
      expect(writeProperties(applyEdits(parseProperties(sample.bad), edits))).toBe(sample.repaired)
      expect(lint(sample, sample.repaired ?? '').map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )

  test.each(Object.entries(FILE_SAMPLES).filter(([, { chosen }]) => chosen !== undefined))(
    '%s offers its author a repair, and is silent afterwards',
    (id, sample) => {
      const [finding] = lint(sample, sample.bad).filter(({ ruleId }) => ruleId === id)
      expect(finding?.isChoice).toBe(true)
      expect(writeProperties(applyEdits(parseProperties(sample.bad), finding?.edits ?? []))).toBe(sample.chosen)
      expect(lint(sample, sample.chosen ?? '').map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )

  test.each(Object.entries(FILE_SAMPLES).filter(([, { repaired }]) => repaired === undefined))(
    '%s is left alone when everything is fixed at once: what its author meant is unknown',
    (id, sample) => {
      const found = lint(sample, sample.bad).filter((finding) => finding.ruleId === id)
      expect(found.filter(isSafeFix)).toEqual([])
    },
  )
})

describe('rules over several files', () => {
  test.each(Object.entries(SET_SAMPLES))(
    '%s finds the bad sample in one of its files, and not the good one',
    (id, { bad, good }) => {
      const found = lintSet(bad).filter((finding) => finding.ruleId === id)
      expect(found.length).toBeGreaterThan(0)
      for (const finding of found) expect(bad.files.map(({ name }) => name)).toContain(finding.file)
      expect(lintSet(good).map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )

  test.each(Object.entries(SET_SAMPLES).filter(([, { repaired }]) => repaired !== undefined))(
    '%s repairs the files it concerns, and is silent afterwards',
    (id, { bad, repaired }) => {
      const finding = lintSet(bad).find(({ ruleId }) => ruleId === id)
      if (finding === undefined) throw new Error(`${id} found nothing`)
      expect(isSafeFix(finding)).toBe(true)
      const files = applyFix(bad.files, finding)
      expect(files.map(({ text }) => text)).toEqual(repaired)
      expect(lintSet({ ...bad, files }).map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )
})

describe('rules over several files that ask', () => {
  test.each(Object.entries(SET_SAMPLES).filter(([, { repaired }]) => repaired === undefined))(
    '%s is left alone when everything is fixed at once; where it offers a repair, it is silent afterwards',
    (id, { bad, chosen }) => {
      const finding = lintSet(bad).find(({ ruleId }) => ruleId === id)
      if (finding === undefined) throw new Error(`${id} found nothing`)
      expect(isSafeFix(finding)).toBe(false)
      expect(finding.isChoice).toBe(chosen === undefined ? undefined : true)
      if (chosen === undefined) return
      const files = applyFix(bad.files, finding)
      expect(files.map(({ text }) => text)).toEqual(chosen)
      expect(lintSet({ ...bad, files }).map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )
})

describe('rules over an article', () => {
  test.each(Object.entries(ARTICLE_SAMPLES))(
    '%s finds the bad sample, at a line, and not the good one',
    (id, { bad, good }) => {
      const found = articleFindings(bad).filter((finding) => finding.ruleId === id)
      expect(found).toHaveLength(1)
      expect(found[0]?.line).toBeGreaterThan(0)
      expect(found[0]?.line).toBeLessThanOrEqual(bad.split('\n').length)
      expect(articleFindings(good).map(({ ruleId }) => ruleId)).not.toContain(id)
    },
  )
})

describe('rules over a change at run time', () => {
  test.each(Object.entries(CHANGE_SAMPLES))('%s stops the bad change, and not the good one', (id, { bad, good }) => {
    expect(changeFindings(bad).map(({ ruleId }) => ruleId)).toEqual([id])
    expect(changeFindings(good)).toEqual([])
  })

  test('a flush type that stays is no change', () => {
    expect(changeFindings({ key: 'flushDiskType', from: 'SYNC_FLUSH', to: 'SYNC_FLUSH' })).toEqual([])
  })
})

describe('what is said', () => {
  const findings: readonly Finding[] = [
    ...Object.values(FILE_SAMPLES).flatMap((sample) => lint(sample, sample.bad)),
    ...Object.values(SET_SAMPLES).flatMap(({ bad }) => lintSet(bad)),
    ...Object.values(ARTICLE_SAMPLES).flatMap(({ bad }) => articleFindings(bad)),
    ...Object.values(CHANGE_SAMPLES).flatMap(({ bad }) => changeFindings(bad)),
    ...lintFile({ name: 'b', text: 'a'.repeat(1024 * 1024 + 1) }),
  ]

  test('every text exists in both languages', () => {
    for (const { ruleId, message, fix, fixLabel } of findings) {
      for (const text of [message, fix, ...(fixLabel === undefined ? [] : [fixLabel])]) {
        expect(text.en, ruleId).toMatch(/^[\x20-\x7e\u4e00-\u9fff]+$/)
        expect(text.zh, ruleId).toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })

  test('every message has a short title, and says after it what happens', () => {
    for (const finding of findings) {
      const { title, detail } = headlineOf(finding)
      expect(title.en.length, title.en).toBeLessThanOrEqual(100)
      expect(title.en, finding.ruleId).not.toBe('')
      expect(title.zh.length, title.zh).toBeLessThanOrEqual(100)
      expect(detail.en, `${finding.ruleId}: ${finding.message.en}`).not.toBe('')
      expect(detail.zh, `${finding.ruleId}: ${finding.message.zh}`).not.toBe('')
    }
  })

  test('titles begin as sentences do, and keys keep their spelling', () => {
    const titles = (text: string): string[] =>
      lintFile({ name: 'b', text, namesrvAddrFlag: FLAG }).map((finding) => headlineOf(finding).title.en)
    expect(titles('brokername=a\nlistenPort=10911 # x\nbrokerIP1=10.0.0.1\n')).toEqual([
      'brokername is ignored',
      'A comment cannot follow a value',
    ])
  })

  test('a fix has a label for its button', () => {
    for (const { ruleId, edits, fixLabel } of findings) expect(fixLabel !== undefined, ruleId).toBe(edits !== undefined)
    for (const { fixLabel } of findings) expect(fixLabel?.en.length ?? 0, fixLabel?.en).toBeLessThanOrEqual(32)
  })
})
