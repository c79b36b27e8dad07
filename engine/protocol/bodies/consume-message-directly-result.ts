/** How a consumer took one message that an administrator pushed to it. */
import { bool, defineBody, long, optional, recordAs, text, word } from './shape.ts'

export type ConsumeResult =
  'CR_SUCCESS' | 'CR_LATER' | 'CR_ROLLBACK' | 'CR_COMMIT' | 'CR_THROW_EXCEPTION' | 'CR_RETURN_NULL'

export interface ConsumeMessageDirectlyResult {
  readonly order: boolean
  readonly autoCommit: boolean
  readonly consumeResult?: ConsumeResult | undefined
  readonly remark?: string | undefined
  readonly spentTimeMills: number
}

export const consumeMessageDirectlyResult = defineBody<ConsumeMessageDirectlyResult>(
  'ConsumeMessageDirectlyResult',
  recordAs<ConsumeMessageDirectlyResult>({
    order: bool(),
    autoCommit: bool(true),
    consumeResult: optional(
      word('CR_SUCCESS', 'CR_LATER', 'CR_ROLLBACK', 'CR_COMMIT', 'CR_THROW_EXCEPTION', 'CR_RETURN_NULL'),
    ),
    remark: optional(text()),
    spentTimeMills: long(),
  }),
)
