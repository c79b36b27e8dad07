/** Values of the matrix as they are read: bytes as MiB where that is exact, defaults that only the node knows in a word. Pure. */
import type { PropertyRow } from '../../../../engine/config/catalogue.ts'
import type { Language } from '../../../i18n/language.tsx'
import { plainDefault } from '../edit/field-words.ts'

const KIB = 1024
const BYTE_UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const

/** Defaults that the catalogue tells in a sentence: too long for a cell. */
const SHORT_DEFAULTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'host name of the machine (DEFAULT_BROKER if unknown)': { en: 'hostname', zh: '主机名' },
  'host name of the machine': { en: 'hostname', zh: '主机名' },
  'first suitable local address, detected at start-up': { en: 'detected', zh: '自动检测' },
  'system property rocketmq.namesrv.addr, else $NAMESRV_ADDR': { en: '$NAMESRV_ADDR', zh: '$NAMESRV_ADDR' },
  'system property rocketmq.home.dir, else $ROCKETMQ_HOME': { en: '$ROCKETMQ_HOME', zh: '$ROCKETMQ_HOME' },
  'file given with -c, else ~/store/config/broker.properties': { en: '-c', zh: '-c' },
  'false (true when tls.enable=true or tls.server.mode=enforcing)': { en: 'false', zh: 'false' },
  'listenPort+1': { en: 'port + 1', zh: 'port + 1' },
}

/** `64 MiB` for 67108864; the text itself where that would not be exact. */
export function valueWords(property: PropertyRow | undefined, text: string): string {
  if (property?.unit !== 'bytes' || !/^\d+$/.test(text)) return text
  let amount = Number(text)
  if (!Number.isSafeInteger(amount) || amount === 0) return text
  let unit = -1
  while (amount % KIB === 0 && unit < BYTE_UNITS.length - 1) {
    amount /= KIB
    unit += 1
  }
  return unit < 0 || amount > 9999 ? text : `${amount} ${BYTE_UNITS[unit]}`
}

/** The default of a cell or of the column of defaults; '' where there is none. */
export function defaultWords(property: PropertyRow | undefined, text: string, language: Language): string {
  const short = SHORT_DEFAULTS[text]?.[language]
  if (short !== undefined) return short
  if (property !== undefined && text === property.defaultText) {
    const plain = plainDefault(property, language)
    if (plain !== text) return plain
  }
  return valueWords(property, text)
}
