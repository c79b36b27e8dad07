/** For each rule a sample that breaks it and one that does not; where it repairs, what becomes of the bad one. */
import type { ConfigSet } from '../../../../engine/config/lint.ts'
import type { RunTimeChange } from '../../../../engine/config/rules/changes.ts'

export interface FileSample {
  readonly bad: string
  readonly good: string
  readonly repaired?: string
  /** The same for a repair that only its author may choose. */
  readonly chosen?: string
  readonly program?: 'namesrv'
  /** Started without `-n`. */
  readonly isWithoutFlag?: true
  readonly addresses?: readonly string[]
}

export interface SetSample {
  readonly bad: ConfigSet
  readonly good: ConfigSet
  /** Texts after the rule's own fix. */
  readonly repaired?: readonly string[]
  readonly chosen?: readonly string[]
}

export const FILE_SAMPLES: Readonly<Record<string, FileSample>> = {
  'unreadable-file': { bad: 'a=\\u12\n', good: 'a=\\u0012\n' },
  'utf8-bom': {
    bad: '\u00EF\u00BB\u00BFbrokerName=a\n',
    good: 'brokerName=a\n',
    repaired: 'brokerName=a\n',
  },
  'key-case': { bad: 'brokername=a\n', good: 'brokerName=a\n', repaired: 'brokerName=a\n' },
  'unknown-key-typo': {
    bad: 'flushDiskTyp=ASYNC_FLUSH\n',
    good: 'flushDiskType=ASYNC_FLUSH\n',
    repaired: 'flushDiskType=ASYNC_FLUSH\n',
  },
  'unknown-key': { chosen: '', bad: 'somethingElse=1\n', good: 'rmqAddressServerDomain=a\n' },
  'key-of-other-program': { chosen: '', bad: 'kvConfigPath=/x\n', good: 'listenPort=10911\n' },
  'renamed-mapped-file-size': {
    bad: 'mapedFileSizeCommitLog=1073741824\n',
    good: 'mappedFileSizeCommitLog=1073741824\n',
    repaired: 'mappedFileSizeCommitLog=1073741824\n',
  },
  'store-subpath-key-ignored': { bad: 'abortFile=/x/abort\n', good: 'storePathRootDir=/x\n', repaired: '' },
  'obsolete-key': { bad: 'checkTransactionMessageEnable=false\n', good: 'transactionCheckMax=15\n', repaired: '' },
  'consume-queue-size-unit': {
    chosen: 'mappedFileSizeConsumeQueue=6000000\n',
    bad: 'mappedFileSizeConsumeQueue=300000\n',
    good: 'mappedFileSizeConsumeQueue=6000000\n',
  },
  'duplicate-key': {
    bad: 'brokerName=a\nbrokerId=0\nbrokerName=b\nbrokerName=c\n',
    good: 'brokerName=a\nbrokerId=0\n',
    repaired: 'brokerId=0\nbrokerName=c\n',
  },
  'dead-key': { bad: 'putMessageTimeout=1\n', good: 'flushDiskType=SYNC_FLUSH\n', repaired: '' },
  'no-setter-key': { bad: 'timerWarmEnable=true\n', good: 'timerWheelEnable=true\n', repaired: '' },
  'inline-comment': {
    bad: 'listenPort=10911 # main\n',
    good: '# main\nlistenPort=10911\nbrokerName=a#1\n',
    repaired: 'listenPort=10911\n',
  },
  'value-trailing-blank': {
    bad: 'fileReservedTime=48 \n',
    good: 'fileReservedTime=48\n',
    repaired: 'fileReservedTime=48\n',
  },
  'number-format': {
    bad: 'mappedFileSizeCommitLog=1G\n',
    good: 'mappedFileSizeCommitLog=1073741824\n',
    repaired: 'mappedFileSizeCommitLog=1073741824\n',
  },
  'boolean-word': { bad: 'slaveReadEnable=yes\n', good: 'slaveReadEnable=TRUE\n', repaired: 'slaveReadEnable=true\n' },
  'enum-case': {
    bad: 'flushDiskType=sync-flush\n',
    good: 'flushDiskType=SYNC_FLUSH\n',
    repaired: 'flushDiskType=SYNC_FLUSH\n',
  },
  'backslash-path': {
    bad: 'storePathRootDir=C:\\store\\a\n',
    good: 'storePathRootDir=C:\\\\store\\\\a\n',
    repaired: 'storePathRootDir=C:/store/a\n',
  },
  'non-latin1-value': {
    bad: 'regionId=上海\n',
    good: '# 上海\nregionId=\\u4e0a\\u6d77\n',
    repaired: 'regionId=\\u4e0a\\u6d77\n',
  },
  'leading-blank-value': { bad: 'listenPort= 10911\n', good: 'listenPort=10911\n', repaired: 'listenPort=10911\n' },
  'namesrv-address-illegal': { bad: 'namesrvAddr=host\n', good: 'namesrvAddr=10.0.0.1:9876\n', isWithoutFlag: true },
  'namesrv-separator': {
    bad: 'namesrvAddr=10.0.0.1:9876,http://10.0.0.2:9876\n',
    good: 'namesrvAddr=10.0.0.1:9876; ns-2:9876;[::1]:9876\n',
    repaired: 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n',
  },
  'slave-zero-id': {
    bad: 'brokerRole=SLAVE\nbrokerId=0\n',
    good: 'brokerRole=SLAVE\nbrokerId=2\n',
    repaired: 'brokerRole=SLAVE\nbrokerId=1\n',
  },
  'dledger-and-controller': {
    chosen: 'enableDLegerCommitLog=true\n',
    bad: 'enableDLegerCommitLog=true\nenableControllerMode=true\n',
    good: 'enableDLegerCommitLog=true\n',
  },
  'master-nonzero-id': {
    chosen: 'brokerRole=SLAVE\nbrokerId=1\n',
    bad: 'brokerRole=ASYNC_MASTER\nbrokerId=1\n',
    good: 'brokerRole=ASYNC_MASTER\nbrokerId=0\n',
  },
  'sync-master-without-replicas': {
    bad: 'brokerRole=SYNC_MASTER\n',
    good: 'brokerRole=ASYNC_MASTER\n',
    repaired: 'brokerRole=SYNC_MASTER\ninSyncReplicas=2\ntotalReplicas=2\n',
  },
  'in-sync-exceeds-total': {
    bad: 'inSyncReplicas=2\n',
    good: 'inSyncReplicas=2\ntotalReplicas=2\n',
    repaired: 'inSyncReplicas=2\ntotalReplicas=2\n',
  },
  'auto-in-sync-without-acting': {
    bad: 'enableAutoInSyncReplicas=true\n',
    good: 'enableAutoInSyncReplicas=true\nenableSlaveActingMaster=true\n',
    repaired: '',
  },
  'remote-escape-without-acting': {
    bad: 'enableRemoteEscape=true\n',
    good: 'enableRemoteEscape=true\nenableSlaveActingMaster=true\n',
    repaired: '',
  },
  'namesrv-missing': { bad: '', good: 'namesrvAddr=10.0.0.1:9876\n', isWithoutFlag: true },
  'flag-overrides-file': {
    bad: 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n',
    good: 'namesrvAddr=10.0.0.1:9876\n',
  },
  'namesrv-hostname-unresolved': {
    bad: 'namesrvAddr=ns1:9876\n',
    good: 'namesrvAddr=10.0.0.1:9876\n',
    isWithoutFlag: true,
  },
  'role-and-file-name-disagree': {
    bad: 'brokerRole=SYNC_MASTER\nbrokerClusterName=x-async\n',
    good: 'brokerRole=SYNC_MASTER\nbrokerClusterName=x-sync\n',
  },
  'port-out-of-range': { chosen: 'listenPort=10911\n', bad: 'listenPort=0\n', good: 'listenPort=10911\n' },
  'ha-port-equals': {
    bad: 'listenPort=10911\nhaListenPort=10909\n',
    good: 'listenPort=10911\nhaListenPort=10912\n',
    repaired: 'listenPort=10911\n',
  },
  'listen-port-small': { chosen: 'listenPort=10911\n', bad: 'listenPort=1\n', good: 'listenPort=3\n' },
  'slave-default-port-myth': {
    chosen: 'brokerRole=SLAVE\nbrokerId=1\nlistenPort=11911\n',
    bad: 'brokerRole=SLAVE\nbrokerId=1\n',
    good: 'brokerRole=SLAVE\nbrokerId=1\nlistenPort=11911\n',
  },
  'broker-ip-missing-multi-nic': {
    bad: 'brokerName=a\n',
    good: 'brokerIP1=10.0.0.5\n',
    repaired: 'brokerName=a\nbrokerIP1=10.0.0.5\n',
    addresses: ['10.0.0.5'],
  },
  'tilde-in-path': { bad: 'storePathRootDir=~/store-s\n', good: 'storePathRootDir=/home/me/store~s\n' },
  'store-path-outside-root': {
    chosen: 'storePathRootDir=/d/store1\nstorePathCommitLog=/d/store1/commitlog\n',
    bad: 'storePathRootDir=/d/store1\nstorePathCommitLog=/d/store/commitlog1\n',
    good: 'storePathRootDir=/d/store\nstorePathCommitLog=/d/store/commitlog\n',
  },
  'versioned-store-path': {
    chosen: 'storePathRootDir=/rocketmq-all/store\n',
    bad: 'storePathRootDir=/rocketmq-all-4.5.0/store\n',
    good: 'storePathRootDir=/rocketmq/store\n',
  },
  'delay-level-format': {
    bad: 'messageDelayLevel=1s  5s\n',
    good: 'messageDelayLevel=1s 5s\n',
    repaired: 'messageDelayLevel=1s 5s\n',
  },
  'delete-when-format': { bad: 'deleteWhen=4:00\n', good: 'deleteWhen=04;16\n', repaired: 'deleteWhen=04\n' },
  'disk-ratio-above-forced-clean': {
    bad: 'diskMaxUsedSpaceRatio=88\n',
    good: 'diskMaxUsedSpaceRatio=80\n',
    repaired: 'diskMaxUsedSpaceRatio=75\n',
  },
  'max-message-size-below-client': {
    bad: 'maxMessageSize=65536\n',
    good: 'maxMessageSize=4194304\n',
    repaired: 'maxMessageSize=4194304\n',
  },
  'thread-pool-oversized': {
    bad: 'sendMessageThreadPoolNums=128\n',
    good: 'sendMessageThreadPoolNums=16\n',
    repaired: '',
  },
  'production-auto-create': {
    bad: 'autoCreateTopicEnable=true\nautoCreateSubscriptionGroup=true\n',
    good: 'autoCreateTopicEnable=false\nautoCreateSubscriptionGroup=false\n',
  },
  'trace-topic-off': {
    chosen: 'traceTopicEnable=true\n',
    bad: 'traceTopicEnable=false\n',
    good: 'traceTopicEnable=true\n',
  },
  'dledger-self-id': {
    bad: 'enableDLegerCommitLog=true\ndLegerPeers=n0-a:40911\ndLegerSelfId=n1\n',
    good: 'enableDLegerCommitLog=true\ndLegerPeers=n0-a:40911\ndLegerSelfId=n0\n',
  },
  'dledger-old-commitlog-path': {
    bad: 'enableDLegerCommitLog=true\nstorePathRootDir=/s/dledger\nstorePathCommitLog=/s/commitlog\n',
    good: 'enableDLegerCommitLog=true\nstorePathRootDir=/s/dledger\n',
    repaired: 'enableDLegerCommitLog=true\nstorePathRootDir=/s/dledger\n',
  },
  'dledger-broker-id-set': {
    bad: 'enableDLegerCommitLog=true\nbrokerId=0\n',
    good: 'enableDLegerCommitLog=true\n',
    repaired: 'enableDLegerCommitLog=true\n',
  },
  'dledger-broker-role-set': {
    bad: 'enableDLegerCommitLog=true\nbrokerRole=SLAVE\nbrokerId=1\n',
    good: 'enableDLegerCommitLog=true\nbrokerId=1\n',
    repaired: 'enableDLegerCommitLog=true\nbrokerId=1\n',
  },
  'acl-old-switch': { chosen: '', bad: 'aclEnable=true\n', good: 'aclEnable=false\n' },
  'authz-without-authn': {
    bad: 'authorizationEnabled=true\n',
    good: 'authorizationEnabled=true\nauthenticationEnabled=true\n',
  },
  'auth-provider-missing': {
    chosen:
      'authenticationEnabled=true\nauthenticationMetadataProvider=org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider\n',
    bad: 'authenticationEnabled=true\n',
    good: 'authenticationEnabled=true\nauthenticationMetadataProvider=a.B\n',
  },
  'tls-key-in-file': { chosen: '', bad: 'tls.server.mode=enforcing\n', good: 'listenPort=10911\n' },
  'comment-states-wrong-default': {
    bad: '# 文件保留时间,默认 48 小时\nfileReservedTime=120\n',
    good: '# 文件保留时间,默认 3 天\nfileReservedTime=120\n',
    repaired: '# 文件保留时间,默认 72 小时\nfileReservedTime=120\n',
  },
}

