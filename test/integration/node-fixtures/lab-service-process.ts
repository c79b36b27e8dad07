/**
 * The lab service as a process of its own that a test can kill: writes what `watch` sends as JSON lines and answers calls that
 * come as lines on its stdin (`{"id","name","input"}`).
 */
import { createInterface } from 'node:readline'
import type { LabEvent } from '../../../engine/contract/state.ts'
import { localHost } from '../../../engine/lab/hosts/local-host.ts'
import { Lab } from '../../../engine/lab/lab.ts'
import { createLabService } from '../../../engine/lab/service/create-lab-service.ts'
import { nodeProcesses } from '../../../engine/node/node-processes.ts'
import { nodePorts } from '../../../engine/node/ports.ts'
import { programEnvironment, programFile } from '../support/programs.ts'

const [home] = process.argv.slice(2)
if (home === undefined) throw new Error('usage: lab-service-process HOME')
const write = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

const ports = nodePorts({ logName: 'lab-service', log: { file: `${home}/service.log` } })
const host = localHost({
  ports,
  processes: nodeProcesses(),
  commands: {
    namesrv: [process.execPath, programFile('mqnamesrv')],
    broker: [process.execPath, '--max-semi-space-size=4', programFile('mqbroker')],
  },
  env: programEnvironment({ MQLAB_HOME: home }),
})
const service = createLabService({
  lab: new Lab(home, host),
  host,
  client: ports,
  log: ports.log,
  version: 'test',
  pid: process.pid,
  machine: () => ({
    name: 'test',
    platform: 'test',
    cores: 1,
    memoryBytes: 1,
    freeMemoryBytes: 1,
    diskBytes: null,
    freeDiskBytes: null,
    home,
  }),
  utcOffsetMs: () => 0,
})
await service.start()
await service.handlers.watch(
  {},
  {
    isReady: true,
    push: (events: readonly LabEvent[]) => write({ events }),
    onReady: () => undefined,
    end: () => undefined,
    fail: (error) => write({ failed: String(error) }),
  },
)
write({ ready: true })

type Handler = (input: unknown) => unknown
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, name, input } = JSON.parse(line) as { id: number; name: string; input: unknown }
  const handler = (service.handlers as unknown as Readonly<Record<string, Handler>>)[name]
  Promise.resolve()
    .then(() => handler?.(input))
    .then(
      (answer) => write({ id, answer }),
      (error: unknown) => write({ id, error: String(error) }),
    )
})
// The ports' timers keep no process alive.
setInterval(() => undefined, 0x7fff_ffff)
