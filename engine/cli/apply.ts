/**
 * `mqlab apply CLUSTER FILES...`: shows the plan of a change of property files, or carries it out with its progress. Works on
 * the lab itself, whether or not its service runs; both know of each other by the cluster's `apply.json`.
 */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { EngineError } from '../base/errors.ts'
import type { Language } from '../config/finding.ts'
import { textOfFile } from '../config/file-text.ts'
import type { ApplyState, ConfigPlan, NodeText } from '../contract/config-api.ts'
import type { ApplyParts } from '../lab/apply/apply-parts.ts'
import type { ApplyTarget } from '../lab/apply/apply-target.ts'
import { effectiveValues } from '../lab/apply/effective-values.ts'
import { planApply } from '../lab/apply/plan-apply.ts'
import { problemWords } from '../lab/apply/plan-notices.ts'
import { readTarget } from '../lab/apply/read-target.ts'
import { recoverApply } from '../lab/apply/recover.ts'
import { askToStop, beginApply } from '../lab/apply/runner.ts'
import { EXIT_FAILED, table } from './console.ts'
import type { LabContext } from './lab-context.ts'
import { fileUsage, readNamedFile } from './named-file.ts'
import { withCluster } from './with-cluster.ts'

export interface ApplyFlags {
  readonly plan?: boolean
  readonly note?: string
  readonly json?: boolean
}

const FILE_BYTES_MAX = 1_048_576
/** What is waited for is printed as often at most while only its numbers change. */
const NOW_LINE_MS = 2000

/** @param stop settles at Ctrl-C: the apply then ends after its step @returns the exit code */
export async function applyCommand(
  context: LabContext,
  clusterName: string,
  files: readonly string[],
  flags: ApplyFlags,
  stop: Promise<void>,
): Promise<number> {
  const { lab, host, ports, language } = context
  const print = (line: string): void => context.print(line)
  return withCluster(context, clusterName, async (access, cluster) => {
    const parts: ApplyParts = {
      lab,
      host,
      log: ports.log,
      self: host.recordOf(process.pid),
      inTurn: (_cluster, _nodes, act) => act(),
      tell: () => undefined,
    }
    if (flags.plan !== true) {
      access.requireWritable({ en: 'The configuration was not applied', zh: '未应用配置' })
      // An apply that died is tidied up before the cluster is looked at: the plan is to fit what it leaves.
      const tell: ApplyParts['tell'] = (_cluster, { sentence }) => {
        if (flags.json !== true) print(sentence[language])
      }
      await recoverApply({ ...parts, tell }, cluster)
    }
    const target = await readTarget(lab, host, cluster)
    const texts = nodeTexts(target, files)
    const { plan } = planApply(target, texts)
    if (flags.plan === true) {
      if (flags.json === true) print(JSON.stringify({ plan }))
      else for (const line of planLines(plan, language)) print(line)
      return plan.problems.some(({ severity }) => severity === 'error') ? EXIT_FAILED : 0
    }
    if (plan.steps.length === 0 && plan.problems.every(({ severity }) => severity === 'hint')) {
      print(flags.json === true ? JSON.stringify({ plan }) : nothingToDo(language))
      return 0
    }
    const progress = new ProgressLines(language, flags.json === true ? () => undefined : print)
    const request = { files: texts, note: flags.note ?? '', author: 'mqlab' as const, planKey: plan.planKey }
    if (flags.json !== true) for (const line of problemLines(plan, 'warning', language)) print(line)
    const { version, ended } = await beginApply(parts, cluster, request, (state) => progress.show(state))
    void stop.then(() => {
      askToStop(parts, cluster)
      if (flags.json !== true) print(language === 'zh' ? '将在当前步骤后停止' : 'stops after this step')
    })
    const state = await ended
    if (flags.json === true) print(JSON.stringify({ apply: state }))
    else for (const line of endLines(state, version, language)) print(line)
    return state.state === 'done' ? 0 : EXIT_FAILED
  })
}

/** Which file is meant for which node. @throws {EngineError} 'usage' naming the nodes there are. */
export function nodeTexts(target: ApplyTarget, args: readonly string[]): NodeText[] {
  return args.map((arg) => {
    const at = arg.indexOf('=')
    const named = target.nodes.find(({ name }) => at > 0 && name === arg.slice(0, at))
    const path = named === undefined ? arg : arg.slice(at + 1)
    const { text, encoding } = textOfFile(contentOf(path))
    const node = named?.name ?? nodeByName(target, path) ?? nodeByContent(target, text, encoding)
    if (node !== undefined) return { node, text }
    const known = target.nodes.map(({ name }) => name)
    throw fileUsage(
      `${path}: which node is it for? Name it like the node, or write NODE=${path}; ${target.cluster} has ${known.join(', ')}`,
      `${path}：属于哪个节点？可按节点名命名文件，或写作 节点=${path}；${target.cluster} 的节点：${known.join('、')}`,
      path,
    )
  })
}

function contentOf(path: string): Uint8Array {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const files = `${path}/*.properties`
    throw fileUsage(
      `${path} is a folder: name the files in it, as ${files}`,
      `${path} 是目录：请写出其中的文件，例如 ${files}`,
      path,
    )
  }
  const content = readNamedFile(path)
  if (content.length <= FILE_BYTES_MAX) return content
  throw fileUsage(`${path} is above 1 MiB: no property file`, `${path} 超过 1 MiB，不是配置文件`, path)
}

function nodeByName(target: ApplyTarget, path: string): string | undefined {
  const stem = basename(path).replace(/\.(properties|conf)$/, '')
  return target.nodes.find(({ name }) => name === stem)?.name
}

