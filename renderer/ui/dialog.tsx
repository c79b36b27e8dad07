/**
 * A dialog: title, content, a foot with buttons. Esc and a click beside it close; the focus goes in and back. For the question before a
 * loss see `confirm-dialog.tsx`.
 */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './dialog.module.css'

export interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  /** Width in px. */
  readonly width?: number
  /** Buttons, right. */
  readonly foot?: ReactNode
  readonly children: ReactNode
}

export function Dialog({ isOpen, onClose, title, width = 520, foot, children }: DialogProps): ReactNode {
  return (
    <Modal.Root
      opened={isOpen}
      onClose={onClose}
      size={width}
      centered
      radius={6}
      padding={0}
      shadow="xl"
      transitionProps={{ duration: 90, transition: 'fade' }}
    >
      <Modal.Overlay color="#0d1013" backgroundOpacity={0.34} blur={0} />
      <Modal.Content>
        <div className={css.head}>
          <Modal.Title className={css.title ?? ''}>{title}</Modal.Title>
        </div>
        <div className={css.content}>{children}</div>
        {foot === undefined ? null : <div className={css.foot}>{foot}</div>}
      </Modal.Content>
    </Modal.Root>
  )
}
