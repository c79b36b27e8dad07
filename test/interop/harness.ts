/**
 * The entry of every interop test file: which engine is under test, the jars of the judge, the Java tools, and one fixture that starts a cluster
 * for a whole file and keeps its logs when something failed.
 * MQLAB_INTEROP_TARGET=apache points the same tests at Apache's own cluster, which proves the tests.
 */
import { afterAll, afterEach, beforeAll } from 'vitest'
import { apacheLibOrSkip } from './apache/apache-lib.ts'
import { Cluster, twoMastersTwoSlaves } from './harness/cluster.ts'
import type { ClusterSpec, Engine } from './harness/cluster.ts'
import { JavaTools } from './harness/java-program.ts'

/** The engine whose nodes the Java clients and tools are pointed at. */
export const TARGET: Engine = process.env['MQLAB_INTEROP_TARGET'] === 'apache' ? 'apache' : 'ours'

export interface Fixture {
  /** Undefined when the judge is missing; every test of the file is skipped then. */
  readonly lib: string | undefined
  readonly cluster: Cluster
  readonly java: JavaTools
}

/** Java tools for a test file; `undefined` after a loud line when the judge is missing. */
export function javaTools(suite: string): { readonly lib: string | undefined; readonly java: () => JavaTools } {
  const lib = apacheLibOrSkip(suite)
  let tools: JavaTools | undefined
  if (lib !== undefined) afterAll(() => tools?.dispose())
  return {
    lib,
    java: () => {
      if (lib === undefined) throw new Error('no Apache jars')
      tools ??= new JavaTools(lib)
      return tools
    },
  }
}

/** Starts one cluster before the first test of the file and ends it after the last. */
export function clusterFixture(suite: string, spec: (lib: string) => ClusterSpec): Fixture {
  const { lib, java } = javaTools(suite)
  let cluster: Cluster | undefined
  let failed = false
  if (lib !== undefined) {
    beforeAll(async () => {
      cluster = await Cluster.start(spec(lib))
    }, 180_000)
    afterEach(({ task }) => {
      if (task.result?.state === 'fail') failed = true
    })
    afterAll(async () => cluster?.stop({ keepLogs: failed }), 60_000)
  }
  return {
    lib,
    get cluster() {
      if (cluster === undefined) throw new Error('the cluster did not start')
      return cluster
    },
    get java() {
      return java()
    },
  }
}

/** Two NameServers, two masters, two slaves of the engine under test. */
export function twoByTwo(label: string): (lib: string) => ClusterSpec {
  return (lib) => ({
    label,
    nameServers: 2,
    nameServerEngine: TARGET,
    brokers: twoMastersTwoSlaves(TARGET),
    apacheLib: lib,
  })
}
