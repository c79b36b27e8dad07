/**
 * One property file as the rules see it: what it sets, what it sets in vain, and the value every key ends up with. It
 * refuses to judge.
 */
import { bindProperties, type Binding } from '../binding.ts'
import { BROKER_FILE_OWNERS, NAMESRV_FILE_OWNERS, rowFor, type PropertyOwner, type PropertyRow } from '../catalogue.ts'
import { defaultValue, type ConfigEnvironment } from '../defaults.ts'
import { trimJava, type PropertyValue } from '../java-values.ts'
import { propertyEntries, type PropertiesDocument, type PropertyEntry } from '../properties-text.ts'

/** A file to be checked. */
export interface ConfigFile {
  /** How findings name it. */
  readonly name: string
  /** Where it lies; folder names such as `2m-2s-sync` are compared with the content. The name stands for it where it is absent. */
  readonly path?: string
  /** One character per byte (ISO-8859-1), or the text of an editor. */
  readonly text: string
  /** Which program reads it; a broker unless said. */
  readonly program?: 'broker' | 'namesrv'
  /** The machine it runs on, by any name that is the same for all files of that machine. */
  readonly host?: string
  /** The `-n` flag it is started with. */
  readonly namesrvAddrFlag?: string
  /** Addresses of that machine, where they are known. */
  readonly addresses?: readonly string[]
}

/** Stands for a machine that nobody has asked. */
const UNKNOWN_MACHINE: ConfigEnvironment = { userHome: '~', hostName: '', localIpv4: '', processors: 4 }

export class FileView {
  readonly file: ConfigFile
  readonly owners: readonly PropertyOwner[]
  readonly binding: Binding
  readonly entries: readonly PropertyEntry[]
  readonly #environment: ConfigEnvironment

  constructor(file: ConfigFile, document: PropertiesDocument, environment: ConfigEnvironment = UNKNOWN_MACHINE) {
    this.file = file
    this.owners = file.program === 'namesrv' ? NAMESRV_FILE_OWNERS : BROKER_FILE_OWNERS
    this.binding = bindProperties(this.owners, document)
    this.entries = propertyEntries(document)
    this.#environment = environment
  }

  get isBroker(): boolean {
    return this.file.program !== 'namesrv'
  }

  row(key: string): PropertyRow | undefined {
    return rowFor(key, this.owners)
  }

  /** The file sets the key, and Java takes the value. */
  isSet(key: string): boolean {
    return this.binding.bound.has(key)
  }

  /** Physical line of the entry that decides, whether or not its value is taken. */
  lineOf(key: string): number | undefined {
    return this.entryOf(key)?.line
  }

  entryOf(key: string): PropertyEntry | undefined {
    return this.binding.bound.get(key)?.entry ?? this.binding.ignored.get(key)?.entry
  }

  /** What the program ends up with before the role rules: the file's value, else the default. */
  value(key: string): PropertyValue | undefined {
    const bound = this.binding.bound.get(key)
    if (bound !== undefined) return bound.value
    if (key === 'listenPort' && !this.isBroker) return 9876
    const row = this.row(key)
    return row === undefined ? undefined : defaultValue(row, this.#environment)
  }

  text(key: string): string {
    return trimJava(String(this.value(key) ?? ''))
  }

  number(key: string): number {
    return Number(this.value(key) ?? 0)
  }

  flag(key: string): boolean {
    return this.value(key) === true
  }

  get isMasterRole(): boolean {
    return this.text('brokerRole') !== 'SLAVE'
  }

  get usesDledger(): boolean {
    return this.flag('enableDLegerCommitLog')
  }

  get usesController(): boolean {
    return this.flag('enableControllerMode')
  }

  /** 0 for every master role, whatever the file says. */
  get brokerId(): number {
    return this.isMasterRole ? 0 : this.number('brokerId')
  }

  get listenPort(): number {
    return this.number('listenPort')
  }

  get haListenPort(): number {
    const port = this.number('haListenPort')
    return port > 0 ? port : this.listenPort + 1
  }

  /** Where the message log lies. */
  get commitLogPath(): string {
    return this.text('storePathCommitLog') || `${this.text('storePathRootDir')}/commitlog`
  }
}
