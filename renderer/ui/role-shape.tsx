/**
 * What a node is, by shape (window.md 7): hexagon NameServer, filled square master, hollow square slave, diamond controller,
 * tag proxy; dashed and hollow when it does not run. `RoleGlyph` draws into an SVG that is there already.
 */
import type { ReactNode } from 'react'
import { uiTexts } from '../i18n/ui.ts'
import { useTexts } from '../i18n/use-texts.ts'
import css from './role-shape.module.css'

export type Role = 'namesrv' | 'master' | 'slave' | 'controller' | 'proxy'

const LETTER_TEXTS = {
  namesrv: 'letterNamesrv',
  master: 'letterMaster',
  slave: 'letterSlave',
  controller: 'letterController',
  proxy: 'letterProxy',
} as const

const ROLE_TEXTS = {
  namesrv: 'roleNamesrv',
  master: 'roleMaster',
  slave: 'roleSlave',
  controller: 'roleController',
  proxy: 'roleProxy',
} as const

export interface RoleShapeProps {
  readonly role: Role
  /** Dashed outline: it does not run. */
  readonly isDown?: boolean
  readonly size?: number
  /** Without the letter, for mini graphs. */
  readonly isBare?: boolean
  /** Named for screen readers; hidden from them when left out (the name then stands beside it). */
  readonly isNamed?: boolean
}

/** The shape with its letter. */
export function RoleShape({
  role,
  isDown = false,
  size = 26,
  isBare = false,
  isNamed = false,
}: RoleShapeProps): ReactNode {
  const t = useTexts(uiTexts)
  const name = t(ROLE_TEXTS[role])
  const label = isDown ? t('notRunning', { role: name }) : name
  return (
    <svg
      viewBox="0 0 26 26"
      width={size}
      height={size}
      {...(isNamed ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      <RoleGlyph role={role} isDown={isDown} isBare={isBare} />
    </svg>
  )
}

/** The same inside an SVG, in a box of 26. */
export function RoleGlyph({
  role,
  isDown = false,
  isBare = false,
}: Omit<RoleShapeProps, 'size' | 'isNamed'>): ReactNode {
  const t = useTexts(uiTexts)
  const isFilled = role === 'master' && !isDown
  const outline = {
    className: isFilled ? css.filled : css.hollow,
    strokeWidth: 1.6,
    ...(isDown ? { strokeDasharray: '4 2.5' } : {}),
  }
  return (
    <>
      {shapeOf(role, outline)}
      {isBare ? null : (
        <text className={isFilled ? css.onFilled : css.letter} x="13" y="13.5">
          {t(LETTER_TEXTS[role])}
        </text>
      )}
    </>
  )
}

function shapeOf(role: Role, outline: { className: string | undefined; strokeWidth: number }): ReactNode {
  switch (role) {
    case 'namesrv':
      return <path {...outline} d="M13 2.2l9.4 5.4v10.8L13 23.8l-9.4-5.4V7.6z" />
    case 'controller':
      return <path {...outline} d="M13 1.6L24.4 13 13 24.4 1.6 13z" />
    case 'proxy':
      return <path {...outline} d="M3 4.5h13L24 13l-8 8.5H3z" />
    case 'master':
    case 'slave':
      return <rect {...outline} x="2.5" y="2.5" width="21" height="21" rx="3" />
  }
}
