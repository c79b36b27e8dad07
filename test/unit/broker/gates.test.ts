import { describe, expect, test } from 'vitest'
import { fastPortGate, roleGate } from '../../../engine/broker/gates.ts'
import { RequestCode, ResponseCode } from '../../../engine/protocol/codes.ts'
import { command } from '../remoting/commands.ts'
import { AnswerReader } from './send-frames.ts'

const { connection } = new AnswerReader()

describe('roleGate', () => {
  test.each([
    ['a master takes a send', true, false, RequestCode.SEND_MESSAGE_V2, undefined],
    ['a slave takes no send', false, true, RequestCode.SEND_MESSAGE_V2, ResponseCode.SYSTEM_BUSY],
    ['a slave takes no batch', false, true, RequestCode.SEND_BATCH_MESSAGE, ResponseCode.SYSTEM_BUSY],
    ['a slave gives what it has', false, true, RequestCode.PULL_MESSAGE, undefined],
    ['a slave that may not be read refuses', false, false, RequestCode.PULL_MESSAGE, ResponseCode.SYSTEM_BUSY],
    ['a slave takes heartbeats', false, false, RequestCode.HEART_BEAT, undefined],
  ])('%s', (_what, isMaster, slaveReadEnable, code, expected) => {
    const gate = roleGate(isMaster, () => ({ slaveReadEnable }))
    expect(gate(command({ code }), connection)?.code).toBe(expected)
  })
})

describe('fastPortGate', () => {
  test.each([
    [RequestCode.PULL_MESSAGE, ResponseCode.REQUEST_CODE_NOT_SUPPORTED],
    [RequestCode.LITE_PULL_MESSAGE, ResponseCode.REQUEST_CODE_NOT_SUPPORTED],
    [RequestCode.POP_MESSAGE, ResponseCode.REQUEST_CODE_NOT_SUPPORTED],
    [RequestCode.GET_ALL_TOPIC_CONFIG, undefined],
    [RequestCode.SEND_MESSAGE_V2, ResponseCode.SYSTEM_BUSY],
  ])('answers %i with %s in front of a slave', (code, expected) => {
    const gate = fastPortGate(roleGate(false, () => ({ slaveReadEnable: true })))
    expect(gate(command({ code }), connection)?.code).toBe(expected)
  })
})
