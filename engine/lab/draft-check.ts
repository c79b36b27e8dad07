/**
 * The doctor of drafts: every rule over a draft and the facts, the property files' lint over what would be written, each
 * finding with its fix, and the draft with all fixes applied. Pure: what it would have to know beyond the facts it asks for.
 */
import { type ConfigSet, lintSet } from '../config/lint.ts'
import type { Finding } from '../config/finding.ts'
import type { ClusterDraft, DoctorFinding, DraftNode } from '../contract/new-cluster-api.ts'
import { say, type Text } from '../contract/text.ts'
import { draftCommands, type DraftCommand } from './draft-commands.ts'
import type { DraftFacts } from './draft-facts.ts'
import { DRAFT_HOST, planDraft, portsOfDraftNode, storeFolderOf } from './draft-plan.ts'
import { FOLDER_RULES } from './draft-rules/folders.ts'
import { NAME_RULES } from './draft-rules/names.ts'
import { PORT_RULES } from './draft-rules/ports.ts'
import { costOf, type DraftCost, RESOURCE_RULES } from './draft-rules/resources.ts'
import { ROLE_RULES } from './draft-rules/roles.ts'
import { type DraftHit, type DraftRule, fixOf } from './draft-rules/rule.ts'
import type { PlannedCluster } from './topology.ts'

const RULES: readonly DraftRule[] = [...NAME_RULES, ...ROLE_RULES, ...PORT_RULES, ...FOLDER_RULES, ...RESOURCE_RULES]
const RULE_IDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.id))

/** More would not be read, and each carries a whole draft. */
const FINDINGS_MAX = 60
/** Fixes applied one after another before giving up: more than a draft can have troubles. */
const FIX_STEPS_MAX = 400
const LINT_RULE = 'property-files'
const THIS_MACHINE = 'this machine'
const OWNERS_MAX = 2

const SEVERITY_ORDER = { error: 0, warning: 1, hint: 2 } as const

export interface PreviewFile {
  readonly node: string
  readonly path: string
  readonly text: string
  readonly lines: readonly { readonly line: number; readonly finding: string }[]
}

export interface DraftWants {
  readonly ports: readonly number[]
  readonly folders: readonly string[]
  /** Busy ports whose owner would be told. */
  readonly owners: readonly number[]
}

export interface DraftReport {
  readonly findings: readonly DoctorFinding[]
  readonly passed: readonly { readonly rule: string; readonly title: Text }[]
  readonly fixedDraft: ClusterDraft | null
  readonly planned: PlannedCluster
  readonly files: readonly PreviewFile[]
  readonly commands: readonly DraftCommand[]
  readonly expects: DraftCost
  /** What has not been looked at yet and would make the answer surer. */
  readonly wants: DraftWants
}

/** Lints files of a cluster; the service hands in one that remembers what it has seen. */
export type LintFiles = (set: ConfigSet) => readonly Finding[]

export function checkDraft(draft: ClusterDraft, facts: DraftFacts, lintFiles: LintFiles = lintSet): DraftReport {
  const all = RULES.flatMap((rule) => rule.check(draft, facts).map((hit) => ({ rule, hit })))
  const hits = all
    .toSorted((left, right) => SEVERITY_ORDER[left.hit.severity] - SEVERITY_ORDER[right.hit.severity])
    .slice(0, FINDINGS_MAX)
  const planned = planDraft(draft, facts.paths)
  const fixed = fixAll(draft, facts)
  const counts = new Map<string, number>()
  const idOf = (rule: string, node: string): string => {
    const key = `${rule}/${node}`
    const seen = counts.get(key) ?? 0
    counts.set(key, seen + 1)
    return seen === 0 ? key : `${key}/${seen}`
  }
  const own = hits.map(({ rule, hit }) => findingOf(idOf(rule.id, hit.node?.name ?? ''), rule.id, hit, draft))
  const lint = lintFindings(draft, planned, lintFiles).map((finding) => ({
    ...finding,
    finding: { ...finding.finding, id: idOf(finding.finding.rule, finding.finding.node ?? '') },
  }))
  const findings = [...own, ...lint.map(({ finding }) => finding)]
    .toSorted((left, right) => SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity])
    .slice(0, FINDINGS_MAX)
  const failed = new Set(findings.map((finding) => finding.rule))
  const passed = RULES.filter((rule) => !failed.has(rule.id)).map((rule) => ({ rule: rule.id, title: rule.passed }))
  if (lint.length === 0) {
    passed.push({ rule: LINT_RULE, title: say('lint has nothing to say about the files', '配置文件检查无异议') })
  }
  const lintLines = new Map(
    lint.flatMap(({ finding, line }) => (line === undefined ? [] : [[finding.id, line] as const])),
  )
  return {
    findings,
    passed,
    fixedDraft: fixed === draft ? null : fixed,
    planned,
    files: planned.files.map((file) => ({ ...file, lines: tintedLines(file.node, file.text, findings, lintLines) })),
    commands: draftCommands(draft, facts.paths),
    expects: costOf(draft),
    wants: {
      ...wantsOf([draft, fixed, ...findings.flatMap(({ fix }) => (fix === null ? [] : [fix.draft]))], facts),
      owners: unaskedOwners(draft, facts),
    },
  }
}

/** Errors and warnings repaired one after another until nothing changes; hints are left to the user. */
function fixAll(draft: ClusterDraft, facts: DraftFacts): ClusterDraft {
  let current = draft
  let steps = 0
  for (let before: ClusterDraft | undefined; before !== current && steps < FIX_STEPS_MAX;) {
    before = current
    // Rule by rule: a fix mostly leads to the next trouble of its own kind.
    for (const rule of RULES) {
      for (; steps < FIX_STEPS_MAX; steps++) {
        const next = firstFix(rule, current, facts)
        if (next === undefined) break
        current = next
      }
    }
  }
  return current
}

