/**
 * What a program ends up with from a property file, key by key, as its own dump would show it: duplicates decided, bad values
 * ignored, role rules applied. Pure; knows nothing of running nodes.
 */
import { TextMemory } from '../../base/text-memory.ts'
import { BrokerConfig } from '../../config/broker-config.ts'
import { bindProperties } from '../../config/binding.ts'
import { BROKER_FILE_OWNERS, NAMESRV_FILE_OWNERS } from '../../config/catalogue.ts'
import { type ConfigEnvironment, defaultFields } from '../../config/defaults.ts'
import { valueText } from '../../config/java-values.ts'
import type { FileEncoding } from '../../config/file-text.ts'
import { bytesOfFile } from '../../config/properties-bytes.ts'
import {
  EMPTY_PROPERTIES,
  parseProperties,
  type PropertiesDocument,
  propertiesView,
} from '../../config/properties-text.ts'
import type { NodeKind } from '../cluster-spec.ts'

/** Two machines that nobody has: a default that differs between them depends on the machine. */
const MACHINE: ConfigEnvironment = { userHome: '/home/a', hostName: 'host-a', localIpv4: '10.0.0.1', processors: 3 }
const OTHER_MACHINE: ConfigEnvironment = {
  userHome: '/home/b',
  hostName: 'host-b',
  localIpv4: '10.0.0.2',
  processors: 7,
}

/** Files of two of the largest clusters, before and after: plans are made again and again while somebody types. */
const REMEMBERED_MAX = 640

export interface EffectiveValues {
  /** Keys that stand in the file, with the text that Java reads; of several the last. */
  readonly written: ReadonlyMap<string, string>
  /** What the program runs with after a start; absent where that depends on the machine, or where Java has null. */
  readonly values: ReadonlyMap<string, string>
}

const remembered = new TextMemory<EffectiveValues>(REMEMBERED_MAX)

/**
 * @param text as its author sees it
 * @throws {EngineError} 'bad-config' for a text that Java cannot read.
 */
export function effectiveValues(program: NodeKind, text: string, encoding: FileEncoding): EffectiveValues {
  return remembered.get(`${program} ${encoding}\n${text}`, () => workOut(program, text, encoding))
}

function workOut(program: NodeKind, text: string, encoding: FileEncoding): EffectiveValues {
  // Java reads bytes as ISO-8859-1, whatever the author meant.
  const document = parseProperties(bytesOfFile(text, encoding).latin1Slice())
  const { bound } = bindProperties(program === 'broker' ? BROKER_FILE_OWNERS : NAMESRV_FILE_OWNERS, document)
  const values = dumpOf(program, document, MACHINE)
  for (const key of machineKeys(program)) if (!bound.has(key)) values.delete(key)
  return { written: propertiesView(document), values }
}

function dumpOf(program: NodeKind, document: PropertiesDocument, environment: ConfigEnvironment): Map<string, string> {
  if (program === 'broker') return parseDump(new BrokerConfig({ document, environment }).dump())
  const fields = defaultFields(NAMESRV_FILE_OWNERS, environment)
  for (const [key, { value }] of bindProperties(NAMESRV_FILE_OWNERS, document).bound) fields.set(key, value)
  return new Map([...fields].flatMap(([key, value]) => (value === undefined ? [] : [[key, valueText(value)]])))
}

const keysOfMachines = new Map<NodeKind, readonly string[]>()

/** Keys whose default only the machine knows. */
function machineKeys(program: NodeKind): readonly string[] {
  let keys = keysOfMachines.get(program)
  if (keys === undefined) {
    const other = dumpOf(program, EMPTY_PROPERTIES, OTHER_MACHINE)
    const own = [...dumpOf(program, EMPTY_PROPERTIES, MACHINE)]
    keys = own.filter(([key, value]) => other.get(key) !== value).map(([key]) => key)
    keysOfMachines.set(program, keys)
  }
  return keys
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

/** The same value in another spelling: Java prints 1.0 where JavaScript prints 1. */
export function isSameValue(one: string | undefined, other: string | undefined): boolean {
  if (one === other) return true
  if (one === undefined || other === undefined) return false
  return /^-?\d+\.\d+(E-?\d+)?$/.test(one.length > other.length ? one : other) && Number(one) === Number(other)
}
