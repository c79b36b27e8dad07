/** The window's own icons: 16 px, stroke 1.5, the colour of the text around them. Decorative: the control carries the name. */
import type { ReactNode } from 'react'

export interface IconProps {
  /** Width and height in px, 16 when left out. */
  readonly size?: number
  readonly className?: string
}

export type Icon = (props: IconProps) => ReactNode

function icon(shapes: ReactNode): Icon {
  return function DrawnIcon({ size = 16, className }: IconProps): ReactNode {
    return (
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        {...(className === undefined ? {} : { className })}
      >
        {shapes}
      </svg>
    )
  }
}

export const IconAttach = icon(
  <path d="M6.5 9.5l3-3M7 4.8l1.3-1.3a2.7 2.7 0 013.9 3.9L10.8 8.7M9 11.2l-1.3 1.3a2.7 2.7 0 01-3.9-3.9L5.2 7.3" />,
)
export const IconBack = icon(<path d="M13 8H3.5M7 4L3 8l4 4" />)
export const IconBell = icon(<path d="M4 11V7.5a4 4 0 018 0V11l1 1H3zM6.8 14h2.4" />)
export const IconCheck = icon(<path d="M3 8.5l3.3 3.3L13 4.8" />)
export const IconChevron = icon(<path d="M4.5 6.3L8 9.8l3.5-3.5" />)
export const IconClient = icon(
  <>
    <rect x="2.2" y="3" width="11.6" height="7.8" rx="1" />
    <path d="M6 13.5h4" />
  </>,
)
export const IconClock = icon(
  <>
    <circle cx="8" cy="8" r="5.7" />
    <path d="M8 4.7V8l2.3 1.5" />
  </>,
)
export const IconClose = icon(<path d="M4 4l8 8M12 4l-8 8" />)
export const IconCopy = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
    <path d="M3.5 10.5h-.3a.9.9 0 01-.7-.9V3.3c0-.5.4-.8.8-.8h6.3c.5 0 .9.3.9.8v.2" />
  </>,
)
export const IconCut = icon(<path d="M1.5 8H5M11 8h3.5M6 4.5L5 3M10 11.5l1 1.5M6.5 10.5L9.5 5.5" />)
export const IconEdit = icon(<path d="M3 13l.6-2.8 7-7 2.2 2.2-7 7zM9.3 4.5l2.2 2.2" />)
export const IconError = icon(
  <>
    <path d="M5.3 1.9h5.4l3.4 3.4v5.4l-3.4 3.4H5.3l-3.4-3.4V5.3z" />
    <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
  </>,
)
export const IconFilter = icon(<path d="M2.5 3.5h11L9.3 8.6v4l-2.6-1.3V8.6z" />)
export const IconFit = icon(<path d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />)
export const IconFolder = icon(<path d="M2 12.5v-9h4l1.5 2H14v7z" />)
export const IconFreeze = icon(<path d="M5.5 3.5v9M10.5 3.5v9" />)
export const IconGraph = icon(
  <>
    <circle cx="3.5" cy="4" r="1.8" />
    <circle cx="12.5" cy="4" r="1.8" />
    <circle cx="8" cy="12.2" r="1.8" />
    <path d="M5.3 4h5.4M4.4 5.6l2.7 5M11.6 5.6l-2.7 5" />
  </>,
)
export const IconGrid = icon(
  <>
    <rect x="2.5" y="2.5" width="4.5" height="4.5" rx="1" />
    <rect x="9" y="2.5" width="4.5" height="4.5" rx="1" />
    <rect x="2.5" y="9" width="4.5" height="4.5" rx="1" />
    <rect x="9" y="9" width="4.5" height="4.5" rx="1" />
  </>,
)
export const IconGroup = icon(
  <>
    <circle cx="6" cy="5.5" r="2.2" />
    <path d="M2 13c.3-2.4 1.9-3.6 4-3.6S9.7 10.6 10 13M10.5 3.6a2.2 2.2 0 010 3.9M11.8 9.8c1.3.5 2 1.6 2.2 3.2" />
  </>,
)
export const IconHeal = icon(<path d="M2 8h3.5l1.5-3.5 2.5 7L11 8h3" />)
export const IconHost = icon(
  <>
    <rect x="2.5" y="3" width="11" height="4.2" rx="1" />
    <rect x="2.5" y="8.8" width="11" height="4.2" rx="1" />
    <path d="M5 5.1h.1M5 10.9h.1" />
  </>,
)
export const IconInfo = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7.3v4M8 4.9v.1" />
  </>,
)
export const IconKeyboard = icon(
  <>
    <rect x="1.8" y="4" width="12.4" height="8" rx="1.2" />
    <path d="M4.3 6.7h.1M7 6.7h.1M9.7 6.7h.1M11.8 6.7h.1M5 9.5h6" />
  </>,
)
export const IconKill = icon(<path d="M9 1.8L3.8 9H8l-1 5.2L12.2 7H8z" />)
export const IconLag = icon(
  <>
    <path d="M2 13.5h12M2 2.5v11" />
    <path d="M4.5 10.5l3-.5 1.5-5.5 2 4 3-1" />
  </>,
)
export const IconLog = icon(<path d="M3 4h10M3 8h7M3 12h9" />)
export const IconMessage = icon(
  <>
    <rect x="2.2" y="3.5" width="11.6" height="9" rx="1.2" />
    <path d="M2.6 4.2L8 8.8l5.4-4.6" />
  </>,
)
export const IconMinus = icon(<path d="M3 8h10" />)
export const IconMoon = icon(<path d="M13 9.6A5.6 5.6 0 116.4 3a4.4 4.4 0 006.6 6.6z" />)
export const IconMore = icon(
  <>
    <circle cx="3.5" cy="8" r=".6" />
    <circle cx="8" cy="8" r=".6" />
    <circle cx="12.5" cy="8" r=".6" />
  </>,
)
export const IconPin = icon(<path d="M6 2.5h4l-.5 4 2 2.5H4.5l2-2.5zM8 9v4.5" />)
export const IconPlay = icon(<path d="M4.5 3l8 5-8 5z" />)
export const IconPlus = icon(<path d="M8 3v10M3 8h10" />)
export const IconReceive = icon(<path d="M13.5 3v10M2.5 8H10M6.5 4.5L10 8l-3.5 3.5" />)
export const IconRedo = icon(<path d="M10.5 3l2.7 2.7-2.7 2.7M13 5.7H6.8a3.6 3.6 0 000 7.2H10" />)
export const IconRestart = icon(<path d="M13 8a5 5 0 11-1.6-3.7M13.3 2v3h-3" />)
export const IconRight = icon(<path d="M6.3 4.5L9.8 8l-3.5 3.5" />)
export const IconSave = icon(<path d="M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10" />)
export const IconSearch = icon(
  <>
    <circle cx="7" cy="7" r="4.3" />
    <path d="M10.2 10.2l3.5 3.5" />
  </>,
)
export const IconSend = icon(<path d="M2.5 8h10M9 4l4 4-4 4" />)
export const IconSliders = icon(
  <>
    <path d="M2.5 4.5h5M11 4.5h2.5M2.5 11.5H5M8.5 11.5h5" />
    <circle cx="9.2" cy="4.5" r="1.7" />
    <circle cx="6.7" cy="11.5" r="1.7" />
  </>,
)
export const IconSteps = icon(<path d="M6.5 4h7M6.5 8h7M6.5 12h7M3 4h.1M3 8h.1M3 12h.1" />)
export const IconStop = icon(<rect x="3.8" y="3.8" width="8.4" height="8.4" rx="1" />)
export const IconSum = icon(<path d="M3 3.5h10M3 12.5h10M3 8h4M10 8h3" />)
export const IconSun = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.8v1.4M8 12.8v1.4M1.8 8h1.4M12.8 8h1.4M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1" />
  </>,
)
export const IconTable = icon(
  <>
    <rect x="2.2" y="3" width="11.6" height="10" rx="1" />
    <path d="M2.2 6.5h11.6M2.2 9.8h11.6M6.5 6.5V13" />
  </>,
)
export const IconTerminal = icon(
  <>
    <rect x="2" y="3" width="12" height="10" rx="1.2" />
    <path d="M4.5 6l2 2-2 2M8.5 10H11" />
  </>,
)
export const IconThrottle = icon(
  <path d="M1.5 4.5c3 0 4 2.3 6.5 2.3s3.5-2.3 6.5-2.3M1.5 11.5c3 0 4-2.3 6.5-2.3s3.5 2.3 6.5 2.3" />,
)
export const IconTopic = icon(<path d="M3 5h10M3 8h10M3 11h10M6 3v10M10.5 3v10" />)
export const IconTrash = icon(<path d="M3 4.5h10M6.3 4.3V2.8h3.4v1.5M4.3 4.7l.7 8.6h6l.7-8.6" />)
export const IconUndo = icon(<path d="M5.5 3L2.8 5.7l2.7 2.7M3 5.7h6.2a3.6 3.6 0 010 7.2H6" />)
export const IconWarn = icon(<path d="M8 2.3L14.3 13.3H1.7zM8 6.5v3M8 11.4v.1" />)

/** The two squares of the product. */
export function BrandMark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" width={size} height={size}>
      <rect x="1.5" y="1.5" width="10" height="10" rx="2" fill="currentColor" />
      <rect
        x="8.3"
        y="8.3"
        width="10"
        height="10"
        rx="2"
        fill="var(--bg-frame)"
        stroke="currentColor"
        strokeWidth="1.6"
      />
    </svg>
  )
}
