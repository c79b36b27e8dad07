/**
 * Articles built like the seeds, in their four manners, for where the seeds themselves are not: the same files and commands, words
 * of our own around them. For the fourth see test/e2e/support/article.ts.
 */
import { seedText } from '../../../fixtures/seed-files.ts'

const fence = (text: string): string => `\`\`\`sh\n${text}\n\`\`\`\n`
const file = (path: string): string => seedText(path, 'utf8').trimEnd()

/** Markdown with a table of machines; headings name the machine, list items the file. */
export function articleLikeSeed000(): string {
  const of = (path: string): string => fence(file(`000-2m-2s-async-crossed/${path}`))
  const start = (host: string, name: string): string =>
    fence(
      `# ${host}上\ncd /app/rocketmq/\nsh bin/mqbroker -c conf/2m-2s-async/${name}.properties\n\n# 后台\nnohup sh bin/mqbroker -c conf/2m-2s-async/${name}.properties &`,
    )
  return `## 四台 broker，两台机器

| 机器 | IP | 跑什么 | 角色 |
| :--: | :--: | :--: | :--: |
| slaveNode1 | 192.168.1.161 | NameServer+Broker | Master01+Slave02 |
| slaveNode2 | 192.168.1.162 | NameServer+Broker | Master02+Slave01 |

${fence('[root@slavenode1 conf]# ll\n-rw-r--r-- 1 root root 929 Mar 27 14:06 broker-a.properties  # 主')}
#### 1、改 slaveNode1 的文件

- broker-a.properties：/app/rocketmq/conf/2m-2s-async/broker-a.properties

${of('host1/broker-a.properties')}
- broker-b-s.properties：/app/rocketmq/conf/2m-2s-async/broker-b-s.properties

${of('host1/broker-b-s.properties')}
- 别的常用项列在这里，供参考。

${fence(file('000-reference/host1/broker-a.properties'))}
#### 2、改 slaveNode2 的文件

- 改 broker-b.properties

${fence(`# vim /app/rocketmq/conf/2m-2s-async/broker-b.properties\n${file('000-2m-2s-async-crossed/host2/broker-b.properties')}`)}
- 改 broker-a-s.properties

${of('host2/broker-a-s.properties')}
#### 3、启动

- 两个节点上都启动 NameServer

${fence('nohup sh bin/mqnamesrv &')}
- 先主后从

${start('slaveNode1', 'broker-a')}${start('slaveNode2', 'broker-b')}${start('slaveNode1', 'broker-b-s')}${start('slaveNode2', 'broker-a-s')}
#### 4、工具

${fence('JAVA_OPT="${JAVA_OPT} -Djava.ext.dirs=${BASE_DIR}/lib:${JAVA_HOME}/jre/lib/ext"')}`
}

/** No markdown at all: machines told by role, files by sentences, output thrown away. */
export function articleLikeSeed002(): string {
  const start = (name: string, flag = ''): string =>
    `nohup ./bin/mqbroker ${flag}-c ./conf/2m-2s-sync/${name}.properties >/dev/null 2>&1 &`
  return `同步双写的一般做法

#起 NameServer,比如在 192.168.36.189:9876
nohup ./bin/mqnamesrv >/dev/null 2>&1 & #机器 A,主
${start('broker-a', '-n 192.168.36.189:9876 ')} #机器 B,从
${start('broker-a-s', '-n 192.168.36.189:9876 ')}

这次用两台:

192.168.36.54  为主

192.168.36.189 为备

在2台机器上各起一个nameserver。

建目录

mkdir -p /home/rocket/alibaba-rocketmq/data/store/commitlog  #存数据

改主的文件

vi ./conf/2m-2s-sync/broker-a.properties

${file('002-1m-1s-sync/host1/broker-a.properties').replace('storePathRootDir', '\nstorePathRootDir')}


改备的文件

${file('002-1m-1s-sync/host2/broker-a-s.properties')}

起 nameserver

nohup ./bin/mqnamesrv >/dev/null 2>&1 &

起 broker

主:${start('broker-a')}

备:${start('broker-a-s')}

consumer.setNamesrvAddr("192.168.36.189:9876;192.168.36.54:9876");
`
}

/** Prompts before everything, a blank line after every setting; several clusters, one after the other. */
export function articleLikeSeed003(): string {
  const hosts = ['rocketmq1', 'rocketmq2', 'rocketmq3', 'rocketmq4']
  const section = (
    number: number,
    title: string,
    count: number,
    files: readonly [string, string, string][],
    starts: readonly [string, string][],
    made: string,
  ): string => {
    const at = (host: string, command: string): string => `[me@${host} rocketmq]$ ${command}`
    const table = hosts
      .slice(0, count)
      .map((host, index) => `| ${host} | 192.168.56.${index + 1} | NameServer${index + 1} |`)
    return `## **3.${number}、${title}**

### **3.${number}.1、机器**

| 主机 | IP地址 | 组件 |
| --- | --- | --- |
${table.join('\n')}

### **3.${number}.2、目录**

${fence(`# 在各服务器执行\n${at(made, 'mkdir -p /home/wangjianghua/src/rocketmq/data/store')}\n\n${at(made, 'mkdir -p /home/wangjianghua/src/rocketmq/data/store/commitlog')}`)}
### **3.${number}.3、文件**

${files.map(([host, path, text]) => fence(`# 写这个文件\n\n${at(host, `cat ${path}`)}\n\n${file(text).replaceAll('\n', '\n\n')}`)).join('\n')}
### **3.${number}.4、启动**

${fence(
  hosts
    .slice(0, number === 4 ? 4 : count)
    .map((host) => at(host, 'nohup sh bin/mqnamesrv &'))
    .join('\n\n'),
)}
${fence(starts.map(([host, path]) => at(host, `nohup sh bin/mqbroker -c ${path} &`)).join('\n\n'))}
`
  }
  const noslave = (name: string): string => `conf/2m-noslave/${name}.properties`
  const async = (name: string): string => `conf/2m-2s-async/${name}.properties`
  const four = (folder: string): [string, string, string][] => [
    ['rocketmq1', async('broker-a'), `${folder}/host1/broker-a.properties`],
    ['rocketmq2', async('broker-b'), `${folder}/host2/broker-b.properties`],
    ['rocketmq3', async('broker-a-s'), `${folder}/host3/broker-a-s.properties`],
    // Edited here, started on the fourth machine.
    ['rocketmq3', async('broker-b-s'), `${folder}/host4/broker-b-s.properties`],
  ]
  const startFour: [string, string][] = ['broker-a', 'broker-b', 'broker-a-s', 'broker-b-s'].map((name, index) => [
    hosts[index] ?? '',
    async(name),
  ])
  return [
    section(
      1,
      '只有主',
      2,
      [
        ['rocketmq1', noslave('broker-a'), '003-2m-noslave/host1/broker-a.properties'],
        ['rocketmq2', noslave('broker-b'), '003-2m-noslave/host2/broker-b.properties'],
      ],
      [
        ['rocketmq1', noslave('broker-a')],
        ['rocketmq2', noslave('broker-b')],
      ],
      'rocketmq*',
    ),
    section(2, '异步复制', 4, four('003-2m-2s-async'), startFour, 'rocketmq1'),
    section(3, '同步双写', 4, four('003-2m-2s-sync'), startFour, 'rocketmq1'),
    section(
      4,
      'DLedger',
      3,
      [
        ['rocketmq1', async('broker-a'), '003-dledger/host1/broker-a.properties'],
        ['rocketmq2', 'conf/2m-2s-sync/broker-a-s.properties', '003-dledger/host2/broker-a-s.properties'],
        ['rocketmq3', 'conf/2m-2s-sync/broker-a-s.properties', '003-dledger/host3/broker-a-s.properties'],
      ],
      [
        ['rocketmq1', async('broker-a')],
        ['rocketmq2', async('broker-a-s')],
        ['rocketmq3', async('broker-a-s')],
      ],
      'rocketmq1',
    ),
  ].join('\n')
}
