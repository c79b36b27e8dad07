/** Version names against ordinals of Java's MQVersion, as 5.3.3 lists them. */
import { expect, test } from 'vitest'
import { versionText } from '../../../engine/admin/version-text.ts'

test.each([
  [0, 'V3_0_0_SNAPSHOT'],
  [15, 'V3_0_0_FINAL'],
  [16, 'V3_0_1_SNAPSHOT'],
  [45, 'V3_0_15'],
  [46, 'V3_1_0_SNAPSHOT'],
  [478, 'V5_3_3_SNAPSHOT'],
  [479, 'V5_3_3'],
  [611, 'V5_9_9'],
  [612, 'HIGHER_VERSION'],
  [100_000, 'HIGHER_VERSION'],
])('version %d is %s', (version, text) => {
  expect(versionText(version)).toBe(text)
})
