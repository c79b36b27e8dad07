/**
 * How the desktop application is packed (`npm run pack`, `npm run pack:dry`). The engine's bundles and a Node runtime lie beside
 * the archive as extra resources: nodes are processes of that runtime, and Electron's own executable is no Node (`runAsNode` off).
 */
const runtime = process.env.MQLAB_PACK_RUNTIME // folder with `bin/node` or `node.exe`, set by scripts/pack.ts

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'io.github.rocketmq-cluster-lab',
  productName: 'RocketMQ Cluster Lab',
  directories: { output: 'release', buildResources: 'resources' },
  npmRebuild: false,
  asar: true,
  extraMetadata: { main: 'dist/electron/main.js' },
  files: ['package.json', 'dist/electron/**', 'dist/renderer/**', '!node_modules/**', '!**/*.map'],
  extraResources: [
    { from: 'dist', to: 'engine', filter: ['*.js'] },
    { from: 'resources/engine-package.json', to: 'engine/package.json' },
    ...(runtime === undefined ? [] : [{ from: runtime, to: 'runtime', filter: ['bin/node', 'node.exe', 'LICENSE'] }]),
  ],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: { target: ['AppImage', 'tar.gz'], category: 'Development', icon: 'icons' },
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.developer-tools', icon: 'icons/512x512.png' },
  win: { target: ['nsis', 'zip'], icon: 'icons/256x256.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
}
