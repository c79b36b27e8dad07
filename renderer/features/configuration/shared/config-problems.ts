/**
 * What lint says about all files of the cluster as they are edited, 200 ms after the last edit. Knows no component;
 * `use-problems.ts` is its hook.
 */
import { create } from 'zustand'
import type { Finding } from '../../../../engine/config/finding.ts'
import { parseHostPorts } from '../../../../engine/config/host-port.ts'
import type { ConfigSet } from '../../../../engine/config/lint.ts'
import { RememberingLint } from '../../../../engine/config/remembering-lint.ts'
import { useConfigEdits, type Texts } from '../../../stores/config-edits.ts'
import { useProblemCount } from '../../../stores/config-problem-count.ts'
import { useConfigSession, type ConfigSession } from './config-session.ts'

/** How long after the last edit lint runs. */
const LINT_AFTER_MS = 200

export interface ConfigProblems {
  readonly cluster: string
  /** Of the file named by its node (`finding.file`), or of the cluster as a whole. */
  readonly findings: readonly Finding[]
  readonly errors: number
  readonly warnings: number
  readonly hints: number
  /** The texts they are about; `useConfigEdits` may be ahead by 200 ms. */
  readonly texts: Texts
}

const NO_PROBLEMS: ConfigProblems = { cluster: '', findings: [], errors: 0, warnings: 0, hints: 0, texts: {} }

export const useProblemStore = create<ConfigProblems>()(() => NO_PROBLEMS)

/** What lint is asked: the readable files of the session as they are edited, named by their nodes. */
export function configSetOf(
  session: Pick<ConfigSession, 'files' | 'namesrvAddr' | 'hostAddresses'>,
  texts: Texts,
): ConfigSet {
  const files = session.files.flatMap(({ node, kind, machine }) => {
    const text = texts[node]
    return text === undefined ? [] : [{ name: node, text, program: kind, host: machine }]
  })
  const hasNameServerFiles = files.some((file) => file.program === 'namesrv')
  const nameServers = parseHostPorts(session.namesrvAddr)
  return {
    files,
    nameServers: hasNameServerFiles || nameServers.status === 'bad' ? [] : nameServers.addresses,
    hostAddresses: session.hostAddresses,
  }
}

/** Most keystrokes leave all files but one as they were. */
const { lint } = new RememberingLint()

let timer: ReturnType<typeof setTimeout> | undefined

/** Checks now what is there. */
export function lintNow(): void {
  clearTimeout(timer)
  timer = undefined
  const session = useConfigSession.getState()
  const { cluster, texts } = useConfigEdits.getState()
  if (session.status !== 'ready' || session.cluster !== cluster) return
  const findings = lint(configSetOf(session, texts))
  const countOf = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const problems = {
    cluster,
    findings,
    errors: countOf('error'),
    warnings: countOf('warning'),
    hints: countOf('hint'),
    texts,
  }
  useProblemStore.setState(problems)
  useProblemCount.setState({ cluster, errors: problems.errors, warnings: problems.warnings })
}

/** Longest time that checking for the first time holds up the window. */
const SLICE_MS = 12

/** Checks file by file in slices, so that the window goes on meanwhile; what is remembered then makes the rest quick. */
async function lintAtFirst(): Promise<void> {
  const { cluster, texts } = useConfigEdits.getState()
  const set = configSetOf(useConfigSession.getState(), texts)
  let sliceFromMs = performance.now()
  for (const file of set.files) {
    lint({ ...set, files: [file] })
    if (performance.now() - sliceFromMs < SLICE_MS) continue
    await new Promise((resolve) => setTimeout(resolve, 0))
    if (useConfigEdits.getState().cluster !== cluster) return
    sliceFromMs = performance.now()
  }
  lintNow()
}

let firstOf = ''

function lintSoon(): void {
  const { cluster } = useConfigEdits.getState()
  const isChecked = useProblemStore.getState().cluster === cluster
  const session = useConfigSession.getState()
  if (!isChecked && session.status === 'ready' && session.cluster === cluster && firstOf !== cluster) {
    firstOf = cluster
    void lintAtFirst().finally(() => {
      if (firstOf === cluster) firstOf = ''
    })
    return
  }
  clearTimeout(timer)
  timer = setTimeout(lintNow, LINT_AFTER_MS)
}

useConfigEdits.subscribe((state, before) => {
  if (state.texts !== before.texts) lintSoon()
})
useConfigSession.subscribe((state, before) => {
  if (state.files !== before.files || state.status !== before.status) lintSoon()
})
