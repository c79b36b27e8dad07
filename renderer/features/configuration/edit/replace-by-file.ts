/** A file from the person's machine takes the place of a node's text, as one edit that undo takes back. */
import { PROPERTIES_FILE_CHARS_MAX } from '../../../../engine/base/limits.ts'
import { textOfFile } from '../../../../engine/config/file-text.ts'
import { configEditTexts } from '../../../i18n/config-edit.ts'
import { translate, type TextPair } from '../../../i18n/define-texts.ts'
import { editConfig } from '../../../stores/config-edits.ts'
import { notify } from '../../../stores/notices.ts'
import { bytes } from '../../../ui/format.ts'

export async function replaceByFile(node: string, file: File): Promise<void> {
  if (file.size > PROPERTIES_FILE_CHARS_MAX) {
    const params = { name: file.name, size: bytes(file.size) }
    tell(node, (language) => translate(language, configEditTexts, 'fileTooLarge', params))
    return
  }
  const { text } = textOfFile(new Uint8Array(await file.arrayBuffer()))
  if (text.includes('\0')) {
    tell(node, (language) => translate(language, configEditTexts, 'fileNotText', { name: file.name }))
    return
  }
  editConfig({ [node]: text })
}

/** Something was dropped that cannot take the place of one text. */
export function tellOneFileOnly(node: string): void {
  tell(node, (language) => translate(language, configEditTexts, 'oneFileOnly'))
}

function tell(subject: string, textIn: (language: 'en' | 'zh') => string): void {
  const sentence: TextPair = { en: textIn('en'), zh: textIn('zh') }
  notify({ tone: 'bad', subject, sentence })
}
