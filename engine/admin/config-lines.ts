/** Configurations as brokers and name servers tell them, `key=value` a line, in mqadmin's two columns. */
import { layout } from './table-output.ts'

const CONFIG_LINE = layout('{:<50}=  {}')

/** Differs: sorted by key; Java prints in the order of a hash table. Source: MixAll#string2Properties. */
export function configLines(text: string): readonly string[] {
  const entries = text.split(/\r?\n/).flatMap((line) => {
    const equals = line.indexOf('=')
    return equals <= 0 || line.startsWith('#')
      ? []
      : [[line.slice(0, equals).trim(), line.slice(equals + 1).trim()] as const]
  })
  return entries.sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([key, value]) => CONFIG_LINE(key, value))
}
