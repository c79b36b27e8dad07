/**
 * The region that failed: what happened, to whom, why, what to do. The rest of the screen goes on. `ErrorBoundary` puts it in the
 * place of a screen whose code failed.
 */
import { Component } from 'react'
import type { ReactNode } from 'react'
import type { TextPair } from '../i18n/define-texts.ts'
import { uiTexts } from '../i18n/ui.ts'
import { useTextOf, useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import css from './error-region.module.css'
import { IconRestart, IconWarn } from './icons.tsx'

export interface ErrorRegionProps {
  /** What did not work, e.g. "The topics of orders-lab were not read". */
  readonly title?: string
  /** An error of the service (`ApiError.message`), or any error. */
  readonly error: unknown
  readonly onRetry?: () => void
  readonly action?: ReactNode
}

export function ErrorRegion({ title, error, onRetry, action }: ErrorRegionProps): ReactNode {
  const t = useTexts(uiTexts)
  const textOf = useTextOf()
  const sentence = errorText(error)
  return (
    <div className={css.region} role="alert">
      <span className={css.icon}>
        <IconWarn />
      </span>
      <div className={css.body}>
        <p className={css.title}>{title ?? t('failed')}</p>
        <p className={css.text}>{typeof sentence === 'string' ? sentence : textOf(sentence)}</p>
        {onRetry === undefined && action === undefined ? null : (
          <div className={css.actions}>
            {action}
            {onRetry === undefined ? null : (
              <Button size="sm" icon={IconRestart} onClick={onRetry}>
                {t('retry')}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}

/** The sentence of an error: both languages where the service made it, else the message. */
export function errorText(error: unknown): string | TextPair {
  if (typeof error === 'object' && error !== null) {
    const { text, message } = error as { text?: unknown; message?: unknown }
    if (isPair(text)) return text
    if (isPair(message)) return message
    if (typeof message === 'string') return message
  }
  return String(error)
}

function isPair(value: unknown): value is TextPair {
  return typeof value === 'object' && value !== null && 'en' in value && 'zh' in value
}

interface BoundaryProps {
  /** Changes when the subject does: the boundary tries again. */
  readonly resetKey: string
  /** Stands above the error, e.g. the page's heading. */
  readonly heading?: ReactNode
  readonly children: ReactNode
}

/** Catches a screen that failed while drawing. */
export class ErrorBoundary extends Component<BoundaryProps, { error: unknown; key: string }> {
  override state: { error: unknown; key: string } = { error: undefined, key: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error }
  }

  static getDerivedStateFromProps(
    props: BoundaryProps,
    state: { error: unknown; key: string },
  ): { error: unknown; key: string } | null {
    return props.resetKey === state.key ? null : { error: undefined, key: props.resetKey }
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children
    return (
      <>
        {this.props.heading}
        <ErrorRegion error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
      </>
    )
  }
}
