/** The commands that cells and rows stand for: `updateBrokerConfig` where that takes effect at once, else an apply of the files. Pure. */
import { shellWord } from '../../../stores/shell-word.ts'

export interface CellCommand {
  readonly cluster: string
  readonly key: string
  /** Null: taken out of the file. */
  readonly value: string | null
  readonly isHot: boolean
}

/** `mqlab apply orders-lab broker-a.properties`: what stands for everything that is no single command. */
export function applyCommand(cluster: string, nodes: readonly string[]): string {
  return `mqlab apply ${shellWord(cluster)} ${nodes.map((node) => shellWord(`${node}.properties`)).join(' ')}`
}

/** One value on one broker, by its address. */
export function commandOfCell(
  { cluster, key, value, isHot }: CellCommand,
  node: string,
  address: string | undefined,
  namesrvAddr: string | undefined,
): { readonly command: string; readonly mqadminLine: string | undefined } {
  if (!isHot || value === null || address === undefined) {
    return { command: applyCommand(cluster, [node]), mqadminLine: undefined }
  }
  const line = `updateBrokerConfig -b ${shellWord(address)} -k ${shellWord(key)} -v ${shellWord(value)}`
  const servers = namesrvAddr === undefined || namesrvAddr === '' ? '' : ` -n ${shellWord(namesrvAddr)}`
  return { command: `mqadmin ${line}${servers}`, mqadminLine: line }
}

/** One value on several brokers. */
export function commandOfRow({ cluster, nodes }: CellCommand & { readonly nodes: readonly string[] }): string {
  return applyCommand(cluster, nodes)
}
