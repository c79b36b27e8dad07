/** The suite of hot keys, the same for both engines: every key read back, every scenario played, the table printed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coverageOf, coverageText, scenariosFor } from './coverage.ts'
import { HotBench } from './hot-bench.ts'
import { HotCluster } from './hot-cluster.ts'
import { wronglyTaken } from './odd-texts.ts'
import { notRead, readBackAll } from './read-back.ts'
import type { Unplayable } from './scenario.ts'

const SCENARIO_MS = 30_000

/**
 * @param apacheLib where Apache's jars are
 * @param notShown keys of the catalogue that this engine's configuration does not show, with the reason
 */
export function hotKeySuite(
  engine: 'ours' | 'apache',
  options: { readonly apacheLib?: string; readonly notShown: Readonly<Record<string, string>> },
): void {
  describe(`hot keys on ${engine === 'ours' ? 'our broker' : "Apache's broker"}`, () => {
    let cluster: HotCluster
    let hasFailed = false
    const unplayable: Unplayable[] = []

    beforeAll(async () => {
      cluster = await HotCluster.start(engine, options.apacheLib)
    }, 60_000)
    afterAll(async () => {
      await cluster.stop({ keepLogs: hasFailed })
      if (!hasFailed) process.stdout.write(`\n${coverageText(engine, coverageOf(engine, unplayable))}\n`)
    })

    const play = async (name: string, run: (bench: HotBench) => Promise<void>): Promise<void> => {
      const bench = new HotBench(cluster.target, name)
      try {
        await run(bench)
      } catch (error) {
        hasFailed = true
        throw error
      } finally {
        await bench.end()
      }
    }

    test('every hot key is read back as updated, while messages are taken and given', { timeout: 90_000 }, () =>
      play('hot-all', async (bench) => {
        const lost = notRead(await readBackAll(bench)).filter(({ key }) => !(key in options.notShown))
        expect(lost).toEqual([])
      }),
    )

    test('odd texts are taken for numbers, flags and names as Java takes them', { timeout: 60_000 }, () =>
      play('hot-odd', async (bench) => {
        expect(await wronglyTaken(bench)).toEqual([])
      }),
    )

    for (const [index, scenario] of scenariosFor(engine).entries()) {
      test(scenario.claim, { timeout: scenario.timeoutMs ?? SCENARIO_MS }, () =>
        play(`hot-${index}`, async (bench) => {
          unplayable.push(...((await scenario.run(bench)) ?? []))
        }),
      )
    }
  })
}
