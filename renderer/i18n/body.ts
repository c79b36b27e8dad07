/** Words of the body of a message: its decoders and what they cannot show. */
import { defineTexts } from './define-texts.ts'

export const bodyTexts = defineTexts('body', {
  decoder: { en: 'Show the body as', zh: '消息体显示为' },
  json: { en: 'JSON', zh: 'JSON' },
  text: { en: 'Text', zh: '文本' },
  hex: { en: 'Hex', zh: '十六进制' },
  base64: { en: 'Base64', zh: 'Base64' },
  empty: { en: 'The body is empty.', zh: '消息体为空。' },
  notJson: { en: 'The body is no JSON; it is shown as text.', zh: '消息体不是 JSON，按文本显示。' },
  notText: {
    en: 'The body is no UTF-8 text: bytes that are none stand as \uFFFD.',
    zh: '消息体不是 UTF-8 文本：无法解码的字节显示为 \uFFFD。',
  },
  cut: { en: 'The first {shown} of {all} are shown.', zh: '仅显示 {all} 中的前 {shown}。' },
  moreLines: { en: 'Only the first {n} lines are shown.', zh: '仅显示前 {n} 行。' },
  moreChars: { en: '… {n} more', zh: '… 还有 {n} 个字符' },
  fold: { en: 'Fold', zh: '折叠' },
  unfold: { en: 'Unfold {n} lines', zh: '展开 {n} 行' },
  theBody: { en: 'the body', zh: '消息体' },
  body: { en: 'Body', zh: '消息体' },
})
