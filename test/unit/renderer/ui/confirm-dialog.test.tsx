// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { MemoryRouter } from 'react-router'
import { afterEach, describe, expect, test } from 'vitest'
import { ConfirmDialog } from '../../../../renderer/ui/confirm-dialog.tsx'

afterEach(cleanup)

function show(dialog: ReactNode): void {
  render(
    <MantineProvider env="test">
      <MemoryRouter>{dialog}</MemoryRouter>
    </MantineProvider>,
  )
}

function wipe(onConfirm: () => Promise<void>, onClose: () => void = () => undefined): ReactNode {
  return (
    <ConfirmDialog
      isOpen
      title="Wipe the data of broker-a-s?"
      typedName="broker-a-s"
      confirmLabel="Stop and wipe broker-a-s"
      onConfirm={onConfirm}
      onClose={onClose}
    >
      413 MiB, 368,100 messages.
    </ConfirmDialog>
  )
}

const button = (): HTMLElement => screen.getByRole('button', { name: 'Stop and wipe broker-a-s' })
const field = (): HTMLElement => screen.getByLabelText('Type broker-a-s to confirm')

describe('the question before a loss', () => {
  test('does nothing before the name is typed in full', () => {
    let confirmed = 0
    show(wipe(async () => void (confirmed += 1)))
    fireEvent.click(button())
    fireEvent.change(field(), { target: { value: 'broker-a' } })
    fireEvent.click(button())
    expect(confirmed).toBe(0)
    expect(button().getAttribute('aria-disabled')).toBe('true')
  })

  test('is not answered by Enter, even with the name typed', () => {
    let confirmed = 0
    show(wipe(async () => void (confirmed += 1)))
    fireEvent.change(field(), { target: { value: 'broker-a-s' } })
    expect(fireEvent.keyDown(field(), { key: 'Enter' })).toBe(false)
    expect(confirmed).toBe(0)
  })

  test('acts once on the button and closes when it is done', async () => {
    let confirmed = 0
    let closed = 0
    show(
      wipe(
        async () => void (confirmed += 1),
        () => void (closed += 1),
      ),
    )
    fireEvent.change(field(), { target: { value: 'broker-a-s' } })
    fireEvent.click(button())
    await waitFor(() => expect(closed).toBe(1))
    expect(confirmed).toBe(1)
  })

  test('stays open and says why when it was refused', async () => {
    let closed = 0
    show(
      wipe(
        () => Promise.reject(new Error('broker-a-s is being started')),
        () => void (closed += 1),
      ),
    )
    fireEvent.change(field(), { target: { value: 'broker-a-s' } })
    fireEvent.click(button())
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('broker-a-s is being started'))
    expect(closed).toBe(0)
    expect(button().getAttribute('aria-disabled')).toBeNull()
  })
})
