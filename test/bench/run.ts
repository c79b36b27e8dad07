/**
 * `npm run bench`: our brokers and, when the jars are there, Apache's, driven by the same generator with the same steps in the same run,
 * the first place alternating; prints one table. Absolute numbers depend on the machine and the moment, so the ratio is the result.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { findApacheLib } from '../interop/apache/apache-lib.ts'
import type { Engine } from '../interop/harness/cluster.ts'
import { Bench } from './bench.ts'
import type { Windows } from './bench.ts'
import { Report } from './report.ts'
import { STEPS } from './steps.ts'

const HELP = `usage: npm run bench -- [options]

  --quick            short windows: rough figures in a few minutes
  --only STEPS       comma list of ${Object.keys(STEPS).join(', ')}
  --no-apache        our engine only
  --no-ours          Apache's engine only
  --rounds N         repeat every step N times, engines alternating (default 1); the median counts
  --max-other PCT    repeat a window in which other processes used more than PCT % of a core (default 25; --quick: off)
  --json FILE        write the rows as JSON too
  --help`

const FULL: Windows = {
  count: 5,
  seconds: 2,
  warmUpSeconds: 14,
  warmUpMessages: 250_000,
  otherCpuMax: 25,
  fillMessages: 1_000_000,
  recoveryGib: 2,
  repeats: 3,
}

const QUICK: Windows = {
  count: 2,
  seconds: 1,
  warmUpSeconds: 5,
  warmUpMessages: 50_000,
  otherCpuMax: 1000,
  fillMessages: 200_000,
  recoveryGib: 0.25,
  repeats: 1,
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      'no-apache': { type: 'boolean', default: false },
      'no-ours': { type: 'boolean', default: false },
      rounds: { type: 'string', default: '1' },
      'max-other': { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const names = values.only?.split(',') ?? Object.keys(STEPS)
  const unknown = names.find((name) => STEPS[name] === undefined)
  const rounds = Number(values.rounds)
  if (unknown !== undefined || !Number.isInteger(rounds) || rounds < 1) {
    console.error(unknown === undefined ? '--rounds takes a whole number from 1' : `unknown step ${unknown}\n${HELP}`)
    return 2
  }
  const preset = values.quick ? QUICK : FULL
  const windows = values['max-other'] === undefined ? preset : { ...preset, otherCpuMax: Number(values['max-other']) }

  const report = new Report()
  const engines: Engine[] = values['no-ours'] ? [] : ['ours']
  let apacheLib: string | undefined
  if (!values['no-apache']) {
    const lib = findApacheLib()
    if (lib.status === 'ready') {
      apacheLib = lib.dir
      engines.push('apache')
    } else {
      report.note(`Apache was not measured: ${lib.reason}`)
    }
  }

  const failures: string[] = []
  let first = 0
  for (let round = 1; round <= rounds; round++) {
    for (const name of names) {
      const order = first++ % 2 === 0 ? engines : engines.toReversed()
      for (const engine of order) {
        const started = performance.now()
        process.stderr.write(`bench: ${name}, ${engine}${rounds > 1 ? `, round ${round}` : ''} ... `)
        try {
          await STEPS[name]?.(new Bench(engine, windows, report, apacheLib))
          process.stderr.write(`${((performance.now() - started) / 1000).toFixed(0)} s\n`)
        } catch (error) {
          process.stderr.write('failed\n')
          failures.push(`${name}, ${engine}: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
    }
  }
  console.log(
    `\n${cpus().length} cores (${cpus()[0]?.model ?? '?'}), node ${process.version}, ${new Date().toISOString()}\n`,
  )
  console.log(report.toTable())
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report.toRows(), undefined, 2)}\n`)
  for (const failure of failures) console.error(`\nfailed: ${failure}`)
  return failures.length === 0 ? 0 : 1
}

process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))
process.exitCode = await main()
