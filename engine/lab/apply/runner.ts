/**
 * An apply from its plan to its end: one at a time for each cluster, whoever runs it, step by step, stopped between steps when
 * asked to. Its state is in `apply.json` at every moment; should this process die, `recover.ts` finishes what must not stay.
 */
import { EngineError } from '../../base/errors.ts'
import type { ApplyState, ConfigVersion, NodeText, PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { ApplyFile, applyRuns, type ApplyRecord, type HeldNode, isUnderWay } from './apply-record.ts'
import { applyFolder, type ApplyParts, errorWords } from './apply-parts.ts'
import type { ApplyTarget } from './apply-target.ts'
import { type PlannedApply, planApply } from './plan-apply.ts'
import { leftToRestart, problemWords } from './plan-notices.ts'
import { type ApplyCluster, readTarget } from './read-target.ts'
import { recoverApply } from './recover.ts'
import { runStep } from './step-acts.ts'
import type { StepContext } from './step-context.ts'
import { Versions } from './versions.ts'

export interface ApplyRequest {
  readonly files: readonly NodeText[]
  readonly note: string
  readonly author: Exclude<ConfigVersion['author'], 'first'>
  /** The plan that was shown; undefined when whoever applies takes what comes. */
  readonly planKey?: string | undefined
}

export interface StartedApply {
  readonly version: number
  readonly plan: PlannedApply['plan']
  /** Never rejects: what went wrong stands in the state. */
  readonly ended: Promise<ApplyState>
}

/** Until the claim of another process that came at the same time shows. */
const CLAIM_MS = 30

export function versionsOf(parts: ApplyParts, cluster: ApplyCluster): Versions {
  return new Versions(parts.host.fs, `${applyFolder(parts.lab, cluster)}/versions`)
}

export function applyFileOf(parts: ApplyParts, cluster: ApplyCluster): ApplyFile {
  return new ApplyFile(parts.host.fs, applyFolder(parts.lab, cluster))
}

/**
 * Begins an apply and comes back when its first step is about to run.
 * @throws {EngineError} 'refused' while another one runs, when the plan has an error or is another one than was shown; 'usage'
 *   when there is nothing to do.
 */
export async function beginApply(
  parts: ApplyParts,
  cluster: ApplyCluster,
  request: ApplyRequest,
  onChange: (state: ApplyState) => void = () => undefined,
): Promise<StartedApply> {
  await recoverApply(parts, cluster)
  const file = applyFileOf(parts, cluster)
  const running = file.read()
  if (running !== undefined && isUnderWay(running.state)) throw applyRuns(cluster.name, running)
  const target = await readTarget(parts.lab, parts.host, cluster)
  const planned = planApply(target, request.files)
  checkPlan(planned, request.planKey)
  const versions = versionsOf(parts, cluster)
  const nowMs = Math.round(parts.host.clock.nowMs())
  const record: ApplyRecord = {
    format: 1,
    holder: { ...parts.self, token: parts.host.makeToken() },
    state: {
      cluster: cluster.name,
      // Known once the claim holds.
      version: 0,
      state: 'running',
      startedAtMs: nowMs,
      endedAtMs: null,
      steps: planned.plan.steps.map((step) => ({
        ...step,
        state: 'waiting',
        startedAtMs: null,
        endedAtMs: null,
        now: null,
      })),
      problem: null,
    },
    held: null,
  }
  await claim(parts, file, record, cluster.name)
  let version: number
  try {
    version = addVersions(parts, cluster, target, planned, request, versions)
  } catch (error) {
    file.write({ ...record, state: { ...record.state, state: 'failed', endedAtMs: nowMs, problem: errorWords(error) } })
    throw error
  }
  const run = new ApplyRun(
    { parts, cluster, target, planned, file, versions, onChange },
    {
      ...record,
      state: { ...record.state, version },
    },
  )
  return { version, plan: planned.plan, ended: run.run() }
}

/** Asks the program that applies to stop after its step; nothing happens when none runs. */
export function askToStop(parts: ApplyParts, cluster: ApplyCluster): void {
  const file = applyFileOf(parts, cluster)
  const record = file.read()
  if (record !== undefined && isUnderWay(record.state)) file.askToStop()
}

function checkPlan({ plan }: PlannedApply, planKey: string | undefined): void {
  const wrong = plan.problems.find(({ severity }) => severity === 'error')
  if (wrong !== undefined) {
    const where = [wrong.node, wrong.line].filter((part) => part !== null).join(':')
    const at = where === '' ? '' : `${where}: `
    const words = problemWords(wrong)
    throw new EngineError('refused', `nothing was applied: ${at}${words.en}`, {
      context: { node: wrong.node, key: wrong.key, rule: wrong.id },
      zh: `未应用：${at}${words.zh}`,
    })
  }
  if (planKey !== undefined && planKey !== plan.planKey) {
    throw new EngineError(
      'refused',
      'nothing was applied: the cluster or its files changed since the plan was made; look at the new plan first',
      { context: { planKey }, zh: '未应用：制定计划后集群或文件有变化；请先查看新的计划' },
    )
  }
  const left = leftToRestart(plan)
  if (plan.steps.length === 0 && left !== null) {
    throw new EngineError('refused', `nothing was applied: ${left.en}`, { zh: `未应用：${left.zh}` })
  }
  if (plan.steps.length === 0) {
    throw new EngineError('usage', 'nothing to apply: the cluster has these files and runs with them', {
      zh: '没有需要应用的内容：集群的文件与运行值已是如此',
    })
  }
}

/** Of two processes that claim at the same time, the one whose record stands in the end goes on. */
async function claim(parts: ApplyParts, file: ApplyFile, record: ApplyRecord, cluster: string): Promise<void> {
  const before = file.read()
  if (before !== undefined && isUnderWay(before.state)) throw applyRuns(cluster, before)
  file.makeFolder()
  file.write(record)
  await new Promise<void>((resolve) => parts.host.timers.after(CLAIM_MS, resolve))
  const now = file.read()
  if (now?.holder.token !== record.holder.token) throw applyRuns(cluster, now ?? record)
  file.forgetStop()
}

function addVersions(
  parts: ApplyParts,
  cluster: ApplyCluster,
  target: ApplyTarget,
  { plan, work }: PlannedApply,
  { note, author }: ApplyRequest,
  versions: Versions,
): number {
  keepFirst(parts, cluster, target, versions)
  return versions.add({
    atMs: Math.round(parts.host.clock.nowMs()),
    author,
    note: note.slice(0, 500),
    nodes: [...work.keys()],
    keys: [...new Set(plan.changes.map(({ key }) => key))].sort(),
    result: 'running',
    files: target.nodes.flatMap(({ name, text }): NodeText[] => {
      const next = work.get(name)?.text ?? text
      return next === null ? [] : [{ node: name, text: next }]
    }),
  })
}

/** Version 0: the files as they were before anything was applied. */
export function keepFirst(parts: ApplyParts, cluster: ApplyCluster, target: ApplyTarget, versions: Versions): void {
  if (versions.count > 0) return
  const { lab, host } = parts
  const madeMs = cluster.spec === undefined ? undefined : host.fs.info(lab.paths.clusterFile(cluster.name))?.modifiedMs
  versions.add({
    atMs: Math.round(madeMs ?? host.clock.nowMs()),
    author: 'first',
    note: '',
    nodes: target.nodes.filter(({ text }) => text !== null).map(({ name }) => name),
    keys: [],
    result: 'done',
    files: target.nodes.flatMap(({ name, text }) => (text === null ? [] : [{ node: name, text }])),
  })
}

interface RunContext {
  readonly parts: ApplyParts
  readonly cluster: ApplyCluster
  readonly target: ApplyTarget
  readonly planned: PlannedApply
  readonly file: ApplyFile
  readonly versions: Versions
  readonly onChange: (state: ApplyState) => void
}

class ApplyRun {
  readonly #context: RunContext
  #record: ApplyRecord

  constructor(context: RunContext, record: ApplyRecord) {
    this.#context = context
    this.#record = record
  }

  async run(): Promise<ApplyState> {
    const { parts, cluster } = this.#context
    this.#save({})
    try {
      await this.#steps()
    } catch (error) {
      parts.log.error('an apply failed', { cluster: cluster.name, error: errorWords(error).en })
      this.#skipRest(errorWords(error))
      this.#end('failed', errorWords(error))
    }
    return this.#record.state
  }

  async #steps(): Promise<void> {
    const { planned, parts, cluster, target, file } = this.#context
    const context: StepContext = {
      parts,
      cluster,
      target,
      work: planned.work,
      version: this.#record.state.version,
      hold: (held) => this.#hold(held),
    }
    const notes: Text[] = []
    for (const step of planned.plan.steps) {
      if (file.isStopAsked) {
        this.#skipRest()
        return this.#end('stopped', stoppedWords(step, planned.plan.steps.length))
      }
      this.#checkHolder()
      this.#step(step, { state: 'running', startedAtMs: this.#nowMs() })
      const outcome = await runStep(context, step, (now) => this.#step(step, { now }))
      if (outcome.kind === 'done') {
        this.#step(step, { state: 'done', endedAtMs: this.#nowMs(), now: outcome.note })
        if (outcome.note !== null) notes.push(outcome.note)
        continue
      }
      const state = outcome.isRolledBack ? 'rolled-back' : 'failed'
      this.#step(step, { state, endedAtMs: this.#nowMs(), now: outcome.problem })
      this.#skipRest()
      return this.#end('failed', failedWords(outcome.problem, step, planned.plan.steps))
    }
    const left = leftToRestart(planned.plan)
    if (left !== null) notes.push(left)
    this.#end('done', notes.length === 0 ? null : joined(notes))
  }

  /** Another process has taken the apply over: it took this one for dead. */
  #checkHolder(): void {
    const now = this.#context.file.read()
    if (now === undefined) {
      const { name } = this.#context.cluster
      throw new EngineError('not-found', `${name} is gone: the rest was not applied`, {
        zh: `${name} 已删除，其余未应用`,
      })
    }
    if (this.#isOvertaken(now)) {
      throw new EngineError('refused', 'another program took this apply over; this one stops here', {
        zh: '该应用已被其他程序接管，本程序就此停止',
      })
    }
  }

  #isOvertaken(now = this.#context.file.read()): boolean {
    return now !== undefined && now.holder.token !== this.#record.holder.token
  }

  /** @param why of a step that runs still: it broke off */
  #skipRest(why: Text | null = null): void {
    const endedAtMs = this.#nowMs()
    const steps = this.#record.state.steps.map((step) => {
      if (step.state === 'running') return { ...step, state: 'failed' as const, endedAtMs, now: why }
      return step.state === 'waiting' ? { ...step, state: 'skipped' as const } : step
    })
    this.#save({ steps })
  }

  #step(step: PlanStep, change: Partial<ApplyState['steps'][number]>): void {
    const before = this.#record.state.steps
    const isSame = before.some(
      (one) => one.number === step.number && change.state === undefined && one.now?.en === change.now?.en,
    )
    const isStopping = this.#record.state.state === 'running' && this.#context.file.isStopAsked
    if (isSame && !isStopping) return
    const steps = before.map((one) => (one.number === step.number ? { ...one, ...change } : one))
    this.#save({ steps, ...(isStopping ? { state: 'stopping' as const } : {}) })
  }

  #hold(held: HeldNode | null): void {
    this.#record = { ...this.#record, held }
    this.#save({})
  }

  #end(state: 'done' | 'stopped' | 'failed', problem: Text | null): void {
    const { parts, cluster, versions, file } = this.#context
    const { version } = this.#record.state
    this.#save({ state, problem, endedAtMs: this.#nowMs() })
    try {
      if (!this.#isOvertaken()) {
        versions.setResult(version, state)
        file.forgetStop()
      }
    } catch (error) {
      parts.log.warn('the end of an apply was not stored', { cluster: cluster.name, error: errorWords(error).en })
    }
    parts.tell(cluster.name, endedTold(version, state, problem))
  }

  #save(change: Partial<ApplyState>): void {
    const { parts, file, onChange, cluster } = this.#context
    this.#record = { ...this.#record, state: { ...this.#record.state, ...change } }
    onChange(this.#record.state)
    try {
      // What the program writes that took it over is the truth then.
      if (!this.#isOvertaken()) file.write(this.#record)
    } catch (error) {
      // A full disk, or a cluster that was deleted meanwhile: the apply itself can go on.
      parts.log.warn('the state of an apply was not stored', { cluster: cluster.name, error: errorWords(error).en })
    }
  }

  #nowMs(): number {
    return Math.round(this.#context.parts.host.clock.nowMs())
  }
}

