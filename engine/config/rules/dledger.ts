/** Rules about one member of a DLedger group. Rules about the whole group: `pairing.ts`. */
import { say } from '../finding.ts'
import { parseDledgerPeers } from '../host-port.ts'
import { isBelow } from './paths.ts'
import { hitAt, hitIf, type FileRule } from './rule.ts'

export const DLEDGER_RULES: readonly FileRule[] = [
  {
    id: 'dledger-self-id',
    severity: 'error',
    check(view) {
      if (!view.usesDledger) return []
      const id = view.text('dLegerSelfId')
      const peers = parseDledgerPeers(view.text('dLegerPeers'))
      const wellFormed = /^[A-Za-z]\d+$/.test(id)
      return hitIf(!wellFormed || !peers.some((peer) => peer.id === id), () =>
        hitAt(
          view,
          'dLegerSelfId',
          wellFormed
            ? say(
                `dLegerSelfId=${id} is not among dLegerPeers: the member refuses to join its group`,
                `dLegerSelfId=${id} 不在 dLegerPeers 中：该成员无法加入组`,
              )
            : say(
                `dLegerSelfId="${id}" is not one letter and a number: the broker stops with a number format error`,
                `dLegerSelfId="${id}" 不是一个字母加数字：broker 会因数字格式错误而停止`,
              ),
          say('write n0, n1, ... as in dLegerPeers', '写 n0、n1……，与 dLegerPeers 一致'),
        ),
      )
    },
  },
  {
    id: 'dledger-old-commitlog-path',
    severity: 'warning',
    check: (view) =>
      hitIf(
        view.usesDledger &&
          view.isSet('storePathCommitLog') &&
          !isBelow(view.text('storePathCommitLog'), view.text('storePathRootDir')),
        () =>
          hitAt(
            view,
            'storePathCommitLog',
            say(
              `an older message log is taken in: files in ${view.text('storePathCommitLog')} count as the old part of the log, and members with different old files diverge`,
              `旧的消息日志会被接上：${view.text('storePathCommitLog')} 中的文件会被当作旧日志，旧文件不同的成员会产生分歧`,
            ),
            say(
              'remove storePathCommitLog and start with empty directories',
              '删除 storePathCommitLog，并从空目录启动',
            ),
            [{ kind: 'remove', key: 'storePathCommitLog' }],
          ),
      ),
  },
  {
    id: 'dledger-broker-id-set',
    severity: 'hint',
    check: (view) =>
      hitIf(view.usesDledger && view.isSet('brokerId'), () =>
        hitAt(
          view,
          'brokerId',
          say(
            'brokerId is overwritten in DLedger mode: it becomes 0 for the leader, the number in dLegerSelfId plus 1 for the others',
            'DLedger 模式会覆盖 brokerId：领导者为 0，其余为 dLegerSelfId 中的数字加 1',
          ),
          say('drop the key, unless brokerRole=SLAVE stands in the file', '删除该键，除非文件中写了 brokerRole=SLAVE'),
          view.isMasterRole ? [{ kind: 'remove', key: 'brokerId' }] : undefined,
        ),
      ),
  },
  {
    id: 'dledger-broker-role-set',
    severity: 'warning',
    check: (view) =>
      hitIf(view.usesDledger && view.isSet('brokerRole'), () =>
        hitAt(
          view,
          'brokerRole',
          view.isMasterRole
            ? say(
                'brokerRole is replaced at each election: what the file says counts for nothing in DLedger mode',
                'brokerRole 会在每次选举时被替换：DLedger 模式下文件中的角色没有作用',
              )
            : say(
                'brokerRole=SLAVE is replaced at each election: yet it lowers accessMessageInMemoryMaxRatio for good and demands brokerId > 0',
                'brokerRole=SLAVE 会在选举时被替换：但它会永久降低 accessMessageInMemoryMaxRatio，并要求 brokerId > 0',
              ),
          say('drop brokerRole', '删除 brokerRole'),
          [{ kind: 'remove', key: 'brokerRole' }],
        ),
      ),
  },
]
