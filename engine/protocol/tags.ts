/**
 * Tag codes and TAG expressions. The broker filters by the code only; the client compares the text, so a collision costs
 * a transfer and never a wrong delivery.
 */
import { javaHashCode } from '../base/hash.ts'

/** Subscribes to everything. */
export const SUB_ALL = '*'

/**
 * Signed 32-bit hash of a tag, stored sign-extended in the queue's int64; 0 when there is no tag.
 * Source: MessageExtBrokerInner#tagsString2tagsCode.
 */
export function tagCode(tag: string | undefined): number {
  return tag === undefined || tag === '' ? 0 : javaHashCode(tag)
}

export type TagExpression =
  /** Absent, empty or `*`: every message, those without tags too. */
  | { readonly kind: 'all' }
  | { readonly kind: 'tags'; readonly tags: readonly string[]; readonly codes: readonly number[] }
  /** Nothing but separators. */
  | { readonly kind: 'bad'; readonly reason: string }

/** Parses `A || B || C`. A blank list of tags matches nothing. Source: FilterAPI#buildSubscriptionData. */
export function parseTagExpression(expression: string | undefined): TagExpression {
  if (expression === undefined || expression === '' || expression === SUB_ALL) return { kind: 'all' }
  const parts = expression.split('||')
  if (parts.every((part) => part === '')) return { kind: 'bad', reason: 'subString split error' }
  const tags = [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
  return { kind: 'tags', tags, codes: [...new Set(tags.map(tagCode))] }
}
