import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { exportTopology } from '../../../../engine/config/export/export-topology.ts'
import { propertiesView, parseProperties } from '../../../../engine/config/properties-text.ts'
import type { TopologyFiles } from '../../../../engine/config/topology-files.ts'
import { CROSSED, textAt } from './support.ts'

interface Compose {
  readonly name: string
  readonly services: Readonly<
    Record<
      string,
      {
        readonly command: readonly string[]
        readonly environment?: Readonly<Record<string, string>>
        readonly ports?: readonly string[]
        readonly volumes: readonly string[]
        readonly networks?: Readonly<Record<string, { readonly ipv4_address: string }>>
        readonly depends_on?: Readonly<Record<string, unknown>>
      }
    >
  >
}

describe('a folder', () => {
  test('has a folder a host, the lines of /etc/hosts, and says ports, store and heap of every node', () => {
    const files = exportTopology(CROSSED, 'folder')
    expect(files.map((file) => file.path)).toEqual([
      'hosts.txt',
      'rocketmq1/n1.namesrv.properties',
      'rocketmq2/n2.namesrv.properties',
      'rocketmq1/broker-a.properties',
      'rocketmq2/broker-a-s.properties',
      'rocketmq2/broker-b.properties',
      'rocketmq1/broker-b-s.properties',
      'topology.json',
    ])
    const hosts = textAt(files, 'hosts.txt').split('\n')
    expect(hosts).toContain('192.168.1.161 rocketmq1')
    expect(hosts).toContain('#   broker-a: master 0 of broker-a; ports 10909 10911 10912; store /data/a; heap 2g')
    expect(hosts).toContain('#   broker-a-s: slave 1 of broker-a; ports 11909 11911 11912; store /data/a-s; heap 1g')
    expect(hosts).toContain('#   n2: NameServer; port 9876; heap 512m')
  })
})

test('scripts and units leave the property files to the user of the brokers: updateBrokerConfig writes them', () => {
  const chown = '[ "$(id -u)" != 0 ] || chown "$RUN_AS": --'
  expect(textAt(exportTopology(CROSSED, 'script'), 'rocketmq1.sh')).toContain(
    `${chown} "$CONF"/n1.namesrv.properties "$CONF"/broker-a.properties "$CONF"/broker-b-s.properties\n`,
  )
  expect(textAt(exportTopology(CROSSED, 'systemd'), 'rocketmq1/install.sh')).toContain(
    `${chown} /etc/rocketmq /etc/rocketmq/n1.namesrv.properties /etc/rocketmq/broker-a.properties`,
  )
})

