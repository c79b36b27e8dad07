/** For each hot key of a broker a valid value other than the one it has: what an update is read back with. */
import { CATALOGUE, type PropertyRow } from '../../../engine/config/catalogue.ts'

const OWNERS: readonly string[] = ['broker', 'store', 'netty-server', 'netty-client']

/** Rows of a broker's file that 5.3.3 is said to take over while it runs. */
export const HOT_ROWS: readonly PropertyRow[] = CATALOGUE.filter(
  (row) => row.hot === 'yes' && OWNERS.includes(row.owner),
)

/** Texts cannot be counted up. */
const TEXTS: Readonly<Record<string, (current: string) => string>> = {
  brokerIP1: () => 'localhost',
  brokerIP2: () => 'localhost',
  controllerAddr: () => '127.0.0.1:1',
  deleteWhen: (current) => (current === '05' ? '06' : '05'),
  namesrvAddr: (current) => `${current};`,
  regionId: (current) => `${current}Changed`,
}

/** Undefined where no value is known that would be both valid and different. */
export function changedValue(row: PropertyRow, current: string): string | undefined {
  switch (row.type) {
    case 'boolean':
      return current === 'true' ? 'false' : 'true'
    case 'enum':
      return row.choices.find((choice) => choice !== current)
    case 'String':
      return TEXTS[row.key]?.(current)
    case 'double':
      return String(Number(current) / 2)
    case 'int':
    case 'long': {
      const isDownwards = row.unit === 'ratio' || current === '2147483647'
      return String(Number(current) + (isDownwards ? -1 : 1))
    }
  }
}
