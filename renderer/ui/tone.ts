/** The six tones of the design: five of health, violet for what was done on purpose. */
export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle' | 'fault'

/** The colour of shapes and strokes in a tone, for SVG and charts. */
export function markColor(tone: Tone): string {
  return `var(--${tone}-mark)`
}
