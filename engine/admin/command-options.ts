/**
 * The values of a parsed command line, read by long option name. Which options exist and are required was settled by the
 * parser; here texts become numbers and times, and a text that is none is named.
 */
import { EngineError } from '../base/errors.ts'

export class CommandOptions {
  readonly #values: ReadonlyMap<string, string>

  /** @param values by long name; flags hold an empty text */
  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  has(long: string): boolean {
    return this.#values.has(long)
  }

  /** The value without blanks around it, or undefined when the option was not given. */
  find(long: string): string | undefined {
    return this.#values.get(long)?.trim()
  }

  /** @throws {EngineError} 'usage' when the option was not given. */
  text(long: string): string {
    const value = this.find(long)
    if (value === undefined) {
      throw new EngineError('usage', `Missing required option: --${long}`, { zh: `缺少必需的选项:--${long}` })
    }
    return value
  }

  /** The value with its blanks, for texts that people write. */
  raw(long: string): string {
    return this.#values.get(long) ?? this.text(long)
  }

  /** @throws {EngineError} 'usage' for a text that is no safe integer. */
  integer(long: string): number {
    const text = this.text(long)
    const value = Number(text)
    if (!/^[+-]?\d{1,19}$/.test(text) || !Number.isSafeInteger(value)) {
      throw new EngineError('usage', `--${long}: "${text}" is not an integer`, {
        zh: `--${long}:"${text}" 不是整数`,
        context: { option: long, value: text },
      })
    }
    return value
  }

  findInteger(long: string): number | undefined {
    return this.has(long) ? this.integer(long) : undefined
  }

  /** Java's Boolean#parseBoolean: the word true in any case, everything else is false. */
  findBoolean(long: string): boolean | undefined {
    const text = this.find(long)
    return text === undefined ? undefined : text.toLowerCase() === 'true'
  }
}