const two = (left: string, right: string, host?: [string, string]): ConfigSet => ({
  files: [left, right].map((text, index) => {
    const machine = host?.[index]
    return { name: `file-${index}`, text, ...(machine === undefined ? {} : { host: machine }) }
  }),
})

const SLAVE = 'brokerRole=SLAVE\nbrokerId=1\n'

export const SET_SAMPLES: Readonly<Record<string, SetSample>> = {
  'duplicate-broker-id': {
    bad: two(`brokerName=a\n${SLAVE}`, `brokerName=a\n${SLAVE}`),
    good: two('brokerName=a\n', `brokerName=a\n${SLAVE}`),
    repaired: [`brokerName=a\n${SLAVE}`, 'brokerName=a\nbrokerRole=SLAVE\nbrokerId=2\n'],
  },
  'slave-without-master': {
    bad: two('brokerName=a\n', `brokerName=b\n${SLAVE}`),
    good: two('brokerName=a\n', `brokerName=a\n${SLAVE}`),
  },
  'sync-master-without-slave': {
    chosen: ['brokerName=a\nbrokerRole=ASYNC_MASTER\n', 'brokerName=b\n'],
    bad: two('brokerName=a\nbrokerRole=SYNC_MASTER\n', 'brokerName=b\n'),
    good: two('brokerName=a\nbrokerRole=SYNC_MASTER\n', `brokerName=a\n${SLAVE}`),
  },
  'in-sync-exceeds-group': {
    bad: two('brokerName=a\nbrokerRole=SYNC_MASTER\ninSyncReplicas=3\ntotalReplicas=3\n', `brokerName=a\n${SLAVE}`),
    good: two('brokerName=a\nbrokerRole=SYNC_MASTER\ninSyncReplicas=2\ntotalReplicas=2\n', `brokerName=a\n${SLAVE}`),
    repaired: ['brokerName=a\nbrokerRole=SYNC_MASTER\ninSyncReplicas=2\ntotalReplicas=3\n', `brokerName=a\n${SLAVE}`],
  },
  'group-cluster-mismatch': {
    bad: two(`brokerName=a\nbrokerClusterName=y\n${SLAVE}`, 'brokerName=a\nbrokerClusterName=x\n'),
    good: two('brokerName=a\nbrokerClusterName=x\n', 'brokerName=b\nbrokerClusterName=y\n'),
    repaired: [`brokerName=a\nbrokerClusterName=x\n${SLAVE}`, 'brokerName=a\nbrokerClusterName=x\n'],
  },
  'dledger-cluster-mismatch': {
    bad: two(
      'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
      'brokerName=a\nbrokerClusterName=y\nenableDLegerCommitLog=true\n',
    ),
    good: two(
      'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
      'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
    ),
    repaired: [
      'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
      'brokerName=a\nbrokerClusterName=x\nenableDLegerCommitLog=true\n',
    ],
  },
  'dledger-peers-mismatch': {
    chosen: [
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:1\n',
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:1\n',
    ],
    bad: two(
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:1\n',
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:2\n',
    ),
    good: two(
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:1\n',
      'brokerName=b\nenableDLegerCommitLog=true\ndLegerPeers=n0-a:2\n',
    ),
  },
  'dledger-self-id-shared': {
    bad: two(
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerSelfId=n0\n',
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerSelfId=n0\n',
    ),
    good: two(
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerSelfId=n0\n',
      'brokerName=a\nenableDLegerCommitLog=true\ndLegerSelfId=n1\n',
    ),
  },
  'mapped-size-group-mismatch': {
    chosen: ['brokerName=a\n', `brokerName=a\n${SLAVE}mappedFileSizeCommitLog=1073741824\n`],
    bad: two('brokerName=a\n', `brokerName=a\n${SLAVE}mappedFileSizeCommitLog=1048576\n`),
    good: two('brokerName=a\n', 'brokerName=b\nmappedFileSizeCommitLog=1048576\n'),
  },
  'retention-inconsistent': {
    bad: two(`brokerName=a\n${SLAVE}fileReservedTime=48\n`, 'brokerName=a\n'),
    good: two('brokerName=a\nfileReservedTime=48\n', 'brokerName=b\n'),
    repaired: [`brokerName=a\n${SLAVE}fileReservedTime=72\n`, 'brokerName=a\n'],
  },
  'namesrv-lists-differ': {
    bad: two('brokerName=a\nnamesrvAddr=n1:1;n2:1\n', 'brokerName=b\nnamesrvAddr=n3:1\n'),
    good: two('brokerName=a\nnamesrvAddr=n1:1;n2:1\n', 'brokerName=b\nnamesrvAddr=n2:1;n1:1\n'),
    repaired: ['brokerName=a\nnamesrvAddr=n1:1;n2:1;n3:1\n', 'brokerName=b\nnamesrvAddr=n1:1;n2:1;n3:1\n'],
  },
  'split-registration-conflict': {
    bad: {
      files: [
        { name: 'n', program: 'namesrv', text: 'deleteTopicWithBrokerRegistration=true\n' },
        { name: 'b', text: 'enableSplitRegistration=true\n' },
      ],
    },
    good: {
      files: [
        { name: 'n', program: 'namesrv', text: 'deleteTopicWithBrokerRegistration=false\n' },
        { name: 'b', text: 'enableSplitRegistration=true\n' },
      ],
    },
    repaired: ['deleteTopicWithBrokerRegistration=true\n', 'enableSplitRegistration=false\n'],
  },
  'port-collision-same-host': {
    bad: two('brokerName=a\nlistenPort=10911\n', 'brokerName=b\nlistenPort=10913\n', ['h', 'h']),
    good: two('brokerName=a\nlistenPort=10911\n', 'brokerName=b\nlistenPort=10915\n', ['h', 'h']),
    repaired: ['brokerName=a\nlistenPort=10911\n', 'brokerName=b\nlistenPort=11913\n'],
  },
  'store-dir-shared': {
    bad: two('storePathRootDir=/s/\n', 'listenPort=11911\nstorePathRootDir=/s\n', ['h', 'h']),
    good: two('storePathRootDir=/s/\n', 'listenPort=11911\nstorePathRootDir=/s\n', ['h', 'i']),
    repaired: ['storePathRootDir=/s/\n', 'listenPort=11911\nstorePathRootDir=/s-file-1\n'],
  },
  'broker-ip-not-local': {
    bad: {
      files: [{ name: 'b', host: 'h', text: 'brokerIP1=192.168.3.105\n' }],
      hostAddresses: { h: ['192.168.1.161'] },
    },
    good: {
      files: [{ name: 'b', host: 'h', text: 'brokerIP1=192.168.1.161\n' }],
      hostAddresses: { h: ['192.168.1.161'] },
    },
    repaired: ['brokerIP1=192.168.1.161\n'],
  },
}

