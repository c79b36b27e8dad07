/** Module hook: `electron` is the fake beside this file. Loaded by `node --import`. */
import { register } from 'node:module'

const fake = new URL('./fake-electron.mjs', import.meta.url).href
const hook = `export async function resolve(specifier, context, next) {
  return specifier === 'electron' ? { url: ${JSON.stringify(fake)}, shortCircuit: true } : next(specifier, context)
}`
register(`data:text/javascript,${encodeURIComponent(hook)}`)
