/** Clusters as plans see them, made of a topology's own files: what each node runs with is what its file gives. */
import type { NodeText } from '../../../../engine/contract/config-api.ts'
import {
  parseProperties,
  removeProperty,
  setProperty,
  writeProperties,
} from '../../../../engine/config/properties-text.ts'
import type { Topology } from '../../../../engine/config/topologies.ts'
import type { ApplyNode, ApplyTarget } from '../../../../engine/lab/apply/apply-target.ts'
import { effectiveValues } from '../../../../engine/lab/apply/effective-values.ts'
import { addressOf, isMaster, namesrvAddr } from '../../../../engine/lab/cluster-spec.ts'
import { labPaths } from '../../../../engine/lab/lab-paths.ts'
import { defaultPorts } from '../../../../engine/lab/port-plan.ts'
import { planTopology, portWish } from '../../../../engine/lab/topology.ts'

export function targetOf(
  topology: Topology,
  change: (node: ApplyNode) => Partial<ApplyNode> = () => ({}),
): ApplyTarget {
  const { spec, files } = planTopology({
    name: 'demo',
    topology,
    host: '127.0.0.1',
    ports: defaultPorts(portWish(topology)),
    paths: labPaths('/lab'),
  })
  const nodes = spec.nodes.map((node): ApplyNode => {
    const file = files.find((candidate) => candidate.node === node.name)
    const text = file?.text ?? ''
    const made: ApplyNode = {
      name: node.name,
      kind: node.kind,
      role: node.kind === 'namesrv' ? 'namesrv' : isMaster(node) ? 'master' : 'slave',
      brokerName: node.kind === 'broker' ? node.brokerName : '',
      address: addressOf(node),
      machine: node.machine ?? 'host-1',
      state: 'running',
      spec: node,
      path: file?.path ?? null,
      text,
      encoding: 'utf8',
      running: effectiveValues(node.kind, text, 'utf8').values,
      problem: null,
      hasFaults: false,
      putsPerSecond: 0,
      lagBytes: 0,
    }
    return { ...made, ...change(made) }
  })
  return {
    cluster: spec.name,
    namesrvAddr: namesrvAddr(spec),
    isOurs: true,
    isWritable: true,
    nodes,
    hostAddresses: {},
  }
}

export function textOf(target: ApplyTarget, node: string): string {
  return target.nodes.find(({ name }) => name === node)?.text ?? ''
}

/** The node's file with some keys set; undefined removes one. */
export function edited(
  target: ApplyTarget,
  node: string,
  keys: Readonly<Record<string, string | undefined>>,
): NodeText {
  let document = parseProperties(textOf(target, node))
  for (const [key, value] of Object.entries(keys)) {
    document = value === undefined ? removeProperty(document, key) : setProperty(document, key, value)
  }
  return { node, text: writeProperties(document) }
}
