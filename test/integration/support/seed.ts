/** Seeds of random tests: MQLAB_SEED repeats a run, otherwise each run draws its own and a failure says which. */
import { randomInt } from 'node:crypto'

export function chooseSeed(): number {
  const given = process.env['MQLAB_SEED']
  return given === undefined || given === '' ? randomInt(0x1_0000_0000) : Number(given)
}

/** Runs `body`; what it throws gets the way to repeat it in front. */
export async function withSeed(seed: number, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    if (error instanceof Error) error.message = `MQLAB_SEED=${seed} repeats this run: ${error.message}`
    throw error
  }
}