function firstFix(rule: DraftRule, draft: ClusterDraft, facts: DraftFacts): ClusterDraft | undefined {
  for (const hit of rule.check(draft, facts)) {
    if (hit.severity === 'hint') continue
    const fix = fixOf(hit)
    if (fix !== undefined) return fix.apply(draft)
  }
  return undefined
}

function findingOf(id: string, rule: string, hit: DraftHit, draft: ClusterDraft): DoctorFinding {
  const { severity, title, detail, node, part } = hit
  const fix = fixOf(hit)
  return {
    id,
    severity,
    rule,
    title,
    detail,
    field: hit.field ?? (node === undefined || part === undefined ? null : `nodes/${node.name}/${part}`),
    node: node?.name ?? null,
    fix: fix === undefined ? null : { label: fix.label, draft: fix.apply(draft) },
  }
}

interface LintFinding {
  readonly finding: DoctorFinding
  readonly line: number | undefined
}

/** What the property files' own rules say; rules that the doctor has under the same id are his. */
function lintFindings(draft: ClusterDraft, planned: PlannedCluster, lintFiles: LintFiles): LintFinding[] {
  const kinds = new Map(draft.nodes.map((node) => [node.name, node.kind]))
  const found = lintFiles({
    files: planned.files.map((file) => ({
      name: file.node,
      text: file.text,
      host: THIS_MACHINE,
      ...(kinds.get(file.node) === 'namesrv' ? { program: 'namesrv' as const } : {}),
    })),
    hostAddresses: { [THIS_MACHINE]: [DRAFT_HOST] },
  })
  return found
    .filter((finding) => !RULE_IDS.has(finding.ruleId))
    .map((finding) => ({ finding: ofLint(finding), line: finding.line }))
}

function ofLint(finding: Finding): DoctorFinding {
  const node = finding.file ?? null
  const part = {
    listenPort: 'port',
    storePathRootDir: 'folder',
    brokerName: 'role',
    brokerId: 'role',
    brokerRole: 'role',
  }[finding.key ?? '']
  const nodeField = node === null || part === undefined ? null : `nodes/${node}/${part}`
  return {
    id: '',
    severity: finding.severity,
    rule: finding.ruleId,
    title: finding.message,
    detail: finding.fix,
    field: finding.key === 'brokerClusterName' ? 'brokerClusterName' : nodeField,
    node,
    fix: null,
  }
}

const KEYS_OF_PART: Readonly<Record<string, readonly string[]>> = {
  port: ['listenPort'],
  folder: ['storePathRootDir', 'kvConfigPath'],
  role: ['brokerRole', 'brokerId', 'brokerName'],
}

/** Lines of a node's file that a finding is about. */
function tintedLines(
  node: string,
  text: string,
  findings: readonly DoctorFinding[],
  lintLines: ReadonlyMap<string, number>,
): { line: number; finding: string }[] {
  const keys = text.split('\n').map((line) => line.slice(0, line.indexOf('=')))
  return findings.flatMap((finding) => {
    const known = lintLines.get(finding.id)
    if (known !== undefined && finding.node === node) return [{ line: known, finding: finding.id }]
    const wanted =
      finding.field === 'brokerClusterName'
        ? ['brokerClusterName']
        : finding.node === node
          ? (KEYS_OF_PART[finding.field?.split('/').at(-1) ?? ''] ?? [])
          : finding.rule === 'mappedFileSizeCommitLog'
            ? ['mappedFileSizeCommitLog']
            : []
    const line = keys.findIndex((key) => wanted.includes(key)) + 1
    return line === 0 ? [] : [{ line, finding: finding.id }]
  })
}

/** To find out who has a port is slow: only for the ports that a finding names, and not for all of many. */
function unaskedOwners(draft: ClusterDraft, facts: DraftFacts): number[] {
  const named = draft.nodes.flatMap((node) => {
    const port = portsOfDraftNode(node).find(
      (candidate) => !facts.reserved.has(candidate) && facts.ports.get(candidate)?.state === 'busy',
    )
    return port === undefined ? [] : [port]
  })
  return named.slice(0, OWNERS_MAX).filter((port) => {
    const fact = facts.ports.get(port)
    return fact?.state === 'busy' && fact.isOwnerAsked !== true
  })
}

function wantsOf(drafts: readonly ClusterDraft[], facts: DraftFacts): Omit<DraftWants, 'owners'> {
  const ports = new Set<number>()
  const folders = new Set<string>()
  for (const draft of drafts) {
    for (const node of draft.nodes) {
      for (const port of portsOfDraftNode(node)) if (isUnknown(port, facts)) ports.add(port)
      const folder = storeFolderOf(draft, node, facts.paths)
      if (isForeign(folder, draft, node, facts) && !facts.folders.has(folder)) folders.add(folder)
    }
  }
  return { ports: [...ports], folders: [...folders] }
}

function isUnknown(port: number, facts: DraftFacts): boolean {
  return port >= 1 && port <= 65_535 && !facts.ports.has(port) && !facts.reserved.has(port)
}

/** Only folders the user chose are looked into; those of a new cluster do not exist. */
function isForeign(folder: string, draft: ClusterDraft, node: DraftNode, facts: DraftFacts): boolean {
  return folder !== facts.paths.node(draft.name, node.name).storeFolder
}
