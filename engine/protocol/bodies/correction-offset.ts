/** Lowest offsets of other groups by queue; `Long.MAX_VALUE` where no group holds one. */
import { defineBody, intMapOf, longSaturating, record } from './shape.ts'

export const correctionOffset = defineBody(
  'QueryCorrectionOffsetBody',
  record({ correctionOffsets: intMapOf(longSaturating()) }),
)
