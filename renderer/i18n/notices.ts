/** Words of the notices and of the bell. */
import { defineTexts } from './define-texts.ts'

export const noticeTexts = defineTexts('notices', {
  region: { en: 'Notices', zh: '通知' },
  none: { en: 'Nothing happened since this window was opened.', zh: '打开此窗口以来没有新通知。' },
  dismiss: { en: 'Close the notice about {subject}', zh: '关闭关于 {subject} 的通知' },
  over: { en: 'Over since {clock}.', zh: '{clock} 起已恢复。' },
  title: { en: 'Notices', zh: '通知' },
})
