/**
 * An article as people paste them: the code blocks of seed 004 (two pairs crossed over two machines, synchronous, with all its
 * mistakes), words of our own around them.
 */
import { readFileSync } from 'node:fs'

const SEED = 'test/fixtures/seeds/004-2m-2s-sync-crossed'

/** Comments are UTF-8 in the article and in the files cut out of it. */
function block(file: string): string {
  return readFileSync(`${SEED}/${file}`, 'utf8').trimEnd()
}

export function articleLikeSeed004(): string {
  return `我的 RocketMQ 双主双从笔记

手头有两台机器，每台放一个主和另一个组的从：

序号 IP 角色 架构模式 1 192.168.80.137 nameserver、brokerserver Master1、Slave2 2 192.168.80.138 nameserver、brokerserver Master2、Slave1

两台机器都改一下 hosts：

vim /etc/hosts

# nameserver
192.168.80.137 rocketmq-nameserver1
192.168.80.138 rocketmq-nameserver2
# broker
192.168.80.137 rocketmq-master1
192.168.80.137 rocketmq-slave2
192.168.80.138 rocketmq-master2
192.168.80.138 rocketmq-slave1

端口先打开：

# 开放name server默认端口
sudo ufw allow 9876
# 开放master默认端口
sudo ufw allow 10911
# 开放slave默认端口 (当前集群模式可不开启)
sudo ufw allow 11011

目录也先建好：

mkdir /usr/local/rocketmq/store
mkdir /usr/local/rocketmq/store/commitlog
mkdir /usr/local/rocketmq/store/consumequeue
mkdir /usr/local/rocketmq/store/index

在 192.168.80.137 服务器上修改broker-a.properties的配置信息

${block('host1/broker-a.properties')}

在 192.168.80.137 服务器上修改broker-b-s.properties的配置信息

${block('host1/broker-b-s.properties')}

在 192.168.80.138 服务器上修改broker-b.properties的配置信息

${block('host2/broker-b.properties')}

在 192.168.80.138 服务器上修改broker-a-s.properties的配置信息

${block('host2/broker-a-s.properties')}

最后两台都启动 NameServer：

mqnamesrv &

再启动 Broker，服务器1：

mqbroker -c /var/opt/rocket-mq/conf/2m-2s-sync/broker-a.properties &
mqbroker -c /var/opt/rocket-mq/conf/2m-2s-sync/broker-b-s.properties &

服务器2：

mqbroker -c /var/opt/rocket-mq/conf/2m-2s-sync/broker-a-s.properties &
mqbroker -c /var/opt/rocket-mq/conf/2m-2s-sync/broker-b.properties &

我遇到过权限问题，这样就好了：

sudo chmod -R 777 /var/opt/rocket-mq/store
`
}