const MASTER_FILE = 'brokerClusterName=c\nbrokerName=broker-a\nbrokerId=0\nbrokerRole=ASYNC_MASTER\n'
const NAME_SERVERS = 'namesrvAddr=10.0.0.1:9876;10.0.0.2:9876\n'
const FILE = `${MASTER_FILE}${NAME_SERVERS}storePathRootDir=/data/store\nlistenPort=10911\n`
const prompt = (host: string, command: string): string => `[root@${host} rocketmq]# ${command}\n`
const edited = (host: string, path: string, text = FILE): string =>
  `\`\`\`\n${prompt(host, `cat ${path}`)}\n${text}\`\`\`\n`
const typed = (...lines: string[]): string => `\`\`\`\n${lines.join('')}\`\`\`\n`

export const ARTICLE_SAMPLES: Readonly<Record<string, { readonly bad: string; readonly good: string }>> = {
  'start-output-discarded': {
    bad: 'nohup sh bin/mqnamesrv >/dev/null 2>&1 &\n',
    good: 'nohup sh bin/mqnamesrv > namesrv.out 2>&1 &\n',
  },
  'flag-overrides-file': {
    bad:
      edited('h1', 'conf/broker-a.properties') +
      typed(prompt('h1', 'sh bin/mqbroker -n 10.0.0.1:9876 -c conf/broker-a.properties &')),
    good:
      edited('h1', 'conf/broker-a.properties') +
      typed(prompt('h1', 'sh bin/mqbroker -n "10.0.0.2:9876;10.0.0.1:9876" -c conf/broker-a.properties &')),
  },
  'config-file-not-the-started-one': {
    bad:
      edited('h1', 'conf/sync/broker-a.properties') +
      typed(prompt('h1', 'sh bin/mqbroker -c conf/async/broker-a.properties &')),
    good:
      edited('h1', 'conf/sync/broker-a.properties') +
      typed(prompt('h1', 'sh bin/mqbroker -c conf/sync/broker-a.properties &')),
  },
  'host-role-mismatch': {
    bad:
      edited('h1', 'conf/broker-a.properties') + typed(prompt('h2', 'sh bin/mqbroker -c conf/broker-a.properties &')),
    good:
      edited('h1', 'conf/broker-a.properties') + typed(prompt('h1', 'sh bin/mqbroker -c conf/broker-a.properties &')),
  },
  'home-path-mismatch': {
    bad: `export ROCKETMQ_HOME=/opt/rocketmq-5\n\nmqbroker -c /opt/rmq/conf/broker-a.properties &\n`,
    good: `export ROCKETMQ_HOME=/opt/rocketmq-5\n\nmqbroker -c /opt/rocketmq-5/conf/broker-a.properties &\n`,
  },
  'mkdir-host-incomplete': {
    bad:
      typed(prompt('h1', 'mkdir -p /data/store')) +
      edited('h1', 'conf/broker-a.properties') +
      edited('h2', 'conf/broker-b.properties', FILE.replace('broker-a', 'broker-b')),
    good:
      typed(prompt('h*', 'mkdir -p /data/store')) +
      edited('h1', 'conf/broker-a.properties') +
      edited('h2', 'conf/broker-b.properties', FILE.replace('broker-a', 'broker-b')),
  },
  'path-fix-on-other-dir': {
    bad: edited('h1', 'conf/broker-a.properties') + '\nsudo chmod -R 777 /var/opt/store\n',
    good: edited('h1', 'conf/broker-a.properties') + '\nsudo chown -R rocketmq /data/store\n',
  },
  'firewall-ports-incomplete': {
    bad: edited('h1', 'conf/broker-a.properties') + '\nsudo ufw allow 9876\nsudo ufw allow 10911\n',
    good: edited('h1', 'conf/broker-a.properties') + '\nfirewall-cmd --add-port=9876/tcp --add-port=10909-10912/tcp\n',
  },
  'java-ext-dirs-edit': {
    bad: typed('JAVA_OPT="${JAVA_OPT} -Djava.ext.dirs=${BASE_DIR}/lib"\n'),
    good: typed('JAVA_OPT="${JAVA_OPT} -Xms1g"\n'),
  },
  'slave-default-port-myth': {
    bad: '- slave 默认使用11011 端口\n',
    good: '- 本文中 slave 使用 11011 端口\n',
  },
  'checkpoint-or-abort-is-directory': {
    bad: edited('h1', 'conf/broker-a.properties') + typed(prompt('h1', 'mkdir -p /data/store/abort')),
    good: edited('h1', 'conf/broker-a.properties') + typed(prompt('h1', 'mkdir -p /data/store/index')),
  },
  'store-dir-shared': { bad: '报错 java.lang.RuntimeException: Lock failed,MQ already started\n', good: '启动成功\n' },
  'store-not-writable': {
    bad: 'NullPointerException: the return value of "BrokerController.getMessageStore()" is null\n',
    good: 'boot success\n',
  },
}

export const CHANGE_SAMPLES: Readonly<Record<string, { readonly bad: RunTimeChange; readonly good: RunTimeChange }>> = {
  'flush-disk-run-time': {
    bad: { key: 'flushDiskType', from: 'ASYNC_FLUSH', to: 'SYNC_FLUSH' },
    good: { key: 'fileReservedTime', from: '48', to: '72' },
  },
}
