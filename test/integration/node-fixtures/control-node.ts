/** The smallest node: serves the control channel of the folder named by its argument until it is told to stop. */
import { serveControl } from '../../../engine/node/control-channel.ts'
import { START_TOKEN_VARIABLE } from '../../../engine/node/node-process.ts'
import { nodePorts } from '../../../engine/node/ports.ts'

const { log } = nodePorts({ logName: 'node' })
const server = await serveControl({
  home: process.argv[2] as string,
  token: process.env[START_TOKEN_VARIABLE] ?? '',
  log,
  methods: {
    status: () => ({ pid: process.pid }),
    stop: () => {
      setImmediate(() => {
        void server.close().then(() => process.stdout.write('control-node stops\n'))
      })
      return 'stopping'
    },
  },
})
