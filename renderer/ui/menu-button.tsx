/** The three dots: actions that do not stand in a row of buttons. */
import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import { Button } from './button.tsx'
import type { ButtonVariant } from './button.tsx'
import { IconMore } from './icons.tsx'
import type { Icon } from './icons.tsx'

export interface MenuAction {
  readonly label: string
  readonly icon?: Icon
  readonly onClick: () => void
  readonly tone?: 'danger' | 'fault'
  readonly isDisabled?: boolean
  /** Keys or a remark at the right. */
  readonly hint?: string
}

export interface MenuButtonProps {
  /** `null` entries draw a line. */
  readonly actions: readonly (MenuAction | null)[]
  /** Name of the button; "More actions" when left out. */
  readonly label?: string
  /** Text on the button instead of the dots. */
  readonly text?: string
  readonly icon?: Icon
  readonly variant?: ButtonVariant
  readonly size?: 'md' | 'sm'
}

export function MenuButton(props: MenuButtonProps): ReactNode {
  const t = useTexts(uiTexts)
  const { actions, label = props.text ?? t('more'), text, variant = 'ghost', size = 'sm' } = props
  const icon = props.icon ?? (text === undefined ? IconMore : undefined)
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant={variant}
          size={size}
          {...(icon === undefined ? {} : { icon })}
          {...(text === undefined ? { label, title: label } : {})}
        >
          {text}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action, index) =>
          action === null ? (
            <Menu.Divider key={index} />
          ) : (
            <Menu.Item
              key={index}
              leftSection={action.icon === undefined ? undefined : <action.icon />}
              rightSection={action.hint === undefined ? undefined : <span className="t3 s12">{action.hint}</span>}
              onClick={action.onClick}
              disabled={action.isDisabled === true}
              {...(action.tone === undefined
                ? {}
                : { style: { color: `var(--${action.tone === 'danger' ? 'bad' : 'fault'}-text)` } })}
            >
              {action.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
