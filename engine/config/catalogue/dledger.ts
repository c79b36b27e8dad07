/** Property rows of the group "DLedger"; columns and reader: ../catalogue.ts. */
export const DLEDGER_ROWS = `
storePathDLedgerCommitLog | store | String | <storePathRootDir>/dledger-<dLegerSelfId>/data | path | may list several directories | no | DLedger data directory; empty means <storePathRootDir>/dledger-<dLegerSelfId>/data | DLedger 数据目录，空则位于根目录下 dledger-<selfId>/data
enableDLegerCommitLog | store | boolean | false |  | note the spelling DLeger; cannot be combined with enableControllerMode=true | no | Use a DLedger (Raft) group as message log | 启用 DLedger 提交日志
dLegerGroup | store | String |  |  | same text in all members; normally equal to brokerName | no | Name of the Raft group | DLedger 组名
dLegerPeers | store | String |  | host:port list | id-host:port separated by ';', e.g. n0-10.0.0.1:40911 | no | All members of the Raft group | DLedger 成员列表
dLegerSelfId | store | String |  |  | one letter followed by an integer, and listed in dLegerPeers | no | Id of this member | 本节点 DLedger 编号
preferredLeaderId | store | String |  |  | an id out of dLegerPeers | no | Member that should lead when it is up to date | 期望的 leader 编号
enableBatchPush | store | boolean | false |  |  | no | Replicate entries in batches | DLedger 批量推送
`
