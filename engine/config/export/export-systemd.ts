/** Export as systemd units: per host the units of its nodes, their property files and a script that installs and starts them. */
import { say } from '../finding.ts'
import type { ExportedFile, TopologyFile, TopologyFiles, TopologyHost } from '../topology-files.ts'
import { manifestFile, propertyFile } from './export-folder.ts'
import { javaOptions } from './heap.ts'
import { nameServerList, nodeFacts, type NodeFacts, TIERS } from './node-facts.ts'
import { nodeFileName, pathPart } from './path-part.ts'
import { commentText, shellWord, unitText, unitWord } from './quoting.ts'
import { firewallLines, folderLines, hostsFileLines, ownFiles, ROCKETMQ_VERSION, userLines } from './shell-steps.ts'

const HOME = `/opt/rocketmq-${ROCKETMQ_VERSION}`
const CONF = '/etc/rocketmq'
const USER = 'rocketmq'

export function exportSystemd(topology: TopologyFiles): ExportedFile[] {
  const facts = nodeFacts(topology)
  const pathOf = (file: TopologyFile): string => `${pathPart(file.host)}/conf/${nodeFileName(file.node, file.program)}`
  const files = topology.hosts.flatMap((host) => {
    const own = facts.filter(({ file }) => file.host === host.name)
    const folder = pathPart(host.name)
    return [
      {
        path: `${folder}/install.sh`,
        text: installText(topology, host, own, facts),
        isExecutable: true,
        purpose: say(`run as root on ${host.name}: bash install.sh`, `在 ${host.name} 上以 root 运行：bash install.sh`),
      },
      ...own.map((each) => ({
        path: `${folder}/${unitName(each)}`,
        text: unitOf(topology, each, own),
        isExecutable: false,
        purpose: say(`unit of ${each.file.node}`, `${each.file.node} 的单元文件`),
      })),
      ...own.map(({ file }) => propertyFile(file, pathOf(file))),
    ]
  })
  return [...files, manifestFile(topology, pathOf)]
}

function unitName({ plainName }: NodeFacts): string {
  return `rocketmq-${plainName}.service`
}

function unitOf(topology: TopologyFiles, facts: NodeFacts, own: readonly NodeFacts[]): string {
  const { file, tier } = facts
  const earlier = own.filter((each) => TIERS.indexOf(each.tier) < TIERS.indexOf(tier)).map(unitName)
  const launcher = file.program === 'namesrv' ? 'mqnamesrv' : 'mqbroker'
  const role = tier === 'namesrv' ? 'NameServer' : tier
  return [
    '[Unit]',
    `Description=RocketMQ ${role} ${unitText(file.node)} of ${unitText(topology.clusterName)} (${ROCKETMQ_VERSION})`,
    'Wants=network-online.target',
    `After=${['network-online.target', ...earlier].join(' ')}`,
    '',
    '[Service]',
    `User=${USER}`,
    `Group=${USER}`,
    `WorkingDirectory=${HOME}`,
    `Environment=${unitWord(`JAVA_OPT_EXT=${javaOptions(file.program, facts.heapBytes)}`)}`,
    `ExecStart=/bin/sh ${HOME}/bin/${launcher} -c ${unitWord(`${CONF}/${facts.fileName}`, true)}`,
    '# The store is closed in order; Java ends with 143 then.',
    'SuccessExitStatus=143',
    'TimeoutStopSec=120',
    'LimitNOFILE=655350',
    'Restart=on-failure',
    'RestartSec=5',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
    '',
  ].join('\n')
}

function installText(
  topology: TopologyFiles,
  host: TopologyHost,
  own: readonly NodeFacts[],
  facts: readonly NodeFacts[],
): string {
  const hosts = hostsFileLines(topology)
  const firewall = firewallLines(own)
  const inOrder = TIERS.flatMap((tier) => own.filter((each) => each.tier === tier))
  const lines = [
    '#!/usr/bin/env bash',
    commentText(
      `# RocketMQ ${ROCKETMQ_VERSION}, cluster ${topology.clusterName}: installs and starts the units of ${host.name}.`,
    ),
    `# RocketMQ itself is expected in ${HOME}.`,
    'set -eu',
    'cd "$(dirname "$0")"',
    `RUN_AS=${USER}`,
    ...(hosts.length === 0 ? [] : ['', '# Names of the hosts', ...hosts]),
    '',
    '# User and folders',
    ...userLines('/var/lib/rocketmq'),
    `mkdir -p -- ${CONF}`,
    ...folderLines(own),
    ...(firewall.length === 0 ? [] : ['', '# Firewall', ...firewall]),
    '',
    '# Files',
    ...own.flatMap((each) => [
      `install -m 644 -- conf/${shellWord(each.fileName)} ${CONF}/`,
      `install -m 644 -- ${unitName(each)} /etc/systemd/system/`,
    ]),
    ...(own.length === 0 ? [] : ownFiles([CONF, ...own.map(({ fileName }) => `${CONF}/${shellWord(fileName)}`)])),
    'systemctl daemon-reload',
    '',
    '# Start: NameServers, masters, slaves',
    ...inOrder.map((each) => `systemctl enable --now ${unitName(each)}`),
    '',
    '# Check',
    'sleep 10',
    `sh ${HOME}/bin/mqadmin clusterList -n ${shellWord(nameServerList(facts))}`,
  ]
  return `${lines.join('\n')}\n`
}
