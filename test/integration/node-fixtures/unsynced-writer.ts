/** Writes to the file named by its argument, syncs, writes more, and waits to be killed. */
import { bytesFromUtf8 } from '../../../engine/base/bytes.ts'
import { unsyncedFilePort } from '../../../engine/node/unsynced-file-system.ts'

const file = unsyncedFilePort().open(process.argv[2] as string, 'create')
file.write(bytesFromUtf8('synced'), 0, 6, 0)
file.datasync(() => {
  file.write(bytesFromUtf8(' and lost'), 0, 9, 6)
  process.stdout.write('written\n')
})
setInterval(() => undefined, 60_000)
