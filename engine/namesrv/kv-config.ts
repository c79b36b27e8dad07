/**
 * Named settings in namespaces that administrators put on a name server, and that survive its restart as one JSON file:
 * `{"configTable":{namespace:{key:value}}}`. Source: KVConfigManager.
 */
import { bytesFromUtf8 } from '../base/bytes.ts'
import { EngineError, errorText } from '../base/errors.ts'
import { NAMESRV_KV_MAX } from '../base/limits.ts'
import type { FileSystem } from '../base/ports.ts'
import { defineBody, mapOf, record, text } from '../protocol/bodies/shape.ts'

const kvConfigFile = defineBody('KVConfigSerializeWrapper', record({ configTable: mapOf(mapOf(text())) }))

export class KvConfig {
  private readonly namespaces = new Map<string, Map<string, string>>()
  private readonly fs: FileSystem
  private readonly path: string

  constructor(fs: FileSystem, path: string) {
    this.fs = fs
    this.path = path
  }

  /**
   * Reads the file, if there is one.
   * @throws {EngineError} 'bad-config' when it cannot be read as JSON: starting empty would overwrite it later.
   */
  load(): void {
    const bytes = this.fs.readFile(this.path)
    if (bytes === undefined || bytes.length === 0) return
    try {
      for (const [namespace, entries] of kvConfigFile.decode(bytes).configTable) {
        this.namespaces.set(namespace, new Map(entries))
      }
    } catch (cause) {
      throw new EngineError('bad-config', `${this.path} is not readable, repair or remove it: ${errorText(cause)}`, {
        context: { path: this.path },
        cause,
      })
    }
  }

  /** @throws {EngineError} 'overload' above `NAMESRV_KV_MAX` settings, 'store-io' when the file cannot be written. */
  put(namespace: string, key: string, value: string): void {
    const entries = this.namespaces.get(namespace) ?? new Map<string, string>()
    if (!entries.has(key) && this.size() >= NAMESRV_KV_MAX) {
      throw new EngineError('overload', `more than ${NAMESRV_KV_MAX} settings`, { retriable: false })
    }
    entries.set(key, value)
    this.namespaces.set(namespace, entries)
    this.save()
  }

  /** An unknown key is no error, as in Java. */
  remove(namespace: string, key: string): void {
    if (this.namespaces.get(namespace)?.delete(key) === true) this.save()
  }

  find(namespace: string, key: string): string | undefined {
    return this.namespaces.get(namespace)?.get(key)
  }

  /** All settings of a namespace; undefined when nobody ever put one. */
  list(namespace: string): ReadonlyMap<string, string> | undefined {
    return this.namespaces.get(namespace)
  }

  private size(): number {
    let size = 0
    for (const entries of this.namespaces.values()) size += entries.size
    return size
  }

  private save(): void {
    this.fs.makeDirectories(this.path.slice(0, Math.max(1, this.path.lastIndexOf('/'))))
    this.fs.replaceFile(this.path, bytesFromUtf8(kvConfigFile.encodeText({ configTable: this.namespaces })))
  }
}
