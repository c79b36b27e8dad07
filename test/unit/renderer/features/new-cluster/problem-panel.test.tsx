// @vitest-environment happy-dom
import { act, cleanup, render, renderHook, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, test } from 'vitest'
import { ProblemPanel } from '../../../../../renderer/features/new-cluster/from-files/problem-panel.tsx'
import { useFromFiles } from '../../../../../renderer/features/new-cluster/from-files/use-from-files.ts'
import type { FromFiles } from '../../../../../renderer/features/new-cluster/from-files/use-from-files.ts'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

function opened(text: string): { readonly current: FromFiles } {
  const { result } = renderHook(() => useFromFiles())
  act(() => result.current.open({ kind: 'files', files: [{ path: 'host-1/broker-a.properties', text }] }))
  return result
}

function panel(made: FromFiles): ReactNode {
  return <ProblemPanel made={made} onLook={() => undefined} />
}

describe('the problems of what was opened', () => {
  test('what holds no node is not said to be ready', () => {
    render(panel(opened('hello=world\n').current))
    expect(screen.queryByText('Nothing stands in the way.')).toBeNull()
    expect(screen.getByText('Problems of the files and commands are listed here.')).toBeDefined()
  })

  test('"fix all" goes once it has nothing left to do, repairs to choose stay', () => {
    const made = opened('brokerName=a\nbrokerIP1=127.0.0.1\nnobodyKnows=1\nfileReservedTime=48 \n')
    const { rerender } = render(panel(made.current))
    expect(screen.getByRole('button', { name: 'Fix all' })).toBeDefined()
    act(() => made.current.fixAll())
    rerender(panel(made.current))
    expect(screen.queryByRole('button', { name: 'Fix all' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Remove line' })).toBeDefined()
  })
})
