/** Hot keys of the catalogue take effect on our running broker; see test/conformance/hot-keys. */
import { hotKeySuite } from '../conformance/hot-keys/suite.ts'

hotKeySuite('ours', { notShown: {} })