describe('the scripts', () => {
  const script = textAt(exportTopology(CROSSED, 'script'), 'rocketmq1.sh')
  const at = (text: string): number => {
    expect(script).toContain(text)
    return script.indexOf(text)
  }

  test('go as the articles do: hosts, folders, firewall, files, start in order, check', () => {
    const steps = [
      "grep -qxF '192.168.1.162 rocketmq2' /etc/hosts",
      'mkdir -p -- /data/a\n',
      'firewall-cmd --quiet --permanent --add-port=9876/tcp',
      '> "$CONF"/broker-a.properties <<',
      'bin/mqnamesrv" -c "$CONF"/n1.namesrv.properties',
      'bin/mqbroker" -c "$CONF"/broker-a.properties',
      'bin/mqbroker" -c "$CONF"/broker-b-s.properties',
      "clusterList -n '192.168.1.161:9876;192.168.1.162:9876'",
    ]
    const places = steps.map(at)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('open every port of the host and no other', () => {
    const ports = [...script.matchAll(/--add-port=(\d+)\/tcp/g)].map((match) => Number(match[1]))
    expect(ports).toEqual([9876, 10909, 10911, 10912, 11909, 11911, 11912])
  })

  test('give Java the heap of each node', () => {
    at("export JAVA_OPT_EXT='-Xms2g -Xmx2g -Xmn1g -XX:MaxDirectMemorySize=2g -XX:-AlwaysPreTouch'")
    at("export JAVA_OPT_EXT='-Xms512m -Xmx512m -Xmn256m'")
  })

  test('wait for the master of a slave that is on another host', () => {
    at('wait_port 192.168.1.162 10911 # its master broker-b')
  })

  test('keep a folder name from becoming a command', () => {
    const evil: TopologyFiles = {
      ...CROSSED,
      files: [
        {
          host: 'rocketmq1',
          node: 'x',
          program: 'broker',
          text: `storePathRootDir=/data/$(reboot)'; rm -rf /; '\\u000aecho\n`,
        },
      ],
    }
    const text = textAt(exportTopology(evil, 'script'), 'rocketmq1.sh')
    expect(text).toContain(`mkdir -p -- $'/data/$(reboot)\\'; rm -rf /; \\'\\x0aecho'\n`)
  })
})

describe('systemd units', () => {
  const files = exportTopology(CROSSED, 'systemd')
  const unit = textAt(files, 'rocketmq1/rocketmq-broker-b-s.service').split('\n')

  test('start behind those they need, with heap, user and limits', () => {
    expect(unit).toContain('After=network-online.target rocketmq-n1.service rocketmq-broker-a.service')
    expect(unit).toContain('User=rocketmq')
    expect(unit).toContain('LimitNOFILE=655350')
    expect(unit).toContain(
      'Environment="JAVA_OPT_EXT=-Xms1g -Xmx1g -Xmn512m -XX:MaxDirectMemorySize=1g -XX:-AlwaysPreTouch"',
    )
    expect(unit).toContain(
      'ExecStart=/bin/sh /opt/rocketmq-5.3.3/bin/mqbroker -c "/etc/rocketmq/broker-b-s.properties"',
    )
  })

  test('are installed and started in order by a script a host', () => {
    const install = textAt(files, 'rocketmq1/install.sh')
    expect([...install.matchAll(/enable --now (\S+)/g)].map((match) => match[1])).toEqual([
      'rocketmq-n1.service',
      'rocketmq-broker-a.service',
      'rocketmq-broker-b-s.service',
    ])
  })

  test('do not take a percent sign or a dollar of a name for their own', () => {
    const odd: TopologyFiles = {
      clusterName: '100%',
      hosts: [{ name: 'h', addresses: [] }],
      files: [{ host: 'h', node: 'a%n$x', program: 'broker', text: '' }],
    }
    const text = textAt(exportTopology(odd, 'systemd'), 'h/rocketmq-node-1.service')
    expect(text).toContain('Description=RocketMQ master a%%n$x of 100%% (5.3.3)')
    expect(text).toContain('-c "/etc/rocketmq/a%%25n%%24x.properties"')
  })
})

describe('docker compose', () => {
  const files = exportTopology(CROSSED, 'compose')
  const compose = parse(textAt(files, 'docker-compose.yml')) as Compose

  test('mounts the files as they are and what differs beside them', () => {
    const { volumes, command } = compose.services['broker-a'] ?? { volumes: [], command: [] }
    expect(volumes).toContain('./conf/broker-a.properties:/etc/rocketmq/conf/broker-a.properties:ro')
    expect(volumes).toContain('./container/broker-a.properties:/etc/rocketmq/container/broker-a.properties:ro')
    expect(command).toEqual(['sh', '/etc/rocketmq/run.sh', 'mqbroker', 'broker-a.properties'])
    expect(textAt(files, 'conf/broker-a.properties')).toBe(CROSSED.files[2]?.text)
  })

  test('names its project, so that two clusters never share a volume', () => {
    expect(textAt(files, '.env')).toBe('COMPOSE_PROJECT_NAME=orders\n')
  })

  test('publishes each broker on the port it tells clients, none twice', () => {
    const published = Object.values(compose.services).flatMap((service) => service.ports ?? [])
    const machine = published.map((mapping) => mapping.split(':')[0])
    expect(new Set(machine).size).toBe(machine.length)
    expect(compose.services['broker-b']?.ports).toEqual(['10919:10919', '10921:10921'])
    const changed = propertiesView(parseProperties(textAt(files, 'container/broker-b.properties')))
    expect(changed.get('listenPort')).toBe('10921')
    expect(changed.get('namesrvAddr')).toBe('n1:9876;n2:9876')
    expect(changed.get('storePathRootDir')).toBe('/home/rocketmq/store')
  })

  test('advertises an address of the network, or the one the user sets', () => {
    const service = compose.services['broker-a']
    const address = service?.networks?.['rocketmq']?.ipv4_address ?? ''
    expect(service?.environment?.['BROKER_IP']).toBe(`\${ROCKETMQ_IP:-${address}}`)
    expect(service?.environment?.['JAVA_OPT_EXT']).toContain('-Xmx2g')
  })

  test('starts name servers first and masters before their slaves', () => {
    expect(Object.keys(compose.services['broker-a-s']?.depends_on ?? {})).toEqual(['folders', 'n1', 'n2', 'broker-a'])
  })

  test('is YAML that means the names, whatever they are', () => {
    const odd: TopologyFiles = {
      clusterName: 'a: "b" # ${HOME}',
      hosts: [{ name: "h'\\", addresses: [] }],
      files: [{ host: "h'\\", node: '- x: ${PATH}\\', program: 'broker', text: '' }],
    }
    const read = parse(textAt(exportTopology(odd, 'compose'), 'docker-compose.yml')) as Compose
    expect(Object.keys(read.services)).toEqual(['folders', 'node-1'])
    expect(read.services['node-1']?.command.at(-1)).toBe('%2D%20x%3A%20%24%7BPATH%7D%5C.properties')
  })
})

test('names that cannot stand on a line are refused, in both languages', () => {
  const bad: TopologyFiles = { clusterName: 'c', hosts: [{ name: 'a\nb', addresses: [] }], files: [] }
  expect(() => exportTopology(bad, 'folder')).toThrow(/host "a\\nb"/)
})
