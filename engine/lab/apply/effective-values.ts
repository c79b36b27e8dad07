/**
 * What a program ends up with from a property file, key by key, as its own dump would show it: duplicates decided, bad values
 * ignored, role rules applied. Pure; knows nothing of running nodes.
 */
import { BrokerConfig } from '../../config/broker-config.ts'
import { bindProperties } from '../../config/binding.ts'
import { NAMESRV_FILE_OWNERS } from '../../config/catalogue.ts'
import { type ConfigEnvironment, defaultFields } from '../../config/defaults.ts'
import { valueText } from '../../config/java-values.ts'
import { bytesOfFile, type FileEncoding } from '../../config/properties-bytes.ts'
import { parseProperties, propertiesView } from '../../config/properties-text.ts'
import type { NodeKind } from '../cluster-spec.ts'

/** Two machines that nobody has: a default that differs between them depends on the machine. */
const MACHINES: readonly [ConfigEnvironment, ConfigEnvironment] = [
  { userHome: '/home/a', hostName: 'host-a', localIpv4: '10.0.0.1', processors: 3 },
  { userHome: '/home/b', hostName: 'host-b', localIpv4: '10.0.0.2', processors: 7 },
]

export interface EffectiveValues {
  /** Keys that stand in the file, with the text that Java reads; of several the last. */
  readonly written: ReadonlyMap<string, string>
  /** What the program runs with after a start; absent where that depends on the machine, or where Java has null. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * @param text as its author sees it
 * @throws {EngineError} 'bad-config' for a text that Java cannot read.
 */
export function effectiveValues(program: NodeKind, text: string, encoding: FileEncoding): EffectiveValues {
  // Java reads bytes as ISO-8859-1, whatever the author meant.
  const document = parseProperties(bytesOfFile(text, encoding).latin1Slice())
  const dump = (environment: ConfigEnvironment): ReadonlyMap<string, string> => {
    if (program === 'broker') return parseDump(new BrokerConfig({ document, environment }).dump())
    const fields = defaultFields(NAMESRV_FILE_OWNERS, environment)
    for (const [key, { value }] of bindProperties(NAMESRV_FILE_OWNERS, document).bound) fields.set(key, value)
    return new Map([...fields].flatMap(([key, value]) => (value === undefined ? [] : [[key, valueText(value)]])))
  }
  const [one, other] = [dump(MACHINES[0]), dump(MACHINES[1])]
  return {
    written: propertiesView(document),
    values: new Map([...one].filter(([key, value]) => other.get(key) === value)),
  }
}

/** The lines of a configuration dump: `key=value`, nothing escaped. */
export function parseDump(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf('=')
    if (at > 0) values.set(line.slice(0, at), line.slice(at + 1))
  }
  return values
}
