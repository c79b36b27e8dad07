/** Space that files take on the disk: a commit log of 1 GiB that is mostly hole takes what was written. */
import * as fs from 'node:fs'

/** Bytes in a block of `st_blocks`, whatever the file system's own block is. */
const BLOCK_BYTES = 512

/** Of all files below `folder`, links not followed; undefined when it is not there. What vanishes meanwhile counts nothing. */
export function storedBytes(folder: string): number | undefined {
  let names: fs.Dirent[]
  try {
    names = fs.readdirSync(folder, { withFileTypes: true })
  } catch {
    return undefined
  }
  let sum = 0
  for (const name of names) {
    const path = `${folder}/${name.name}`
    sum += name.isDirectory() ? (storedBytes(path) ?? 0) : fileBytes(path)
  }
  return sum
}

function fileBytes(path: string): number {
  try {
    const stats = fs.lstatSync(path)
    // Windows tells no blocks.
    return process.platform === 'win32' ? stats.size : stats.blocks * BLOCK_BYTES
  } catch {
    return 0
  }
}
