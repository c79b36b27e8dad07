/** Imported before any schema: zod compiles no code at run time, which the Content Security Policy would refuse. */
import * as z from 'zod'

z.config({ jitless: true })
