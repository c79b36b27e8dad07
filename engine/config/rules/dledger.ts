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
            ? say(`dLegerSelfId=${id} is not among dLegerPeers`, `dLegerSelfId=${id} 不在 dLegerPeers 中`)
            : say(`dLegerSelfId="${id}" is not one letter and a number`, `dLegerSelfId="${id}" 不是一个字母加数字`),
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
              `files in ${view.text('storePathCommitLog')} are taken as the older part of the log: members with different old files diverge`,
              `${view.text('storePathCommitLog')} 中的文件会被当作旧日志：旧文件不同的成员会产生分歧`,
            ),
            say('remove storePathCommitLog and start with empty directories', '删除 storePathCommitLog，并从空目录启动'),
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
            'brokerId is overwritten in DLedger mode: 0 for the leader, the number in dLegerSelfId plus 1 for the others',
            'DLedger 模式会覆盖 brokerId：领导者为 0，其余为 dLegerSelfId 中的数字加 1',
          ),
          say('drop the key, unless brokerRole=SLAVE stands in the file', '删除该键，除非文件中写了 brokerRole=SLAVE'),
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
            ? say('brokerRole is replaced at each election', 'brokerRole 会在每次选举时被替换')
            : say(
                'brokerRole=SLAVE is replaced at each election, but lowers accessMessageInMemoryMaxRatio for good and demands brokerId > 0',
                'brokerRole=SLAVE 会在选举时被替换，但会永久降低 accessMessageInMemoryMaxRatio，并要求 brokerId > 0',
              ),
          say('drop brokerRole', '删除 brokerRole'),
          [{ kind: 'remove', key: 'brokerRole' }],
        ),
      ),
  },
]
