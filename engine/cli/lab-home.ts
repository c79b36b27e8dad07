/** Where the lab keeps everything of this user. */
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { portablePath } from '../node/node-file-system.ts'

/** `--home`, else MQLAB_HOME, else `~/.rocketmq-lab`; absolute. */
export function labHome(flag: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const fromEnv = env['MQLAB_HOME']
  return portablePath(
    resolve(flag ?? (fromEnv === undefined || fromEnv === '' ? `${homedir()}/.rocketmq-lab` : fromEnv)),
  )
}
