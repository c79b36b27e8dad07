/** The two calls of transactional messages. Known so that they can be refused by name. */
import { RequestCode } from '../codes.ts'
import { bool, defineApi, i32, i64, optional, str, wire } from '../fields.ts'

/** One-way from Java. */
export const endTransaction = defineApi({
  name: 'END_TRANSACTION',
  code: RequestCode.END_TRANSACTION,
  request: {
    topic: optional(str()),
    producerGroup: str(),
    /** Queue offset of the half message. */
    tranStateTableOffset: i64(),
    commitLogOffset: i64(),
    /** 0 unknown, 8 commit, 12 rollback. */
    commitOrRollback: i32(),
    fromTransactionCheck: optional(bool()),
    msgId: str(),
    transactionId: optional(str()),
  },
  failures: {
    SYSTEM_ERROR: 'The half message is gone, or is another one.',
    SLAVE_NOT_AVAILABLE: 'A slave was asked.',
    ILLEGAL_OPERATION: 'Decided after its immunity time.',
  },
  source: ['EndTransactionRequestHeader', 'EndTransactionProcessor#processRequest'],
})

/** Broker to client, one-way. Body: one record with the real topic and queue. */
export const checkTransactionState = defineApi({
  name: 'CHECK_TRANSACTION_STATE',
  code: RequestCode.CHECK_TRANSACTION_STATE,
  request: {
    topic: optional(str()),
    tranStateTableOffset: i64(),
    commitLogOffset: i64(),
    msgId: optional(str()),
    transactionId: optional(str()),
    offsetMsgId: optional(str()),
    brokerName: optional(wire('bname', str())),
  },
  source: ['CheckTransactionStateRequestHeader', 'Broker2Client#checkProducerTransactionState'],
})
