/**
 * Builds the renderer. `base: '/'` so that a reload of a deep address finds its files; the nonce placeholder is replaced by
 * the host for every response; nothing is inlined, because the policy allows no inline script.
 */
import react from '@vitejs/plugin-react'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react()],
  resolve: { alias: [{ find: /^zod$/, replacement: resolve('renderer/zod-jitless.ts') }] },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 1600,
  },
  server: { port: 41500, strictPort: true },
})
