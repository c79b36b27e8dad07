/** The hot keys of the catalogue on Apache's running broker, the same scenarios that ours passes; see test/conformance/hot-keys. */
import { describe } from 'vitest'
import { hotKeySuite } from '../conformance/hot-keys/suite.ts'
import { apacheLibOrSkip } from './apache/apache-lib.ts'

const apacheLib = apacheLibOrSkip('interop hot-keys')

describe.skipIf(apacheLib === undefined)('interop', () => {
  hotKeySuite('apache', { ...(apacheLib === undefined ? {} : { apacheLib }), notShown: {} })
})
