/**
 * What each kind of step does to a cluster: updates of running nodes, read back and undone when one does not take them; files of
 * nodes that run on; restarts, which are `node-restart.ts`'s.
 */
import { bytesFromLatin1 } from '../../base/bytes.ts'
import { EngineError } from '../../base/errors.ts'
import { bytesOfFile } from '../../config/properties-bytes.ts'
import { escapeKey, escapeValue, parseProperties, setProperty, writeProperties } from '../../config/properties-text.ts'
import type { PlanStep } from '../../contract/config-api.ts'
import { say, type Text } from '../../contract/text.ts'
import { errorWords } from './apply-parts.ts'
import type { ApplyTarget } from './apply-target.ts'
import { isSameValue, parseDump } from './effective-values.ts'
import { NodeRestart } from './node-restart.ts'
import type { TellWaiting } from './node-waits.ts'
import type { StepContext, StepOutcome } from './step-context.ts'

export function runStep(context: StepContext, step: PlanStep, tell: TellWaiting): Promise<StepOutcome> {
  switch (step.action) {
    case 'update':
      return updateNodes(context, step, tell)
    case 'write':
      return writeFiles(context, step)
    case 'restart-namesrv':
    case 'restart-slave':
    case 'restart-master':
      return new NodeRestart(context, step, tell).run()
  }
}

async function updateNodes(context: StepContext, step: PlanStep, tell: TellWaiting): Promise<StepOutcome> {
  const { parts, cluster, target } = context
  const earlier: Earlier[] = []
  const notes: Text[] = []
  for (const name of step.nodes) {
    const updates = context.work.get(name)?.updates ?? new Map<string, string>()
    try {
      tell(say(`${name} takes its new values`, `${name} 正在接受新值`))
      await parts.inTurn(cluster.name, [name], async () => {
        const before = await configurationOf(context, name)
        const values = new Map([...updates.keys()].map((key) => [key, before.get(key) ?? '']))
        const file = fileOf(context, name)
        earlier.push({ node: name, values, file })
        await sendUpdate(context, name, updates)
        // A name server writes all that it has into its file: comments and order would be lost.
        if (file !== undefined && nodeOf(target, name).kind === 'namesrv')
          await putFile(context, name, withKeys(file, updates))
        const after = await configurationOf(context, name)
        const ignored = [...updates].filter(([key, value]) => !isSameValue(after.get(key), value))
        if (ignored.length === 0) return
        const note = ignoredWords(name, ignored, after)
        if (target.isOurs) throw new EngineError('refused', note.en, { context: { node: name }, zh: note.zh })
        notes.push(note)
      })
    } catch (error) {
      const words = errorWords(error)
      const undone = await putBack(context, earlier)
      return {
        kind: 'failed',
        isRolledBack: undone,
        problem: undone
          ? say(
              `${name} did not take its new values: ${words.en} The earlier values were put back; no node was restarted.`,
              `${name} 未接受新值：${words.zh} 已恢复原值，没有节点重启。`,
            )
          : say(
              `${name} did not take its new values: ${words.en} Not all earlier values could be put back: compare what the nodes run with.`,
              `${name} 未接受新值：${words.zh} 部分原值未能恢复，请核对各节点的运行值。`,
            ),
      }
    }
  }
  return { kind: 'done', note: joined(notes) }
}

/** What a node had before an update. */
interface Earlier {
  readonly node: string
  readonly values: ReadonlyMap<string, string>
  /** One character a byte; undefined for attached nodes. */
  readonly file: string | undefined
}

/** @returns whether all values and files are as before. */
async function putBack(context: StepContext, earlier: readonly Earlier[]): Promise<boolean> {
  let isDone = true
  for (const { node, values, file } of earlier) {
    try {
      await sendUpdate(context, node, values)
      if (file !== undefined) await putFile(context, node, file)
    } catch (error) {
      context.parts.log.warn('earlier values were not put back', { node, error: errorWords(error).en })
      isDone = false
    }
  }
  return isDone
}

