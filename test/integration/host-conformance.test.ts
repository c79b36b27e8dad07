/** This machine as a host of nodes: the suite that an SSH host has to pass too, on real processes, files and sockets. */
import { hostConformance } from '../conformance/host-conformance.ts'
import { localHost } from '../../engine/lab/hosts/local-host.ts'
import { nodeProcesses } from '../../engine/node/node-processes.ts'
import { nodePorts } from '../../engine/node/ports.ts'
import { freePortBase, LabHome } from './support/lab-home.ts'
import { programEnvironment, programFile } from './support/programs.ts'

hostConformance('LocalHost', () => {
  const home = new LabHome()
  const host = localHost({
    ports: nodePorts({ logName: 'host' }),
    processes: nodeProcesses(),
    commands: {
      namesrv: [process.execPath, programFile('mqnamesrv')],
      broker: [process.execPath, programFile('mqbroker')],
    },
    env: programEnvironment({ MQLAB_HOME: home.folder }),
  })
  return Promise.resolve({
    host,
    folder: home.folder,
    address: '127.0.0.1',
    freePort: freePortBase,
    remove: () => home.remove(),
  })
})
