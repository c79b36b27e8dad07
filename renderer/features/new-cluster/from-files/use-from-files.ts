/**
 * The cluster that is being made of files or an article: what was opened, the user's word about its blocks, repairs, the name.
 * Pasted text and what was decided about it outlive a reload of the tab.
 */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { completeTopology } from '../../../../engine/config/topology-complete.ts'
import { RememberingLint } from '../../../../engine/config/remembering-lint.ts'
import type { Finding } from '../../../../engine/config/finding.ts'
import { isSafeFix, SEVERITY_ORDER } from '../../../../engine/config/finding.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'
import { readSource } from './source-reading.ts'
import type { BlockWord, BlockWords, Source, SourceReading } from './source-reading.ts'
import {
  configFiles,
  engineRefusals,
  isInTheWay,
  repaired,
  surroundingsOf,
  withAllFixes,
  withFixes,
} from './topology-problems.ts'
import type { Repairs } from './topology-problems.ts'

const KEPT_KEY = 'mqlab.from-files'
/** Above, the tab's storage would not take it. */
const KEPT_CHARACTERS_MAX = 1_000_000
const EMPTY_ARTICLE: Source = { kind: 'article', text: '' }

export interface FromFiles {
  readonly source: Source
  readonly isEmpty: boolean
  readonly reading: SourceReading
  /** Name servers and hosts that are only named included, repairs applied. */
  readonly topology: TopologyFiles
  /** Nodes nobody wrote a file for. */
  readonly isOnlyNamed: (node: string) => boolean
  readonly isRepaired: (node: string) => boolean
  /** Errors first. */
  readonly findings: readonly Finding[]
  readonly errorsInTheWay: number
  /** What "fix all" repairs: the others are chosen one by one. */
  readonly fixable: number
  /** How many the last "fix all" repaired; undefined before and after other changes. */
  readonly fixedCount: number | undefined
  readonly hasRepairs: boolean
  /** Undefined: follows what was read. */
  readonly typedName: string | undefined
  readonly open: (source: Source) => void
  readonly sayOf: (block: string, word: BlockWord) => void
  readonly chooseCluster: (index: number) => void
  readonly fix: (findings: readonly Finding[]) => void
  readonly fixAll: () => void
  readonly undoFixes: () => void
  readonly setName: (name: string) => void
  /** After it was created: the next visit begins anew. */
  readonly forget: () => void
}

interface Kept {
  readonly source: Source
  readonly words: BlockWords
  readonly cluster: number | undefined
  readonly typedName: string | undefined
  readonly repairs: Repairs
}

const NOTHING: Kept = { source: EMPTY_ARTICLE, words: {}, cluster: undefined, typedName: undefined, repairs: {} }

export function useFromFiles(): FromFiles {
  const [kept, setKept] = useState<Kept>(readKept)
  const [fixedCount, setFixedCount] = useState<number | undefined>(undefined)
  const { source, words, cluster, typedName, repairs } = kept
  const [{ lint }] = useState(() => new RememberingLint())

  useEffect(() => keep(kept), [kept])

  // Typing stays smooth in long articles: they are read when there is time.
  const readNow = useDeferredValue(source)
  const reading = useMemo(() => readSource(readNow, words, cluster), [readNow, words, cluster])
  const read = useMemo(() => completeTopology(reading.topology).topology, [reading])
  const topology = useMemo(() => repaired(read, repairs), [read, repairs])
  const findings = useMemo(() => {
    const linted = lint({ ...surroundingsOf(topology), files: configFiles(topology) })
    const found = [...linted, ...engineRefusals(topology)]
    return found.toSorted((left, right) => SEVERITY_ORDER[left.severity] - SEVERITY_ORDER[right.severity])
  }, [topology, lint])

  const change = (next: Partial<Kept>): void => {
    setFixedCount(undefined)
    setKept((before) => ({ ...before, ...next }))
  }
  const repair = (next: Repairs, count?: number): void => {
    setKept((before) => ({ ...before, repairs: next }))
    setFixedCount(count)
  }
  return {
    source,
    isEmpty: source.kind === 'article' && source.text.trim() === '',
    reading,
    topology,
    isOnlyNamed: (node) => !reading.topology.files.some((file) => file.node === node),
    isRepaired: (node) => topology.files.find((file) => file.node === node)?.text !== textIn(read, node),
    findings,
    errorsInTheWay: findings.filter(isInTheWay).length,
    fixable: findings.filter(isSafeFix).length,
    fixedCount,
    hasRepairs: topology.files.some((file) => file.text !== textIn(read, file.node)),
    typedName,
    open: (next) => change({ source: next, cluster: undefined, ...(next.kind === source.kind ? {} : { words: {} }) }),
    sayOf: (block, word) => change({ words: { ...words, [block]: { ...words[block], ...word } } }),
    chooseCluster: (index) => change({ cluster: index }),
    fix: (some) => repair(withFixes(read, repairs, some)),
    fixAll: () => {
      const all = withAllFixes(read, repairs)
      repair(all.repairs, all.count)
    },
    undoFixes: () => repair({}),
    setName: (name) => change({ typedName: name }),
    forget: () => change(NOTHING),
  }
}

function textIn(topology: TopologyFiles, node: string): string | undefined {
  return topology.files.find((file) => file.node === node)?.text
}

function keep({ source, ...decided }: Kept): void {
  try {
    if (source.kind !== 'article' || source.text === '') sessionStorage.removeItem(KEPT_KEY)
    else if (source.text.length <= KEPT_CHARACTERS_MAX) {
      sessionStorage.setItem(KEPT_KEY, JSON.stringify({ text: source.text, ...decided }))
    }
  } catch {
    // A full or forbidden storage costs the reload, nothing else.
  }
}

function readKept(): Kept {
  try {
    const raw: unknown = JSON.parse(sessionStorage.getItem(KEPT_KEY) ?? 'null')
    if (typeof raw !== 'object' || raw === null || !('text' in raw) || typeof raw.text !== 'string') return NOTHING
    const { words, cluster, typedName, repairs } = raw as Partial<Kept>
    return {
      source: { kind: 'article', text: raw.text },
      words: words ?? {},
      repairs: repairs ?? {},
      cluster: typeof cluster === 'number' ? cluster : undefined,
      typedName: typeof typedName === 'string' ? typedName : undefined,
    }
  } catch {
    return NOTHING
  }
}