/** By brokerName and brokerId, as the name servers tell brokers apart. */
function nodeByContent(target: ApplyTarget, text: string, encoding: 'latin1' | 'utf8'): string | undefined {
  try {
    const { written, values } = effectiveValues('broker', text, encoding)
    if (!written.has('brokerName')) return undefined
    const found = target.nodes.filter((node) => {
      const [name, id] =
        node.spec?.kind === 'broker'
          ? [node.spec.brokerName, String(node.spec.brokerId)]
          : [node.brokerName, node.running?.get('brokerId')]
      return node.kind === 'broker' && name === values.get('brokerName') && id === values.get('brokerId')
    })
    return found.length === 1 ? found[0]?.name : undefined
  } catch (error) {
    // The plan has the words for a text that Java cannot read; here it only names no node.
    if (error instanceof EngineError) return undefined
    throw error
  }
}

function nothingToDo(language: Language): string {
  return language === 'zh'
    ? '没有需要应用的内容：集群的文件与运行值已是如此'
    : 'nothing to apply: the cluster has these files and runs with them'
}

/** The plan for a person. */
export function planLines(plan: ConfigPlan, language: Language): string[] {
  const zh = language === 'zh'
  const seconds = Math.max(1, Math.round(plan.expectedMs / 1000))
  const effects = zh
    ? { now: '立即生效', restart: '需重启', none: '无影响' }
    : { now: 'at once', restart: 'restart', none: 'no effect' }
  const rows = plan.changes.map(({ node, key, from, to, effect, why }) => [
    `  ${node}`,
    key,
    `${from ?? '–'} -> ${to ?? '–'}`,
    `${effects[effect]}${why === null ? '' : ` (${why[language]})`}`,
  ])
  const steps = plan.steps.flatMap(({ number, title, detail, command }) => [
    `${String(number).padStart(2)}. ${title[language]}`,
    `    ${detail[language]}`,
    ...(command === null ? [] : [`    $ ${command}`]),
  ])
  const head = zh
    ? `${plan.cluster}：${plan.changes.length} 处变更，${plan.steps.length} 步，约 ${seconds} s`
    : `${plan.cluster}: ${plan.changes.length} change${plan.changes.length === 1 ? '' : 's'}, ${plan.steps.length} step${plan.steps.length === 1 ? '' : 's'}, about ${seconds} s`
  if (plan.steps.length === 0 && plan.problems.length === 0) return [nothingToDo(language)]
  return [
    head,
    ...table(rows),
    ...steps,
    ...plan.clientsNotice.map((notice) => `- ${notice[language]}`),
    ...problemLines(plan, 'all', language),
  ]
}

function problemLines(plan: ConfigPlan, which: 'warning' | 'all', language: Language): string[] {
  const severities =
    language === 'zh'
      ? { error: '错误', warning: '警告', hint: '提示' }
      : { error: 'error', warning: 'warning', hint: 'hint' }
  return plan.problems
    .filter(({ severity }) => which === 'all' || severity === which)
    .map((problem) => {
      const { severity, node, line, key, id } = problem
      const where = [node, line, key].filter((part) => part !== null).join(':')
      return `${severities[severity]}: ${where === '' ? '' : `${where}: `}${problemWords(problem)[language]} [${id}]`
    })
}

/** Prints what is new in each state of an apply. */
class ProgressLines {
  readonly #language: Language
  readonly #print: (line: string) => void
  readonly #told = new Map<number, string>()
  #nowAtMs = -Infinity
  #words = ''

  constructor(language: Language, print: (line: string) => void) {
    this.#language = language
    this.#print = print
  }

  show({ steps }: ApplyState): void {
    for (const { number, state, title, now, startedAtMs, endedAtMs } of steps) {
      if (state === 'waiting' || state === 'skipped') continue
      const known = this.#told.get(number)
      if (known === undefined) this.#print(`[${number}/${steps.length}] ${title[this.#language]}`)
      if (state === 'running') this.#waiting(now?.[this.#language])
      if (known !== state && state !== 'running') {
        const took = ((endedAtMs ?? 0) - (startedAtMs ?? 0)) / 1000
        const words = now === null ? '' : `: ${now[this.#language]}`
        this.#print(`      ${this.#word(state)} (${took.toFixed(1)} s)${words}`)
      }
      this.#told.set(number, state)
    }
  }

  #waiting(now: string | undefined): void {
    const atMs = performance.now()
    if (now === undefined) return
    const words = now.replaceAll(/\d+/g, '')
    if (words === this.#words && atMs - this.#nowAtMs < NOW_LINE_MS) return
    this.#nowAtMs = atMs
    this.#words = words
    this.#print(`      ${now}`)
  }

  #word(state: 'done' | 'failed' | 'rolled-back'): string {
    const words = {
      done: ['done', '完成'],
      failed: ['failed', '失败'],
      'rolled-back': ['rolled back', '已回滚'],
    } as const
    return words[state][this.#language === 'zh' ? 1 : 0]
  }
}

function endLines({ state, problem }: ApplyState, version: number, language: Language): string[] {
  const words = {
    done: [`version ${version} is applied`, `版本 ${version} 已应用`],
    stopped: [`version ${version} is applied in part`, `版本 ${version} 仅应用了一部分`],
    failed: [`version ${version} was not applied whole`, `版本 ${version} 未能完整应用`],
    running: ['', ''],
    stopping: ['', ''],
  } as const
  const head = words[state][language === 'zh' ? 1 : 0]
  return problem === null ? [head] : [head, problem[language]]
}
