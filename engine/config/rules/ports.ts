/** Rules about the ports and the addresses of one broker. Ports of several brokers on one machine: `hosts.ts`. */
import { say } from '../finding.ts'
import type { FileView } from './file-view.ts'
import { choice, hitAt, hitIf, type FileRule, type RuleHit } from './rule.ts'

const EXIT_START = 255
const PORT_MAX = 65_535

export const PORT_RULES: readonly FileRule[] = [
  {
    id: 'port-out-of-range',
    severity: 'error',
    program: 'any',
    exitCode: EXIT_START,
    check: (view) =>
      ['listenPort', ...(view.isBroker ? ['haListenPort'] : [])].flatMap((key) => {
        const port = key === 'listenPort' ? view.listenPort : view.haListenPort
        return hitIf(port < 1 || port > PORT_MAX, () =>
          choice(
            hitAt(
              view,
              key,
              say(
                `${key} is ${port}: a port is 1..${PORT_MAX}, the program does not start`,
                `${key} 为 ${port}：端口范围是 1..${PORT_MAX}，程序无法启动`,
              ),
              say(
                'choose a free port, the default is 10911 (name server 9876)',
                '选择空闲端口，默认 10911（NameServer 为 9876）',
              ),
              [
                key === 'haListenPort' && view.isSet(key)
                  ? { kind: 'remove', key }
                  : { kind: 'set', key: 'listenPort', value: view.isBroker ? '10911' : '9876' },
              ],
            ),
          ),
        )
      }),
  },
  {
    id: 'ha-port-equals',
    severity: 'error',
    exitCode: EXIT_START,
    check: (view) =>
      hitIf(takesOwnPort(view), () =>
        hitAt(
          view,
          'haListenPort',
          say(
            `haListenPort ${view.haListenPort} is taken by the broker itself: it listens on ${view.listenPort} and ${view.listenPort - 2}`,
            `haListenPort ${view.haListenPort} 已被自身占用：broker 监听 ${view.listenPort} 与 ${view.listenPort - 2}`,
          ),
          say(
            `leave haListenPort out: it becomes listenPort + 1 = ${view.listenPort + 1}`,
            `去掉 haListenPort：它会是 listenPort + 1 = ${view.listenPort + 1}`,
          ),
          [{ kind: 'remove', key: 'haListenPort' }],
        ),
      ),
  },
  {
    id: 'listen-port-small',
    severity: 'warning',
    check: (view) =>
      hitIf(view.listenPort >= 1 && view.listenPort <= 2, () =>
        choice(
          hitAt(
            view,
            'listenPort',
            say(
              'listenPort - 2 is no port: the fast port is chosen by the system, and slaves cannot find it',
              'listenPort - 2 不是有效端口：快速通道端口由系统随机分配，从节点无法找到',
            ),
            say('use a listenPort above 1024', 'listenPort 请大于 1024'),
            [{ kind: 'set', key: 'listenPort', value: '10911' }],
          ),
        ),
      ),
  },
  {
    id: 'slave-default-port-myth',
    severity: 'hint',
    check: (view) =>
      hitIf(!view.isMasterRole && !view.isSet('listenPort'), () =>
        choice(
          hitAt(
            view,
            'brokerRole',
            say(
              'this slave listens on 10911 too: without listenPort it uses the port of a master, not 11011, and two on one machine collide',
              '该从节点同样监听 10911：未设置 listenPort 时它与主节点使用同一端口，而不是 11011，同机部署会冲突',
            ),
            say('set listenPort', '设置 listenPort'),
            [{ kind: 'set', key: 'listenPort', value: '11911' }],
          ),
        ),
      ),
  },
  {
    id: 'broker-ip-missing-multi-nic',
    severity: 'warning',
    check: (view) =>
      hitIf(!view.isSet('brokerIP1'), () => ({
        ...onlyAddress(view),
        message: say(
          'no brokerIP1: on a machine with several network cards an unreachable address may be advertised',
          '没有 brokerIP1：多网卡机器可能会公布客户端无法访问的地址',
        ),
        fix: say(
          'set brokerIP1 to the address clients use, brokerIP2 to the one slaves use',
          '将 brokerIP1 设为客户端使用的地址，brokerIP2 设为从节点使用的地址',
        ),
      })),
  },
]

/** Where the machine is known to have one address, that is the one to write. */
function onlyAddress(view: FileView): Pick<RuleHit, 'edits'> {
  const [address, ...others] = view.file.addresses ?? []
  return address === undefined || others.length > 0
    ? {}
    : { edits: [{ kind: 'set', key: 'brokerIP1', value: address }] }
}

/** The HA port is one the broker has already; in DLedger mode there is none. */
function takesOwnPort(view: FileView): boolean {
  return !view.usesDledger && [view.listenPort, view.listenPort - 2].includes(view.haListenPort)
}
