/**
 * Attributes of topics and groups: what an update may say, which names exist, which values they take. Pure.
 * Source: AttributeParser, AttributeUtil#alterCurrentAttributes, TopicAttributes, SubscriptionGroupAttributes.
 */

/** What one attribute takes; `isChangeable` is false for those that are fixed when the topic is made. */
export interface AttributeRule {
  readonly isChangeable: boolean
  /** Why the value is not taken, undefined when it is. */
  refusal(value: string): string | undefined
}

export type AttributeRules = ReadonlyMap<string, AttributeRule>

export type AttributeResult =
  | { readonly kind: 'ok'; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'bad'; readonly reason: string }

const INT64_MAX = 0x7fff_ffff_ffff_ffffn

export const TOPIC_ATTRIBUTES: AttributeRules = new Map<string, AttributeRule>([
  ['queue.type', oneOf(false, ['BatchCQ', 'SimpleCQ'])],
  ['cleanup.policy', oneOf(false, ['DELETE', 'COMPACTION'])],
  ['message.type', oneOf(true, ['UNSPECIFIED', 'NORMAL', 'FIFO', 'DELAY', 'TRANSACTION', 'MIXED'])],
  ['reserve.time', range(true, -1n, INT64_MAX)],
])

/** 5.3.3 has none yet. */
export const GROUP_ATTRIBUTES: AttributeRules = new Map<string, AttributeRule>()

/**
 * Reads the list of a request header: `+name=value` sets, `-name` removes, separated by commas.
 * @returns names with their sign, as the list form of the request carries them in JSON.
 */
export function parseAttributeUpdate(text: string | undefined): AttributeResult {
  const attributes = new Map<string, string>()
  if (text === undefined || text === '') return { kind: 'ok', attributes }
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=')
    if (part.includes('=') && !name.includes('+')) return bad(`add/alter attribute format is wrong: ${name}`)
    if (!part.includes('=') && !name.includes('-')) return bad(`delete attribute format is wrong: ${name}`)
    if (attributes.has(name)) return bad(`key duplication: ${name}`)
    attributes.set(name, value)
  }
  return { kind: 'ok', attributes }
}

/** The attributes after an update whose names carry a sign. A new topic or group (`current` undefined) takes `+` only. */
export function alterAttributes(
  rules: AttributeRules,
  current: ReadonlyMap<string, string> | undefined,
  update: ReadonlyMap<string, string>,
): AttributeResult {
  const attributes = new Map(current)
  const seen = new Set<string>()
  for (const [signed, value] of update) {
    const name = signed.slice(1)
    const isAdded = signed.startsWith('+')
    if (name === '' || name.includes('+') || name.includes('-')) return bad('kv string format wrong.')
    if (seen.has(name)) return bad(`alter duplication key. key: ${name}`)
    seen.add(name)
    if (!isAdded && current === undefined) {
      return bad(`only add attribute is supported while creating topic. key: ${name}`)
    }
    if (!isAdded && !signed.startsWith('-')) return bad(`wrong format key: ${name}`)
    if (!isAdded && !attributes.has(name)) return bad(`attempt to delete a nonexistent key: ${name}`)
    const rule = rules.get(name)
    if (rule === undefined) return bad(`unsupported key: ${name}`)
    if (current !== undefined && !rule.isChangeable) {
      return bad(`attempt to update an unchangeable attribute. key: ${name}`)
    }
    if (!isAdded) {
      attributes.delete(name)
      continue
    }
    const refusal = rule.refusal(value)
    if (refusal !== undefined) return bad(refusal)
    attributes.set(name, value)
  }
  return { kind: 'ok', attributes }
}

function oneOf(isChangeable: boolean, values: readonly string[]): AttributeRule {
  return {
    isChangeable,
    refusal: (value) => (values.includes(value) ? undefined : `value is not in set: [${values.join(', ')}]`),
  }
}

function range(isChangeable: boolean, min: bigint, max: bigint): AttributeRule {
  return {
    isChangeable,
    refusal: (value) => {
      if (!/^[+-]?\d{1,19}$/.test(value)) return `For input string: "${value}"`
      const number = BigInt(value.replace('+', ''))
      return number >= min && number <= max ? undefined : `value is not in range(${min}, ${max})`
    },
  }
}

function bad(reason: string): AttributeResult {
  return { kind: 'bad', reason }
}
