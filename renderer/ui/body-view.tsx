/**
 * The body of a message with its decoders: JSON as foldable lines, text, hex, base64. Chooses the one that fits until the user does.
 * `BodyLine` is one line of it for lists. Long bodies are shown in part and say so.
 */
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { bodyTexts } from '../i18n/body.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { bytesOfBase64, detectFormat, hexLines, isJson, jsonLines, previewPieces, textOfBytes } from './body-text.ts'
import type { BodyFormat, JsonLine, JsonPart } from './body-text.ts'
import css from './body-view.module.css'
import { CopyButton } from './copy-button.tsx'
import { bytes as bytesText, count } from './format.ts'
import { IconChevron, IconRight } from './icons.tsx'
import { Segmented } from './segmented.tsx'

const JSON_LINES_MAX = 2000
const TEXT_CHARS_MAX = 200_000
const HEX_BYTES_MAX = 16_384
const STRING_CHARS_MAX = 400

export interface BodyViewProps {
  /** base64 of the body, or of its beginning. */
  readonly body: string
  /** How long the whole body is. */
  readonly bodyBytes: number
  /** Set: the caller keeps the decoder (e.g. for a whole list). `null` means the one that fits. */
  readonly format?: BodyFormat | null
  readonly onFormat?: (format: BodyFormat) => void
}

export function BodyView({ body, bodyBytes, format, onFormat }: BodyViewProps): ReactNode {
  const t = useTexts(bodyTexts)
  const [own, setOwn] = useState<BodyFormat | null>(null)
  const bytes = useMemo(() => bytesOfBase64(body), [body])
  const isCut = bytes.length < bodyBytes
  const chosen = format ?? own ?? detectFormat(bytes, isCut)
  const text = useMemo(() => new TextDecoder().decode(bytes), [bytes])
  if (bodyBytes === 0) return <p className="t3">{t('empty')}</p>
  return (
    <div className={css.view}>
      <div className={css.bar}>
        <Segmented
          label={t('decoder')}
          size="sm"
          value={chosen}
          options={(['json', 'text', 'hex', 'base64'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={onFormat ?? setOwn}
        />
        <span className={css.size}>{bytesText(bodyBytes)}</span>
        <CopyButton text={chosen === 'base64' ? body : text} what={t('theBody')} />
      </div>
      {isCut ? (
        <p className={css.remark}>{t('cut', { shown: bytesText(bytes.length), all: bytesText(bodyBytes) })}</p>
      ) : null}
      <BodyInside key={body} bytes={bytes} text={text} base64={body} isCut={isCut} format={chosen} />
    </div>
  )
}

/** One line of a body for a list: JSON without its signs, text, or hex. */
export function BodyLine({ preview, bodyBytes }: { preview: string; bodyBytes: number }): ReactNode {
  const pieces = useMemo(() => previewPieces(preview, bodyBytes), [preview, bodyBytes])
  return (
    <span className={css.line}>
      {pieces.map((piece, index) => (
        <span key={index} className={piece.isValue ? undefined : 't3'}>
          {piece.text}{' '}
        </span>
      ))}
    </span>
  )
}

function BodyInside(props: {
  bytes: Uint8Array
  text: string
  base64: string
  isCut: boolean
  format: BodyFormat
}): ReactNode {
  const t = useTexts(bodyTexts)
  const { bytes, text, base64, isCut, format } = props
  switch (format) {
    case 'json':
      if (isCut || !isJson(text)) return <Plain text={text} remark={isCut ? undefined : t('notJson')} />
      return <JsonBody text={text} />
    case 'text':
      return <Plain text={text} remark={textOfBytes(bytes, isCut) === undefined ? t('notText') : undefined} />
    case 'hex': {
      const shown = hexLines(bytes, HEX_BYTES_MAX).join('\n')
      const remark =
        bytes.length > HEX_BYTES_MAX
          ? t('cut', { shown: bytesText(HEX_BYTES_MAX), all: bytesText(bytes.length) })
          : undefined
      return <Plain text={shown} remark={remark} isHex />
    }
    case 'base64':
      return <Plain text={base64} />
  }
}

function Plain({ text, remark, isHex = false }: { text: string; remark?: string | undefined; isHex?: boolean }) {
  const t = useTexts(bodyTexts)
  const isLong = text.length > TEXT_CHARS_MAX
  return (
    <>
      {remark === undefined ? null : <p className={css.remark}>{remark}</p>}
      <pre className={isHex ? css.hex : css.text} tabIndex={0} aria-label={t('body')}>
        {isLong ? text.slice(0, TEXT_CHARS_MAX) : text}
        {isLong ? <span className="t3">{t('moreChars', { n: count(text.length - TEXT_CHARS_MAX) })}</span> : null}
      </pre>
    </>
  )
}

function JsonBody({ text }: { text: string }): ReactNode {
  const t = useTexts(bodyTexts)
  const lines = useMemo(() => jsonLines(text, JSON_LINES_MAX), [text])
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set())
  const toggle = (index: number): void => {
    const after = new Set(folded)
    if (!after.delete(index)) after.add(index)
    setFolded(after)
  }
  return (
    <>
      <div className={css.json} tabIndex={0} role="group" aria-label={t('body')}>
        {shownLines(lines, folded).map((index) => {
          const line = lines[index] as JsonLine
          return (
            <div key={index} className={css.row} style={{ paddingLeft: 18 + line.indent * 14 }}>
              {line.foldEnd === undefined ? null : (
                <button
                  type="button"
                  className={css.fold}
                  aria-expanded={!folded.has(index)}
                  aria-label={folded.has(index) ? t('unfold', { n: line.foldEnd - index - 1 }) : t('fold')}
                  onClick={() => toggle(index)}
                >
                  {folded.has(index) ? <IconRight size={12} /> : <IconChevron size={12} />}
                </button>
              )}
              {line.parts.map((part, at) => (
                <Part key={at} part={part} />
              ))}
              {folded.has(index) && line.foldEnd !== undefined ? (
                <span className={css.sign}> … {lines[line.foldEnd]?.parts.map((part) => part.text).join('')}</span>
              ) : null}
            </div>
          )
        })}
      </div>
      {lines.length > JSON_LINES_MAX ? (
        <p className={css.remark}>{t('moreLines', { n: count(JSON_LINES_MAX) })}</p>
      ) : null}
    </>
  )
}

function Part({ part }: { part: JsonPart }): ReactNode {
  const t = useTexts(bodyTexts)
  const [isWhole, setWhole] = useState(false)
  const rest = part.text.length - STRING_CHARS_MAX
  if (rest <= 0 || isWhole) return <span className={css[part.kind]}>{part.text}</span>
  return (
    <>
      <span className={css[part.kind]}>{part.text.slice(0, STRING_CHARS_MAX)}</span>
      <button type="button" className={css.more} onClick={() => setWhole(true)}>
        {t('moreChars', { n: count(rest) })}
      </button>
    </>
  )
}

/** Indexes of the lines that no fold hides. */
function shownLines(lines: readonly JsonLine[], folded: ReadonlySet<number>): number[] {
  const shown: number[] = []
  for (let index = 0; index < lines.length; index++) {
    shown.push(index)
    const end = lines[index]?.foldEnd
    if (folded.has(index) && end !== undefined) index = end
  }
  return shown
}
