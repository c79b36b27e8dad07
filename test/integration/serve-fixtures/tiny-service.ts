/**
 * `mqlab serve` with a lab service that does nothing: what the command does around it (claim, port, links, sessions, end) is
 * the same, without clusters. Flags as the command's own; `--sessions` and `--revoke ID` too.
 */
import { parseArgs } from 'node:util'
import { languageOf, runToExit } from '../../../engine/cli/console.ts'
import { printSessions, revokeSessions, serve, type ServeFlags } from '../../../engine/cli/serve.ts'
import type { LabServiceHandlers } from '../../../engine/lab/service/lab-service.ts'

const { values } = parseArgs({
  options: {
    home: { type: 'string' },
    port: { type: 'string' },
    open: { type: 'boolean' },
    json: { type: 'boolean' },
    sessions: { type: 'boolean' },
    revoke: { type: 'string' },
  },
})
const language = languageOf(undefined, process.env)
const print = (line: string): void => void process.stdout.write(`${line}\n`)
const flags: ServeFlags = {
  ...(values.home === undefined ? {} : { home: values.home }),
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  ...(values.open === undefined ? {} : { open: values.open }),
  ...(values.json === undefined ? {} : { json: values.json }),
}
const stop = new Promise<void>((resolve) => {
  process.once('SIGTERM', () => resolve())
  process.once('SIGINT', () => resolve())
})

void runToExit(language, async () => {
  if (values.sessions === true) await printSessions(flags, language, print)
  else if (values.revoke !== undefined) await revokeSessions(values.revoke, flags, language, print)
  else {
    await serve(flags, {
      language,
      print,
      stop,
      // The window of these tests asks only what the host answers itself.
      make: () => ({ handlers: {} as LabServiceHandlers, start: async () => undefined, stop: async () => undefined }),
    })
  }
  return 0
})
