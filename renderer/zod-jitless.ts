/**
 * What `zod` is in the window (an alias in vite.config.ts): the library with its code generation off, which the Content Security
 * Policy would refuse. As an alias it is set before the first schema of any chunk.
 */
import { config } from 'zod/v4'

config({ jitless: true })

export * from 'zod/v4'
