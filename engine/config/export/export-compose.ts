/**
 * Export as docker compose for Apache's image. The property files are mounted as they are; what has to differ in a container
 * (addresses, folders, colliding ports) stands in a second file that is read after them, where the last value wins.
 */
import { say } from '../finding.ts'
import { completeTopology } from '../topology-complete.ts'
import type { ExportedFile, TopologyFile, TopologyFiles } from '../topology-files.ts'
import { ContainerPlan, type PlannedContainer } from './container-plan.ts'
import { manifestFile, propertyFile } from './export-folder.ts'
import { javaOptions } from './heap.ts'
import { nodeFileName } from './path-part.ts'
import { commentText, composeString, yamlString } from './quoting.ts'
import { ROCKETMQ_VERSION } from './shell-steps.ts'

const IMAGE = `apache/rocketmq:${ROCKETMQ_VERSION}`
const MOUNT = '/etc/rocketmq'
/** Of the user in Apache's image. */
const IMAGE_USER = '3000:3000'

export function exportCompose(topology: TopologyFiles): ExportedFile[] {
  const plan = new ContainerPlan(topology, completeTopology(topology))
  // Two hosts may have a node of one file name: names of nodes are unique, so are these.
  const pathOf = (file: TopologyFile): string => `conf/${nodeFileName(file.node, file.program)}`
  return [
    {
      path: 'docker-compose.yml',
      text: composeText(topology, plan),
      isExecutable: false,
      purpose: say('docker compose up -d', 'docker compose up -d'),
    },
    {
      // Not the file's own `name`, which docker-compose 1 refuses. Names the volumes: two clusters never share one.
      path: '.env',
      text: `COMPOSE_PROJECT_NAME=${plan.projectName}\n`,
      isExecutable: false,
      purpose: say('the project, before the names of its volumes', '项目名，也是其卷名的前缀'),
    },
    {
      path: 'run.sh',
      text: RUN_TEXT,
      isExecutable: true,
      purpose: say('starts a node in its container and ends it in order', '在容器内启动节点，并使其正常停止'),
    },
    ...topology.files.map((file) => propertyFile(file, pathOf(file))),
    ...plan.containers.map((container) => ({
      path: `container/${container.facts.fileName}`,
      text: container.overrides(),
      isExecutable: false,
      purpose: say(
        `what differs for ${container.facts.file.node} in its container`,
        `${container.facts.file.node} 在容器中不同的配置`,
      ),
    })),
    manifestFile(topology, pathOf),
  ]
}

function composeText(topology: TopologyFiles, plan: ContainerPlan): string {
  const lines = [
    commentText(`# RocketMQ ${ROCKETMQ_VERSION}, cluster ${topology.clusterName}: docker compose up -d`),
    '#',
    '# Settings live in conf/: what mqadmin updateBrokerConfig changes lasts until the container restarts.',
    '#',
    '# Brokers tell clients the address they are reached by. Without more that is an address of the containers’ network, good',
    '# for clients on this (Linux) machine and in the network. For clients elsewhere, or with Docker Desktop:',
    '#   ROCKETMQ_IP=192.168.1.10 docker compose up -d      # the address of this machine',
    ...plan.containers.map(({ facts, address, publishedPort }) =>
      commentText(
        `#   ${facts.file.node} on ${facts.file.host}: ${address}, published ${facts.tier === 'namesrv' ? publishedPort : `${publishedPort - 2} ${publishedPort}`}`,
      ),
    ),
    'services:',
    ...folderService(plan),
    ...plan.containers.flatMap(serviceLines),
    'networks:',
    '  rocketmq:',
    '    ipam:',
    '      config:',
    `        - subnet: ${yamlString(plan.subnet)}`,
    ...(plan.containers.length === 0 ? [] : ['volumes:', ...plan.containers.map(({ volume }) => `  ${volume}: {}`)]),
  ]
  return `${lines.join('\n')}\n`
}

/** Volumes belong to root at first; the image's user has to be able to write. */
function folderService(plan: ContainerPlan): string[] {
  return [
    `  ${plan.folderService}:`,
    `    image: ${IMAGE}`,
    '    user: "0:0"',
    `    command: ["chown", ${[IMAGE_USER, ...plan.containers.map(({ volume }) => `/stores/${volume}`)].map(yamlString).join(', ')}]`,
    ...(plan.containers.length === 0
      ? []
      : [
          '    volumes:',
          ...plan.containers.map(({ volume }) => `      - ${yamlString(`${volume}:/stores/${volume}`)}`),
        ]),
  ].concat(SERVICE_GAP)
}

const SERVICE_GAP: readonly string[] = ['']

function serviceLines(container: PlannedContainer): string[] {
  const { facts, service, address, volume, startsAfter, folderService: folders } = container
  const { file, fileName } = facts
  const broker = file.program === 'broker'
  const environment = [
    `      JAVA_OPT_EXT: ${composeString(javaOptions(file.program, facts.heapBytes))}`,
    // Not quoted by `composeString`: compose is to replace this one.
    ...(broker ? [`      BROKER_IP: ${yamlString(`\${ROCKETMQ_IP:-${address}}`)}`] : []),
  ]
  return [
    commentText(`  # ${file.node}, on ${file.host}`),
    `  ${service}:`,
    `    image: ${IMAGE}`,
    `    command: [${['sh', `${MOUNT}/run.sh`, broker ? 'mqbroker' : 'mqnamesrv', fileName].map(composeString).join(', ')}]`,
    '    depends_on:',
    `      ${folders}: { condition: service_completed_successfully }`,
    ...startsAfter.map((name) => `      ${name}: { condition: service_started }`),
    '    environment:',
    ...environment,
    '    volumes:',
    `      - ${composeString(`./run.sh:${MOUNT}/run.sh:ro`)}`,
    `      - ${composeString(`./conf/${fileName}:${MOUNT}/conf/${fileName}:ro`)}`,
    `      - ${composeString(`./container/${fileName}:${MOUNT}/container/${fileName}:ro`)}`,
    `      - ${yamlString(`${volume}:/home/rocketmq/store`)}`,
    '    ports:',
    ...container.published().map((mapping) => `      - ${yamlString(mapping)}`),
    '    networks:',
    '      rocketmq:',
    `        ipv4_address: ${yamlString(address)}`,
    '    ulimits: { nofile: 655350 }',
    '    stop_grace_period: 60s',
    '    restart: unless-stopped',
    '',
  ]
}

const RUN_TEXT = `#!/bin/sh
# run.sh mqbroker|mqnamesrv FILE: starts a node with its property file and what differs in the container; the last value wins.
set -eu
program="$1"
file="$2"
config="/tmp/$file"
{
  cat "${MOUNT}/conf/$file"
  printf '\\n\\n'
  cat "${MOUNT}/container/$file"
  if [ -n "\${BROKER_IP:-}" ]; then printf 'brokerIP1=%s\\n' "$BROKER_IP"; fi
} > "$config"
sh "$ROCKETMQ_HOME/bin/$program" -c "$config" &
child=$!
# Docker stops the shell only; Java closes the store when it is told.
trap 'kill $(jps -q) 2> /dev/null || true' TERM INT
status=0
wait "$child" || status=$?
# A signal ends the wait, not Java.
if kill -0 "$child" 2> /dev/null; then
  status=0
  wait "$child" || status=$?
fi
exit "$status"
`
