/** mqadmin's name server commands: key-value entries, write permission of a broker, configuration. */
import type { NameServerOutcome } from '../../client/admin-name-server.ts'
import { type CommandContext, type CommandRow, option, type OptionRow, REQUIRED, say } from '../command-row.ts'
import { configLines } from '../config-lines.ts'

/** Source: UpdateKvConfigCommand. */
async function updateKvConfig({ admin, options, out }: CommandContext): Promise<void> {
  await admin.nameServers.putKvConfig(options.text('namespace'), options.text('key'), options.text('value'))
  out.line('create or update kv config to namespace success.')
}

/** Source: DeleteKvConfigCommand. */
async function deleteKvConfig({ admin, options, out }: CommandContext): Promise<void> {
  await admin.nameServers.deleteKvConfig(options.text('namespace'), options.text('key'))
  out.line('delete kv config from namespace success.')
}

/** Source: WipeWritePermSubCommand, AddWritePermSubCommand. */
function writePermission(
  verb: 'wipe' | 'add',
  change: (context: CommandContext, brokerName: string) => Promise<readonly NameServerOutcome[]>,
): CommandRow['run'] {
  return async (context) => {
    const brokerName = context.options.text('brokerName')
    for (const outcome of await change(context, brokerName)) {
      const about = `${verb} write perm of broker[${brokerName}] in name server[${outcome.address}]`
      if (outcome.isDone) context.out.line(`${about} OK, ${outcome.topicCount}`)
      else {
        context.out.line(`${about} Failed`)
        context.out.failure(outcome.error, outcome.address)
      }
    }
  }
}

/** Source: GetNamesrvConfigCommand. */
async function getNamesrvConfig({ admin, out }: CommandContext): Promise<void> {
  for (const address of admin.nameServers.addresses) {
    const config = await admin.nameServers.config(address)
    out.line(`============${address}============`)
    for (const line of configLines(config)) out.line(line)
  }
}

/** Source: UpdateNamesrvConfigCommand. */
async function updateNamesrvConfig({ admin, options, out }: CommandContext): Promise<void> {
  const key = options.text('key')
  const value = options.text('value')
  await admin.nameServers.updateConfig(`${key}=${value}\n`)
  // Without -n the list stays empty there.
  const servers = options.has('namesrvAddr') ? `[${admin.nameServers.addresses.join(', ')}]` : ''
  out.line(`update name server config success!${servers}`)
  out.line(`${key} : ${value}`)
}

const NAMESPACE: OptionRow = option('s', 'namespace', 'name', say('namespace', '命名空间'), REQUIRED)
const KEY: OptionRow = option('k', 'key', 'name', say('key', '键'), REQUIRED)
const VALUE: OptionRow = option('v', 'value', 'text', say('value', '值'), REQUIRED)
const BROKER_NAME: OptionRow = option(
  'b',
  'brokerName',
  'name',
  say('broker name, not its address', 'broker 名称,不是地址'),
  REQUIRED,
)

export const namesrvCommands: readonly CommandRow[] = [
  {
    name: 'updateKvConfig',
    group: 'namesrv',
    about: say('Create or update KV config.', '在 NameServer 上新增或修改 KV 配置。'),
    options: [NAMESPACE, KEY, VALUE],
    run: updateKvConfig,
  },
  {
    name: 'deleteKvConfig',
    group: 'namesrv',
    about: say('Delete KV config.', '从 NameServer 删除 KV 配置。'),
    options: [NAMESPACE, KEY],
    run: deleteKvConfig,
  },
  {
    name: 'wipeWritePerm',
    group: 'namesrv',
    about: say(
      'Wipe write perm of broker in all name server.',
      '在全部 NameServer 上清除某个 broker 的写权限(维护前使用)。',
    ),
    options: [BROKER_NAME],
    run: writePermission('wipe', ({ admin }, name) => admin.nameServers.wipeWritePermission(name)),
  },
  {
    name: 'addWritePerm',
    group: 'namesrv',
    about: say('Add write perm of broker in all name server.', '在全部 NameServer 上恢复某个 broker 的写权限。'),
    options: [BROKER_NAME],
    run: writePermission('add', ({ admin }, name) => admin.nameServers.addWritePermission(name)),
  },
  {
    name: 'getNamesrvConfig',
    group: 'namesrv',
    about: say('Get configs of name server.', '查看 NameServer 的配置。'),
    options: [],
    run: getNamesrvConfig,
  },
  {
    name: 'updateNamesrvConfig',
    group: 'namesrv',
    about: say('Update configs of name server.', '修改 NameServer 的配置项。'),
    options: [KEY, VALUE],
    run: updateNamesrvConfig,
  },
]
