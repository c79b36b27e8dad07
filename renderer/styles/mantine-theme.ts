/**
 * Mantine on our tokens: the resolver points its variables at `tokens.css`, the sizes are the compact ones of the design,
 * the primary colour is ink. Components of `renderer/ui` need none of this; inputs, menus, dialogs and the palette do.
 */
import {
  Badge,
  Checkbox,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  InputWrapper,
  Menu,
  Modal,
  NumberInput,
  Popover,
  Portal,
  Select,
  Switch,
  Tooltip,
} from '@mantine/core'
import type { CSSVariablesResolver, MantineColorsTuple, VariantColorsResolver } from '@mantine/core'

const INK: MantineColorsTuple = [
  'var(--bg-hover)',
  'var(--bg-hover)',
  'var(--line)',
  'var(--line)',
  'var(--line-strong)',
  'var(--text-2)',
  'var(--ink)',
  'var(--ink)',
  'var(--ink)',
  'var(--ink)',
]

const GRAY = ['bg-hover', 'bg-inset', 'line', 'line', 'line-strong', 'text-3', 'text-3', 'text-2', 'text', 'text']
const DARK = ['text', 'text-2', 'text-3', 'text-3', 'line', 'bg-hover', 'bg-panel', 'bg-panel', 'bg-inset', 'bg-canvas']

const MAPPED: Readonly<Record<string, string>> = {
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-body': 'var(--bg-panel)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--focus)',
  '--mantine-color-error': 'var(--bad-text)',
  '--mantine-color-default': 'var(--bg-panel)',
  '--mantine-color-default-hover': 'var(--bg-hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--bg-inset)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-filled-hover': 'var(--ink)',
  '--mantine-primary-color-light': 'var(--bg-hover)',
  '--mantine-primary-color-light-hover': 'var(--bg-hover)',
  '--mantine-primary-color-light-color': 'var(--text)',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
  '--mantine-color-ink-filled': 'var(--ink)',
  '--mantine-color-ink-filled-hover': 'var(--ink)',
  '--mantine-color-ink-light': 'var(--bg-hover)',
  '--mantine-color-ink-light-hover': 'var(--bg-hover)',
  '--mantine-color-ink-light-color': 'var(--text)',
  '--mantine-color-ink-outline': 'var(--line-strong)',
  '--mantine-color-ink-outline-hover': 'var(--bg-hover)',
  '--mantine-color-ink-text': 'var(--text)',
  ...Object.fromEntries(GRAY.map((token, shade) => [`--mantine-color-gray-${shade}`, `var(--${token})`])),
  ...Object.fromEntries(DARK.map((token, shade) => [`--mantine-color-dark-${shade}`, `var(--${token})`])),
}

/** The same in both themes: the tokens themselves change with `data-theme`. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--mantine-shadow-md': 'var(--shadow)', '--mantine-shadow-xl': 'var(--shadow)' },
  light: { ...MAPPED },
  dark: { ...MAPPED },
})

const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  if (input.variant === 'filled' && (input.color === undefined || input.color === 'ink')) {
    return { ...colors, background: 'var(--ink)', hover: 'var(--ink)', color: 'var(--on-ink)', border: 'none' }
  }
  return colors
}

const COMPACT_TEXT = { fontSize: '12px', lineHeight: '18px' }

export const mantineTheme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  primaryColor: 'ink',
  colors: { ink: INK },
  defaultRadius: 4,
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '18px', sm: '20px', md: '20px', lg: '22px', xl: '24px' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Input: Input.extend({
      vars: (_theme, props) => ({
        wrapper: props.multiline
          ? { '--input-padding': '8px' }
          : { '--input-height': props.size === 'xs' ? '24px' : '28px', '--input-padding': '8px' },
      }),
    }),
    InputWrapper: InputWrapper.extend({
      styles: {
        label: { ...COMPACT_TEXT, fontWeight: 400, color: 'var(--text-2)', marginBottom: '3px' },
        description: { ...COMPACT_TEXT, color: 'var(--text-3)' },
        error: { ...COMPACT_TEXT, color: 'var(--bad-text)' },
      },
    }),
    NumberInput: NumberInput.extend({ defaultProps: { hideControls: true, thousandSeparator: ',' } }),
    Select: Select.extend({ defaultProps: { allowDeselect: false, checkIconPosition: 'right' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', color: 'ink', iconColor: 'var(--on-ink)', radius: 3 } }),
    Switch: Switch.extend({
      defaultProps: { size: 'xs', color: 'ink', withThumbIndicator: false },
      // White on ink is white on white in the dark.
      styles: (_theme, props) => (props.checked === true ? { thumb: { backgroundColor: 'var(--on-ink)' } } : {}),
    }),
    Badge: Badge.extend({ defaultProps: { color: 'ink' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withinPortal: false, openDelay: 400, color: 'var(--ink)', multiline: true, fz: 12 },
      styles: { tooltip: { color: 'var(--on-ink)', padding: '4px 8px', maxWidth: '320px' } },
    }),
    Menu: Menu.extend({
      defaultProps: {
        position: 'bottom-end',
        shadow: 'md',
        transitionProps: { duration: 90 },
        offset: 4,
        withInitialFocusPlaceholder: false,
      },
      styles: {
        dropdown: { padding: '4px', borderColor: 'var(--line)' },
        item: { minHeight: '28px', padding: '4px 8px' },
        label: { fontWeight: 400, color: 'var(--text-3)', fontSize: '12px' },
      },
    }),
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 90 } } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 6,
        shadow: 'xl',
        padding: 20,
        overlayProps: { color: '#0d1013', backgroundOpacity: 0.34, blur: 0 },
        transitionProps: { duration: 90, transition: 'fade' },
      },
    }),
  },
})
