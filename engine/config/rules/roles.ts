/** Rules about role, id, name servers and replicas of one broker: section by section the checks of BrokerStartup. */
import { say, type PropertyEdit } from '../finding.ts'
import { isAddressLiteral, parseHostPorts, repairedHostPorts, strangeHost } from '../host-port.ts'
import { choice, hitAt, hitIf, type FileRule } from './rule.ts'

const EXIT_ROLE = 253
const EXIT_MODES = 252

export const ROLE_RULES: readonly FileRule[] = [
  {
    id: 'namesrv-address-illegal',
    severity: 'error',
    exitCode: EXIT_ROLE,
    check(view) {
      const text = view.file.namesrvAddrFlag ?? view.text('namesrvAddr')
      if (text === '') return []
      const list = parseHostPorts(text)
      return hitIf(list.status === 'bad', () =>
        hitAt(
          view,
          'namesrvAddr',
          say(
            `The Name Server Address[${text}] illegal: "${list.status === 'bad' ? list.part : ''}" is not host:port`,
            `NameServer 地址 [${text}] 不合法："${list.status === 'bad' ? list.part : ''}"不是 host:port`,
          ),
          say('write it like "127.0.0.1:9876;192.168.0.1:9876"', '写法如 "127.0.0.1:9876;192.168.0.1:9876"'),
          view.file.namesrvAddrFlag === undefined ? repairEdits(text) : undefined,
        ),
      )
    },
  },
  {
    id: 'namesrv-separator',
    severity: 'error',
    check(view) {
      const text = view.text('namesrvAddr')
      const strange = strangeHost(text)
      return hitIf(strange !== undefined, () =>
        hitAt(
          view,
          'namesrvAddr',
          say(
            `only ; separates name servers: "${strange ?? ''}" is taken for one host name, the broker starts and never registers there`,
            `NameServer 之间只能用 ; 分隔："${strange ?? ''}" 会被当作一个主机名，broker 能启动，但不会在那里注册`,
          ),
          say('write it like "127.0.0.1:9876;192.168.0.1:9876"', '写法如 "127.0.0.1:9876;192.168.0.1:9876"'),
          repairEdits(text),
        ),
      )
    },
  },
  {
    id: 'slave-zero-id',
    severity: 'error',
    exitCode: EXIT_ROLE,
    check: (view) =>
      hitIf(!view.usesController && !view.isMasterRole && view.number('brokerId') <= 0, () =>
        hitAt(
          view,
          view.isSet('brokerId') ? 'brokerId' : 'brokerRole',
          say(
            `Slave's brokerId must be > 0: it is ${view.number('brokerId')}, and the broker stops with exit code ${EXIT_ROLE}`,
            `从节点的 brokerId 必须大于 0：现在是 ${view.number('brokerId')}，broker 会以退出码 ${EXIT_ROLE} 停止`,
          ),
          say(
            'give each slave of a brokerName its own id: 1, 2, ...',
            '为同一 brokerName 的每个从节点设置不同的编号：1、2……',
          ),
          [{ kind: 'set', key: 'brokerId', value: '1' }],
        ),
      ),
  },
  {
    id: 'dledger-and-controller',
    severity: 'error',
    exitCode: EXIT_MODES,
    check: (view) =>
      hitIf(view.usesDledger && view.usesController, () =>
        choice(
          hitAt(
            view,
            'enableControllerMode',
            say(
              `The config enableControllerMode and enableDLegerCommitLog cannot both be true: the broker stops with exit code ${EXIT_MODES}`,
              `enableControllerMode 与 enableDLegerCommitLog 不能同时为 true：broker 会以退出码 ${EXIT_MODES} 停止`,
            ),
            say('choose one of the two modes', '两种模式只能选一种'),
            [{ kind: 'remove', key: 'enableControllerMode' }],
            say('Keep DLedger', '保留 DLedger'),
          ),
        ),
      ),
  },
  {
    id: 'master-nonzero-id',
    severity: 'error',
    check: (view) =>
      hitIf(view.isMasterRole && view.number('brokerId') > 0 && !view.usesDledger && !view.usesController, () =>
        choice(
          hitAt(
            view,
            'brokerId',
            say(
              `brokerRole=${view.text('brokerRole')} forces brokerId to 0: this becomes a second master of ${view.text('brokerName')}`,
              `brokerRole=${view.text('brokerRole')} 会把 brokerId 强制为 0：它会成为 ${view.text('brokerName')} 的第二个主节点`,
            ),
            say(
              'brokerId=0 for a master, brokerRole=SLAVE for a slave',
              '主节点写 brokerId=0，从节点写 brokerRole=SLAVE',
            ),
            [{ kind: 'set', key: 'brokerRole', value: 'SLAVE' }],
            say('Make it a slave', '改为从节点'),
          ),
        ),
      ),
  },
  {
    id: 'sync-master-without-replicas',
    severity: 'warning',
    check: (view) =>
      hitIf(
        view.text('brokerRole') === 'SYNC_MASTER' &&
          !view.isSet('inSyncReplicas') &&
          !view.usesDledger &&
          !view.usesController,
        () =>
          hitAt(
            view,
            'brokerRole',
            say(
              'SYNC_MASTER without inSyncReplicas: Apache 5.3.3 does not wait for a slave, messages can be lost with the master (this engine waits for one)',
              'SYNC_MASTER 未设置 inSyncReplicas：Apache 5.3.3 不会等待从节点，主节点损坏可能丢消息（本引擎会等待一个从节点）',
            ),
            say('add inSyncReplicas=2 and totalReplicas=2', '添加 inSyncReplicas=2 与 totalReplicas=2'),
            [
              { kind: 'set', key: 'inSyncReplicas', value: '2' },
              { kind: 'set', key: 'totalReplicas', value: '2' },
            ],
            say('Wait for a slave', '等待从节点'),
          ),
      ),
  },
  {
    id: 'in-sync-exceeds-total',
    severity: 'error',
    check(view) {
      const total = view.number('totalReplicas')
      const inSync = view.number('inSyncReplicas')
      const min = view.number('minInSyncReplicas')
      const key = inSync > total ? 'inSyncReplicas' : 'minInSyncReplicas'
      return hitIf(inSync > total || min > inSync, () =>
        hitAt(
          view,
          key,
          say(
            `${key} is too large: totalReplicas=${total} >= inSyncReplicas=${inSync} >= minInSyncReplicas=${min} must hold, or sends time out`,
            `${key} 过大：必须满足 totalReplicas=${total} >= inSyncReplicas=${inSync} >= minInSyncReplicas=${min}，否则发送会超时`,
          ),
          say('count the master too: one master and one slave are 2', '主节点也计算在内：一主一从就是 2'),
          [
            inSync > total
              ? { kind: 'set', key: 'totalReplicas', value: String(inSync) }
              : { kind: 'set', key: 'minInSyncReplicas', value: String(inSync) },
          ],
          inSync > total
            ? say(`Use totalReplicas=${inSync}`, `改为 totalReplicas=${inSync}`)
            : say(`Use ${inSync}`, `改为 ${inSync}`),
        ),
      )
    },
  },
  {
    id: 'auto-in-sync-without-acting',
    severity: 'warning',
    check: (view) =>
      hitIf(view.flag('enableAutoInSyncReplicas') && !view.flag('enableSlaveActingMaster'), () =>
        hitAt(
          view,
          'enableAutoInSyncReplicas',
          say(
            'enableAutoInSyncReplicas has no effect: it works only with enableSlaveActingMaster=true',
            'enableAutoInSyncReplicas 没有作用：仅在 enableSlaveActingMaster=true 时有效',
          ),
          say('set both or none', '两者要么都设，要么都不设'),
          [{ kind: 'remove', key: 'enableAutoInSyncReplicas' }],
        ),
      ),
  },
  {
    id: 'remote-escape-without-acting',
    severity: 'warning',
    check: (view) =>
      hitIf(view.flag('enableRemoteEscape') && !view.flag('enableSlaveActingMaster'), () =>
        hitAt(
          view,
          'enableRemoteEscape',
          say(
            'enableRemoteEscape has no effect: it works only with enableSlaveActingMaster=true',
            'enableRemoteEscape 没有作用：仅在 enableSlaveActingMaster=true 时有效',
          ),
          say('set both or none', '两者要么都设，要么都不设'),
          [{ kind: 'remove', key: 'enableRemoteEscape' }],
        ),
      ),
  },
  {
    id: 'namesrv-missing',
    severity: 'warning',
    check: (view) =>
      hitIf(
        view.text('namesrvAddr') === '' &&
          view.file.namesrvAddrFlag === undefined &&
          !view.flag('fetchNamesrvAddrByAddressServer'),
        () => ({
          message: say(
            'no namesrvAddr: unless -n or NAMESRV_ADDR names one, the broker runs but no client finds it',
            '没有 namesrvAddr：除非用 -n 或 NAMESRV_ADDR 指定，否则 broker 能运行但客户端找不到它',
          ),
          fix: say('add namesrvAddr=host:9876;host:9876', '添加 namesrvAddr=host:9876;host:9876'),
        }),
      ),
  },
  {
    id: 'flag-overrides-file',
    severity: 'warning',
    check(view) {
      const flag = view.file.namesrvAddrFlag
      const text = view.text('namesrvAddr')
      return hitIf(flag !== undefined && text !== '' && addressSet(flag) !== addressSet(text), () =>
        hitAt(
          view,
          'namesrvAddr',
          say(
            `-n ${flag ?? ''} replaces namesrvAddr: the list in the file (${text}) is not used, only the flagged server knows the broker`,
            `-n ${flag ?? ''} 取代 namesrvAddr：文件中的列表（${text}）不会被使用，只有参数中的服务器知道该 broker`,
          ),
          say('leave -n out, or list all name servers there', '去掉 -n，或在其中列出全部 NameServer'),
        ),
      )
    },
  },
  {
    id: 'namesrv-hostname-unresolved',
    severity: 'hint',
    check(view) {
      const list = parseHostPorts(view.text('namesrvAddr'))
      const names =
        list.status === 'ok' ? list.addresses.map(({ host }) => host).filter((host) => !isAddressLiteral(host)) : []
      return hitIf(
        strangeHost(view.text('namesrvAddr')) === undefined && names.some((name) => name !== 'localhost'),
        () =>
          hitAt(
            view,
            'namesrvAddr',
            say(
              `name servers are given by host name: one that does not resolve (${names.join(', ')}) is only a line in the log`,
              `NameServer 使用主机名：${names.join('、')} 无法解析时只会在日志中报错`,
            ),
            say(
              'keep /etc/hosts or DNS equal on all brokers and clients',
              '保证所有 broker 与客户端的 /etc/hosts 或 DNS 一致',
            ),
          ),
      )
    },
  },
  {
    id: 'role-and-file-name-disagree',
    severity: 'hint',
    check(view) {
      const role = view.text('brokerRole')
      const places = [view.file.path ?? view.file.name, view.text('brokerClusterName')]
      const wrong =
        role === 'SYNC_MASTER'
          ? /(^|[-_/])async($|[-_/.])/
          : role === 'ASYNC_MASTER'
            ? /(^|[-_/])sync($|[-_/.])/
            : undefined
      const place = wrong === undefined ? undefined : places.find((name) => wrong.test(name))
      return hitIf(place !== undefined, () =>
        hitAt(
          view,
          'brokerRole',
          say(
            `brokerRole=${role}, but the name "${place ?? ''}" says the opposite: it works and misleads the reader`,
            `brokerRole=${role}，但名称"${place ?? ''}"含义相反：可以运行，但会误导读者`,
          ),
          say('make names and role agree', '让名称与角色一致'),
        ),
      )
    },
  },
]

function repairEdits(text: string): readonly PropertyEdit[] | undefined {
  const value = repairedHostPorts(text)
  return value === undefined ? undefined : [{ kind: 'set', key: 'namesrvAddr', value }]
}

function addressSet(text: string): string {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean)
    .sort()
    .join(';')
}
