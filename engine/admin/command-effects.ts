/**
 * What a command does to the cluster: most only read, some write, a few lose data or cut off clients. A console refuses
 * writing ones where it may only look, and asks once before a losing one, naming the target.
 */
import type { CommandRow } from './command-row.ts'

/** Losing commands -> the option that names what they act on, for the question. */
const LOSING: Readonly<Record<string, string>> = {
  deleteTopic: 'topic',
  deleteSubGroup: 'groupName',
  deleteKvConfig: 'key',
  wipeWritePerm: 'brokerName',
  resetOffsetByTime: 'group',
  skipAccumulatedMessage: 'group',
  cloneGroupOffset: 'destGroup',
  cleanExpiredCQ: 'brokerAddr',
  cleanUnusedTopic: 'brokerAddr',
  deleteExpiredCommitLog: 'brokerAddr',
  resetMasterFlushOffset: 'brokerAddr',
}

const WRITING: readonly string[] = [
  'updateTopic',
  'updateTopicPerm',
  'updateOrderConf',
  'updateBrokerConfig',
  'updateKvConfig',
  'updateNamesrvConfig',
  'updateSubGroup',
  'addWritePerm',
  'sendMessage',
  'checkMsgSendRT',
  'sendMsgStatus',
  'consumeMessage',
]

/** Every name in the tables above, for the test that each is a command. */
export const NAMED_EFFECTS: readonly string[] = [...Object.keys(LOSING), ...WRITING]

/** @returns the long name of the option that names the target; undefined for commands that lose nothing. */
export function losingTarget(row: CommandRow): string | undefined {
  return LOSING[row.name]
}

export function isWriting(row: CommandRow): boolean {
  return losingTarget(row) !== undefined || WRITING.includes(row.name)
}
