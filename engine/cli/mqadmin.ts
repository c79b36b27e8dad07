/**
 * `mqadmin`: terminal, environment and signals for one run of a command. What the words mean is decided in
 * `engine/admin`. Source: MQAdminStartup, bin/mqadmin.
 */
import { tmpdir } from 'node:os'
import { AdminClient } from '../client/admin-client.ts'
import { type LaunchSurroundings, launch } from '../admin/launch.ts'
import { nodePorts } from '../node/ports.ts'
import { endWithoutReader, flushed, languageFlag, languageOf } from './console.ts'

/** An end that the user asked for may take this long before the process just ends. */
const STOP_GRACE_MS = 1000
const EXIT_INTERRUPTED = 130

/** Characters waiting in stdout above which a command that prints without end pauses. */
const OUTPUT_WAITING_MAX = 1024 * 1024

async function main(): Promise<never> {
  // Timers and sockets of the ports do not keep the process alive while a command waits.
  const keepAlive = setInterval(() => undefined, 0x3fff_ffff)
  endWithoutReader()
  const words = process.argv.slice(2)
  const exitCode = await launch(words, surroundings(words))
  clearInterval(keepAlive)
  await flushed(process.stdout)
  await flushed(process.stderr)
  process.exit(exitCode)
}

function surroundings(words: readonly string[]): LaunchSurroundings {
  const utcOffsetMs = (atMs: number): number => -new Date(atMs).getTimezoneOffset() * 60_000
  const slash = (path: string): string => path.replaceAll('\\', '/')
  return {
    language: languageOf(languageFlag(words), process.env),
    namesrvAddr: process.env['NAMESRV_ADDR'],
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    drained: async () => {
      if (process.stdout.writableLength > OUTPUT_WAITING_MAX) await flushed(process.stdout)
    },
    connect: (namesrvAddr) => new AdminClient({ namesrvAddr, utcOffsetMs }, nodePorts({ logName: 'mqadmin' })),
    pacing: userPacing(),
    utcOffsetMs,
    workFolder: process.platform === 'win32' ? `${slash(tmpdir())}/rocketmq` : '/tmp/rocketmq',
    statusFolder: slash(process.cwd()),
  }
}

/** Ends endless commands at the first Ctrl-C, between two rounds. */
function userPacing(): LaunchSurroundings['pacing'] {
  let isStopped = false
  let wake: () => void = () => undefined
  const stop = (): void => {
    isStopped = true
    wake()
    setTimeout(() => process.exit(EXIT_INTERRUPTED), STOP_GRACE_MS).unref()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return {
    get isStopped() {
      return isStopped
    },
    pause: (delayMs) =>
      new Promise((resolve) => {
        if (isStopped) {
          resolve()
          return
        }
        const timer = setTimeout(resolve, delayMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}

await main()
