/** What the matrix shows, as its address has it. */
import * as z from 'zod'

export const matrixQuery = z.object({
  q: z.string().default(''),
  show: z.enum(['often', 'all', 'differs', 'edited', 'drift']).default('often'),
  of: z.enum(['broker', 'namesrv']).default('broker'),
  against: z.enum(['files', 'running']).default('files'),
  /** Left out: open while an apply runs. */
  plan: z.enum(['open', 'closed']).optional(),
})
