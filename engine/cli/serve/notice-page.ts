/** A page that says one thing in both languages, for browsers that do not get the window: no script, no style of its own. */
import type { Text } from '../../contract/text.ts'

export function noticePage(text: Text, status: number | undefined): string {
  const title = status === undefined ? 'RocketMQ Cluster Lab' : `RocketMQ Cluster Lab · ${status}`
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title}</title><link rel="icon" href="data:,"></head>
<body><main><h1>RocketMQ Cluster Lab</h1><p>${escaped(text.en)}</p><p lang="zh-CN">${escaped(text.zh)}</p></main></body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
