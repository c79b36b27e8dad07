/**
 * The window's buttons: 28 px (24 small), grey unless they belong to the data. One `primary` a screen at most. A button that
 * cannot be pressed says why (`reason`): it stays focusable, so that the reason can be read.
 */
import type { ComponentPropsWithRef, ReactNode } from 'react'
import { Link } from 'react-router'
import css from './button.module.css'
import { classNames } from './class-names.ts'
import type { Icon } from './icons.tsx'

export type ButtonVariant = 'default' | 'primary' | 'ghost' | 'danger' | 'fault'

interface Look {
  readonly variant?: ButtonVariant
  readonly size?: 'md' | 'sm'
  readonly icon?: Icon
  /** Name for screen readers; needed when there is no text inside. */
  readonly label?: string
  readonly title?: string
  readonly className?: string
  readonly children?: ReactNode
}

export interface ButtonProps extends Look, Omit<ComponentPropsWithRef<'button'>, keyof Look | 'disabled'> {
  readonly isDisabled?: boolean
  /** Why it is disabled. */
  readonly reason?: string
  /** Work goes on: it cannot be pressed again, its text stays. */
  readonly isBusy?: boolean
  readonly isPressed?: boolean
  readonly hasPopup?: 'menu' | 'dialog'
  readonly isExpanded?: boolean
}

/** Takes everything a `<button>` takes, so that menus and tooltips can hold on to it. */
export function Button(props: ButtonProps): ReactNode {
  const {
    variant: _variant,
    size: _size,
    className: _className,
    icon,
    label,
    title,
    children,
    isDisabled,
    reason,
    isBusy,
    isPressed,
    hasPopup,
    isExpanded,
    ...rest
  } = props
  const isOff = isDisabled === true || isBusy === true
  return (
    <button
      type="button"
      {...rest}
      className={lookOf(props)}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(isOff ? { 'aria-disabled': true } : {})}
      {...(isBusy === true ? { 'aria-busy': true } : {})}
      {...(hasPopup === undefined ? {} : { 'aria-haspopup': hasPopup })}
      {...(isExpanded === undefined ? {} : { 'aria-expanded': isExpanded })}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      title={isOff ? (reason ?? title) : title}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else props.onClick?.(event)
      }}
    >
      <Inside icon={icon}>{children}</Inside>
    </button>
  )
}

export interface LinkButtonProps extends Look {
  readonly to: string
}

/** A link that looks like a button: it leads somewhere and can be opened in a tab of its own. */
export function LinkButton({ to, ...look }: LinkButtonProps): ReactNode {
  return (
    <Link to={to} className={lookOf(look)} aria-label={look.label} title={look.title}>
      <Inside icon={look.icon}>{look.children}</Inside>
    </Link>
  )
}

function Inside({ icon: IconOf, children }: { icon?: Icon | undefined; children?: ReactNode }): ReactNode {
  return (
    <>
      {IconOf === undefined ? null : <IconOf />}
      {children}
    </>
  )
}

function lookOf(look: Look): string {
  const isSquare = look.children === undefined || look.children === null
  return classNames(
    css.button,
    css[look.variant ?? 'default'],
    look.size === 'sm' && css.sm,
    isSquare && css.square,
    look.className,
  )
}
