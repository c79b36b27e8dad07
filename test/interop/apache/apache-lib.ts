/**
 * Finds the jars of Apache RocketMQ 5.3.3 and a JDK to run them: a folder named by MQLAB_APACHE_LIB, else the cache of this
 * suite, else Maven fills the cache. When nothing works the answer says why, and the suites skip loudly instead of failing.
 * Knows nothing of clusters or programs.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))

/** Everything the suite downloads or compiles; git-ignored. */
export const CACHE_DIR = join(HERE, '..', '.cache')

const VERSION = '5.3.3'
const MODULES = ['namesrv', 'broker', 'client', 'tools', 'controller', 'proxy', 'store', 'remoting', 'common']
const MAVEN_TIMEOUT_MS = 8 * 60_000
const MAVEN_ATTEMPTS = 2

export type ApacheLib =
  { readonly status: 'ready'; readonly dir: string } | { readonly status: 'missing'; readonly reason: string }

let resolved: ApacheLib | undefined

/** The jar folder; downloads at most once per process and machine. */
export function findApacheLib(): ApacheLib {
  resolved ??= resolve()
  return resolved
}

/**
 * The jar folder, or undefined after one loud line: `SKIPPED <suite>: <reason>`.
 * With MQLAB_INTEROP_REQUIRED=1 (CI) a missing judge is an error instead of a skip.
 */
export function apacheLibOrSkip(suite: string): string | undefined {
  const lib = findApacheLib()
  if (lib.status === 'ready') return lib.dir
  if (process.env['MQLAB_INTEROP_REQUIRED'] === '1') throw new Error(`${suite}: ${lib.reason}`)
  process.stderr.write(`\nSKIPPED ${suite}: ${lib.reason}\n\n`)
  return undefined
}

function resolve(): ApacheLib {
  for (const tool of ['java', 'javac']) {
    const version = spawnSync(tool, ['-version'], { encoding: 'utf8' })
    if (version.status !== 0) return missing(`${tool} does not run; install a JDK 17 (openjdk-17-jdk-headless)`)
  }
  const named = process.env['MQLAB_APACHE_LIB']
  if (named !== undefined && named !== '') {
    const lacking = lackingJar(named)
    if (lacking === undefined) return { status: 'ready', dir: named }
    return missing(`MQLAB_APACHE_LIB=${named} has no ${lacking}`)
  }
  const cached = join(CACHE_DIR, 'lib')
  return lackingJar(cached) === undefined ? { status: 'ready', dir: cached } : download(cached)
}

function download(target: string): ApacheLib {
  if (spawnSync('mvn', ['-v']).status !== 0) {
    return missing(
      'no Apache jars in the cache and mvn does not run; install maven, or set MQLAB_APACHE_LIB to a folder of jars',
    )
  }
  const partial = `${target}.part`
  let why = ''
  for (let attempt = 1; attempt <= MAVEN_ATTEMPTS; attempt++) {
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true })
    process.stderr.write(`interop: fetching Apache RocketMQ ${VERSION} with Maven into ${target}\n`)
    const argv = [
      '-q',
      '-B',
      '-f',
      join(HERE, 'pom.xml'),
      'dependency:copy-dependencies',
      `-DoutputDirectory=${partial}`,
    ]
    const run = spawnSync('mvn', argv, { encoding: 'utf8', timeout: MAVEN_TIMEOUT_MS })
    const lacking = lackingJar(partial)
    if (run.status === 0 && lacking === undefined) {
      rmSync(target, { recursive: true, force: true })
      renameSync(partial, target)
      return { status: 'ready', dir: target }
    }
    const firstError = `${run.stdout}\n${run.stderr}`.split('\n').find((line) => line.includes('ERROR'))
    why = firstError ?? (run.error === undefined ? `exit code ${run.status}, no ${lacking}` : run.error.message)
  }
  return missing(`Maven could not fetch the Apache jars: ${why.trim()}`)
}

/** The first jar that a complete folder would have and this one has not. */
function lackingJar(dir: string): string | undefined {
  const wanted = [...MODULES.map((module) => `rocketmq-${module}-${VERSION}.jar`), 'netty-all-', 'fastjson-1.']
  const present = existsSync(dir) ? readdirSync(dir) : []
  return wanted.find((name) => !present.some((file) => file.startsWith(name)))
}

function missing(reason: string): ApacheLib {
  return { status: 'missing', reason }
}