function endedTold(version: number, state: 'done' | 'stopped' | 'failed', problem: Text | null) {
  const more = problem === null ? say('', '') : say(` ${problem.en}`, problem.zh)
  switch (state) {
    case 'done':
      return {
        node: null,
        kind: 'config-applied' as const,
        tone: 'ok' as const,
        sentence: say(
          `Version ${version} of the configuration is applied.${more.en}`,
          `配置版本 ${version} 已应用。${more.zh}`,
        ),
      }
    case 'stopped':
      return {
        node: null,
        kind: 'config-applied' as const,
        tone: 'warn' as const,
        sentence: say(
          `You stopped the apply of version ${version}.${more.en}`,
          `你停止了版本 ${version} 的应用。${more.zh}`,
        ),
      }
    case 'failed':
      return {
        node: null,
        kind: 'failure' as const,
        tone: 'bad' as const,
        sentence: say(
          `Version ${version} of the configuration was not applied whole.${more.en}`,
          `配置版本 ${version} 未能完整应用。${more.zh}`,
        ),
      }
  }
}

function stoppedWords(next: PlanStep, count: number): Text {
  return say(
    `Stopped before step ${next.number} of ${count}, as asked: what was done stays, the rest runs with its earlier files. Apply again to finish, or revert to an earlier version.`,
    `已按要求在第 ${next.number} 步（共 ${count} 步）前停止：已完成的保留，其余仍用原配置。可再次应用以完成，或还原到早先版本。`,
  )
}

function failedWords(problem: Text, step: PlanStep, steps: readonly PlanStep[]): Text {
  const [done, left] = [step.number - 1, steps.length - step.number]
  const before = done === 0 ? say('', '') : say(` Steps before it stay applied.`, `之前的步骤保持已应用。`)
  const after =
    left === 0
      ? say('', '')
      : say(` The ${left} after it ${left === 1 ? 'was' : 'were'} not done.`, `其后 ${left} 步未执行。`)
  const next = say(
    ' Put that right and apply again, or revert to an earlier version.',
    '请先解决上述问题再应用，或还原到早先版本。',
  )
  return say(`${problem.en}${before.en}${after.en}${next.en}`, `${problem.zh}${before.zh}${after.zh}${next.zh}`)
}

function joined(notes: readonly Text[]): Text {
  return say(notes.map(({ en }) => en).join(' '), notes.map(({ zh }) => zh).join(''))
}
