/** Which texts a running broker takes for a number, a flag or a name: odd ones, for one hot key of each type at once. */
import { rowsOfKey } from '../../../engine/config/catalogue.ts'
import { convertText } from '../../../engine/config/java-values.ts'
import { escapeValue } from '../../../engine/config/properties-text.ts'
import type { HotBench } from './hot-bench.ts'

/** Keys that do nothing while nobody pops, and the region, one for each type. */
const KEYS = [
  'popPollingSize',
  'reviveScanTime',
  'logicalDiskSpaceCleanForciblyThreshold',
  'enablePopLog',
  'regionId',
  'defaultMessageRequestMode',
]

const TEXTS = [
  ...[
    '7',
    '+7',
    '-7',
    '007',
    ' 7',
    '7 ',
    '7\t',
    '7\u00a0',
    '',
    ' ',
    '+',
    '-',
    '7L',
    '7f',
    '7d',
    '0x7',
    '1_000',
    '1,000',
  ],
  ...[
    '1e3',
    '7.0',
    '.5',
    '5.',
    '-.5',
    '1e',
    'NaN',
    '-Infinity',
    'infinity',
    '0x1p3',
    '0x.8p1f',
    ' 1.5 ',
    '1.5D',
    '1.5L',
  ],
  ...[
    '2147483647',
    '2147483648',
    '-2147483648',
    '-2147483649',
    '9007199254740991',
    '9223372036854775808',
    '\u0663',
    '\uff17',
    '\ud835\udfcf',
  ],
  ...[
    'true',
    'TRUE',
    'True',
    'true ',
    ' true',
    'yes',
    '1',
    'on',
    'false',
    'PULL',
    'POP',
    ' POP ',
    'pop',
    'POP\u2003',
    'Pop',
  ],
]

export interface OddText {
  readonly key: string
  readonly text: string
  readonly wanted: string
  readonly after: string | undefined
}

/** The texts that left another value behind than Java's rules, as `convertText` has them, say. */
export async function wronglyTaken(bench: HotBench): Promise<readonly OddText[]> {
  const wrong: OddText[] = []
  let before = await bench.config()
  for (const text of TEXTS) {
    await bench.update(Object.fromEntries(KEYS.map((key) => [key, escapeValue(text)])))
    const after = await bench.config()
    for (const key of KEYS) {
      const wanted = wantedOf(key, text, before.get(key) ?? '')
      if (!isSame(key, wanted, after.get(key))) wrong.push({ key, text, wanted, after: after.get(key) })
    }
    before = after
  }
  return wrong
}

function wantedOf(key: string, text: string, before: string): string {
  const row = rowsOfKey(key)[0]
  if (row === undefined) throw new Error(`the catalogue has no ${key}`)
  const conversion = convertText(row.type, text, row.choices)
  return conversion.status === 'set' ? String(conversion.value) : before
}

/** Java prints 7.0 and 1.0E10 for what is 7 and 10000000000 here. */
function isSame(key: string, wanted: string, after: string | undefined): boolean {
  if (after === undefined) return false
  return rowsOfKey(key)[0]?.type === 'double' ? Object.is(Number(wanted), Number(after)) : wanted === after
}
