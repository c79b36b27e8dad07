/** A process that takes the lock of the store named by its argument and keeps it until it is killed. */
import { acquireStoreLock } from '../../../engine/node/store-lock.ts'

await acquireStoreLock(process.argv[2] as string)
process.stdout.write('locked\n')
setInterval(() => undefined, 60_000)