function fileOf({ parts, target }: StepContext, name: string): string | undefined {
  const { path } = nodeOf(target, name)
  return path === null ? undefined : parts.host.fs.readFile(path)?.latin1Slice()
}

async function putFile({ parts, target }: StepContext, name: string, text: string): Promise<void> {
  const { path } = nodeOf(target, name)
  if (path !== null) await parts.host.put(path, bytesFromLatin1(text))
}

function withKeys(text: string, values: ReadonlyMap<string, string>): string {
  return writeProperties(
    [...values].reduce((document, [key, value]) => setProperty(document, key, value), parseProperties(text)),
  )
}

async function configurationOf({ cluster, target }: StepContext, name: string): Promise<Map<string, string>> {
  const { kind, address } = nodeOf(target, name)
  const { admin } = cluster
  return parseDump(kind === 'broker' ? await admin.brokers.config(address) : await admin.nameServers.config(address))
}

async function sendUpdate(
  { cluster, target }: StepContext,
  name: string,
  values: ReadonlyMap<string, string>,
): Promise<void> {
  const { kind, address } = nodeOf(target, name)
  const text = [...values].map(([key, value]) => `${escapeKey(key)}=${escapeValue(value)}\n`).join('')
  if (kind === 'broker') await cluster.admin.brokers.updateConfig(address, text)
  else await cluster.admin.nameServers.updateConfig(text, [address])
}

/** Files of nodes that are not restarted; all of them or none. */
async function writeFiles({ parts, cluster, work, target }: StepContext, step: PlanStep): Promise<StepOutcome> {
  const written: { readonly path: string; readonly before: Uint8Array | undefined }[] = []
  try {
    await parts.inTurn(cluster.name, step.nodes, async () => {
      for (const name of step.nodes) {
        const { path } = nodeOf(target, name)
        const item = work.get(name)
        if (path === null || item === undefined) continue
        written.push({ path, before: parts.host.fs.readFile(path) })
        await parts.host.put(path, bytesOfFile(item.text, item.encoding))
      }
    })
    return { kind: 'done', note: null }
  } catch (error) {
    const words = errorWords(error)
    let isDone = true
    for (const { path, before } of written) {
      try {
        if (before !== undefined) await parts.host.put(path, before)
      } catch (failure) {
        parts.log.warn('an earlier file was not put back', { path, error: errorWords(failure).en })
        isDone = false
      }
    }
    return {
      kind: 'failed',
      isRolledBack: isDone,
      problem: isDone
        ? say(
            `A file could not be written: ${words.en} The earlier files were put back.`,
            `有文件未能写入：${words.zh} 已恢复原文件。`,
          )
        : say(
            `A file could not be written: ${words.en} Not all earlier files could be put back: compare them with an earlier version.`,
            `有文件未能写入：${words.zh} 部分原文件未能恢复，请与早先版本核对。`,
          ),
    }
  }
}

function ignoredWords(
  name: string,
  ignored: readonly (readonly [string, string])[],
  running: ReadonlyMap<string, string>,
): Text {
  const list = ignored.map(([key, value]) => ({ key, value, now: running.get(key) ?? '–' }))
  return say(
    `${name} accepted the update and ignored ${list.map(({ key, value, now }) => `${key}=${value} (it still says ${now})`).join(', ')}.`,
    `${name} 接受了更新，但忽略了 ${list.map(({ key, value, now }) => `${key}=${value}（仍为 ${now}）`).join('、')}。`,
  )
}

function joined(notes: readonly Text[]): Text | null {
  if (notes.length === 0) return null
  return say(notes.map(({ en }) => en).join(' '), notes.map(({ zh }) => zh).join(''))
}

function nodeOf(target: ApplyTarget, name: string): ApplyTarget['nodes'][number] {
  const node = target.nodes.find((candidate) => candidate.name === name)
  if (node !== undefined) return node
  throw new EngineError('usage', `${target.cluster} has no node "${name}"`, {
    context: { node: name },
    zh: `${target.cluster} 没有节点“${name}”`,
  })
}
