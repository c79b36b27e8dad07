/** The problems of a topology that was read, which of them stand in the way here, and what repairs them. Pure. */
import { bindProperties } from '../../../../engine/config/binding.ts'
import { BROKER_FILE_OWNERS } from '../../../../engine/config/catalogue.ts'
import { applyFix, fixAll } from '../../../../engine/config/fix-all.ts'
import type { FixSurroundings } from '../../../../engine/config/fix-all.ts'
import { headlineOf, say } from '../../../../engine/config/finding.ts'
import type { Finding } from '../../../../engine/config/finding.ts'
import type { ConfigFile } from '../../../../engine/config/lint.ts'
import { unsupportedSettings } from '../../../../engine/config/supported.ts'
import { readableProperties } from '../../../../engine/config/topology-check.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'

/** Values that the lab sets itself when it makes the cluster: what is wrong with them is told, but stops nothing. */
const SET_BY_LAB = new Set([
  'storePathRootDir',
  'storePathCommitLog',
  'kvConfigPath',
  'configStorePath',
  'bindAddress',
  'brokerIP1',
  'brokerIP2',
])
const SET_BY_LAB_RULES = new Set(['port-collision-same-host', 'store-dir-shared', 'broker-ip-not-local'])

const REMOVE = say('Remove the line', '删除该行')

/** Text of a node after repairs, beside the text it was read with: a repair of another text means nothing. */
export interface Repair {
  readonly from: string
  readonly to: string
}
export type Repairs = Readonly<Record<string, Repair>>

export function repaired(topology: TopologyFiles, repairs: Repairs): TopologyFiles {
  const files = topology.files.map((file) => {
    const repair = repairs[file.node]
    return repair === undefined || repair.from !== file.text ? file : { ...file, text: repair.to }
  })
  return { ...topology, files }
}

/** As lint takes it; files are called by their nodes. */
export function configFiles(topology: TopologyFiles): ConfigFile[] {
  return topology.files.map(({ node, host, program, text }) => ({ name: node, host, program, text }))
}

export function surroundingsOf(topology: TopologyFiles): FixSurroundings {
  const known = topology.hosts.filter(({ addresses }) => addresses.length > 0)
  return { hostAddresses: Object.fromEntries(known.map(({ name, addresses }) => [name, addresses])) }
}

/** What this engine refuses to run (DLedger groups, ACL, ...), beside what lint says of any RocketMQ. */
export function engineRefusals(topology: TopologyFiles): Finding[] {
  return topology.files.flatMap((file) => {
    const document = file.program === 'broker' ? readableProperties(file.text) : undefined
    if (document === undefined) return []
    const { refused } = unsupportedSettings(bindProperties(BROKER_FILE_OWNERS, document))
    return refused
      .filter((finding) => !isSetByLab(finding))
      .map((finding) => ({ ...finding, file: file.node, fixLabel: REMOVE }))
  })
}

/** An error that would keep the cluster from starting in the lab. */
export function isInTheWay({ severity, key, ruleId }: Finding): boolean {
  return severity === 'error' && !isSetByLab({ key, ruleId })
}

export function isSetByLab({ key, ruleId }: { readonly key?: string | undefined; readonly ruleId: string }): boolean {
  return SET_BY_LAB_RULES.has(ruleId) || (key !== undefined && SET_BY_LAB.has(key))
}

export function isFixable({ edits }: Finding): boolean {
  return edits !== undefined && edits.length > 0
}

/** The same trouble in several places. */
export interface FindingGroup {
  readonly id: string
  readonly findings: readonly [Finding, ...Finding[]]
}

/** Findings that say the same of several files, together; in the order in which they come. */
export function groupedFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const finding of findings) {
    const { title, detail } = headlineOf(finding)
    const id = JSON.stringify([finding.severity, finding.ruleId, title.en, detail.en, finding.fix.en])
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [finding])
    else group.push(finding)
  }
  return [...groups].map(([id, members]) => ({ id, findings: members }))
}

/** Repairs after the fixes of some findings, from the last line up, so that lines above keep their numbers. */
export function withFixes(read: TopologyFiles, repairs: Repairs, findings: readonly Finding[]): Repairs {
  const ordered = findings.toSorted((left, right) => (right.line ?? Infinity) - (left.line ?? Infinity))
  const files = ordered.reduce<ConfigFile[]>(applyFix, configFiles(repaired(read, repairs)))
  return repairsOf(read, files)
}

/** Repairs after every safe fix, and how many there were. */
export function withAllFixes(
  read: TopologyFiles,
  repairs: Repairs,
): { readonly repairs: Repairs; readonly count: number } {
  const current = repaired(read, repairs)
  const { files, applied } = fixAll(configFiles(current), surroundingsOf(current))
  return { repairs: repairsOf(read, files), count: applied.length }
}

function repairsOf(read: TopologyFiles, files: readonly ConfigFile[]): Repairs {
  const texts = new Map(read.files.map((file) => [file.node, file.text]))
  const changed = files.flatMap(({ name, text }) => {
    const from = texts.get(name)
    return from === undefined || from === text ? [] : [[name, { from, to: text }] as const]
  })
  return Object.fromEntries(changed)
}
