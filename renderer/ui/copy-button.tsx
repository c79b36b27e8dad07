/** Copies a text and says so for two seconds. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import { IconCheck, IconCopy } from './icons.tsx'

const SHOWN_MS = 2000

export interface CopyButtonProps {
  readonly text: string
  /** What is copied, for the button's name; then it shows the icon alone. */
  readonly what?: string
}

export function CopyButton({ text, what }: CopyButtonProps): ReactNode {
  const t = useTexts(uiTexts)
  const [isCopied, copy] = useCopy()
  const icon = isCopied ? IconCheck : IconCopy
  if (what !== undefined) {
    const label = isCopied ? t('copied') : t('copyNamed', { what })
    return <Button variant="ghost" size="sm" icon={icon} label={label} title={label} onClick={() => copy(text)} />
  }
  return (
    <Button variant="ghost" size="sm" icon={icon} onClick={() => copy(text)}>
      {isCopied ? t('copied') : t('copy')}
    </Button>
  )
}

/** Whether something was just copied, and the action. */
export function useCopy(): [isCopied: boolean, copy: (text: string) => void] {
  const [copiedAt, setCopiedAt] = useState(0)
  useEffect(() => {
    if (copiedAt === 0) return
    const timer = window.setTimeout(() => setCopiedAt(0), SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [copiedAt])
  const copy = (text: string): void => {
    void navigator.clipboard.writeText(text).then(() => setCopiedAt(Date.now()))
  }
  return [copiedAt !== 0, copy]
}
