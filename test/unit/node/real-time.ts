/** Waiting for conditions in real time: polls after every turn of the event loop and gives up with an error. */
const GIVE_UP_MS = 10_000

export async function eventually(predicate: () => boolean): Promise<void> {
  const deadline = performance.now() + GIVE_UP_MS
  while (!predicate()) {
    if (performance.now() > deadline) throw new Error(`not reached within ${GIVE_UP_MS} ms: ${predicate.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
