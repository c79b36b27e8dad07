/**
 * `mqshutdown namesrv|broker`: ends the recorded nodes of this user, those started by hand and those of the lab's clusters.
 * Differs: RocketMQ's script kills every process of the machine whose name matches.
 */
import { parseArgs } from 'node:util'
import { type BilingualText, say } from '../config/finding.ts'
import { EXIT_FAILED, EXIT_USAGE, languageFlag, languageOf, runToExit } from './console.ts'
import { openLab } from './lab-context.ts'
import { recordedRuns, type RunKind } from './run-record.ts'

const USAGE = say(
  `usage: mqshutdown namesrv | broker [--home DIR] [--lang en|zh]
  ends the name servers or brokers that this user started with mqnamesrv, mqbroker or mqlab`,
  `用法：mqshutdown namesrv | broker [--home 目录] [--lang en|zh]
  结束本用户用 mqnamesrv、mqbroker 或 mqlab 启动的 NameServer 或 broker`,
)

const STOP_WAIT_MS = 20_000
const POLL_MS = 50

const language = languageOf(languageFlag(process.argv.slice(2)), process.env)

interface Target {
  readonly pid: number
  stop(): Promise<boolean>
}

void runToExit(language, async () => {
  const { kind, isHelp, home } = parse(process.argv.slice(2))
  if (isHelp) {
    print(USAGE)
    return 0
  }
  if (kind === undefined) {
    process.stderr.write(`${USAGE[language]}\n`)
    return EXIT_USAGE
  }
  const targets = await targetsOf(kind, home)
  if (targets.length === 0) {
    print(say(`No mq${kind} running.`, `没有正在运行的 mq${kind}。`))
    return EXIT_FAILED
  }
  let failed = 0
  for (const target of targets) {
    print(say(`The mq${kind}(${target.pid}) is running...`, `mq${kind}(${target.pid}) 正在运行……`))
    if (await target.stop())
      print(say(`Send shutdown request to mq${kind}(${target.pid}) OK`, `mq${kind}(${target.pid}) 已关闭`))
    else {
      failed++
      print(say(`mq${kind}(${target.pid}) still runs`, `mq${kind}(${target.pid}) 仍在运行`))
    }
  }
  return failed === 0 ? 0 : EXIT_FAILED
})

function print(text: BilingualText): void {
  process.stdout.write(`${text[language]}\n`)
}

function parse(args: string[]): { kind: RunKind | undefined; isHelp: boolean; home: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, home: { type: 'string' }, lang: { type: 'string' } },
    })
    const [word, ...rest] = positionals
    const kind = rest.length === 0 && (word === 'namesrv' || word === 'broker') ? word : undefined
    return { kind, isHelp: values.help === true, home: values.home }
  } catch {
    return { kind: undefined, isHelp: false, home: undefined }
  }
}

async function targetsOf(kind: RunKind, home: string | undefined): Promise<Target[]> {
  const { lab, host } = openLab(home, language)
  const byHand: Target[] = []
  for (const { kind: runs, record } of recordedRuns(host.fs, lab.paths.home)) {
    if (runs !== kind || !(await host.isSame(record.process))) continue
    byHand.push({
      pid: record.process.pid,
      stop: async () => {
        await host.signal(record.process, 'SIGCONT')
        await host.signal(record.process, 'SIGTERM')
        const deadlineMs = host.clock.monotonicMs() + STOP_WAIT_MS
        while (await host.isSame(record.process)) {
          if (host.clock.monotonicMs() > deadlineMs) return false
          await new Promise<void>((resolve) => host.timers.after(POLL_MS, resolve))
        }
        return true
      },
    })
  }
  const ofClusters: Target[] = []
  for (const name of lab.clusterNames()) {
    const spec = lab.load(name)
    for (const view of await lab.observe(spec)) {
      if (view.spec.kind !== kind || view.pid === undefined) continue
      ofClusters.push({ pid: view.pid, stop: async () => (await lab.stop(spec, view.spec.name)).pid === undefined })
    }
  }
  return [...byHand, ...ofClusters]
}
