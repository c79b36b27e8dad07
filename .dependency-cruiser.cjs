/** The arrows of docs/ARCHITECTURE.md ("who may import whom") as rules. Errors, not warnings. */

const ALLOWED = {
  base: [],
  protocol: ['base'],
  config: ['base'],
  remoting: ['base', 'protocol'],
  store: ['base', 'protocol'],
  ha: ['base', 'protocol', 'store'],
  namesrv: ['base', 'protocol', 'remoting', 'config'],
  client: ['base', 'protocol', 'remoting'],
  broker: ['base', 'protocol', 'remoting', 'store', 'ha', 'config'],
  admin: ['base', 'protocol', 'client'],
  contract: ['base'],
  lab: ['base', 'protocol', 'admin', 'client', 'config', 'contract'],
  node: ['base'],
}

const directions = Object.entries(ALLOWED).map(([folder, targets]) => ({
  name: `engine-${folder}`,
  comment: `engine/${folder} may import ${targets.length === 0 ? 'nothing else of the engine' : targets.join(', ')}`,
  severity: 'error',
  from: { path: `^engine/${folder}/` },
  to: { path: '^engine/', pathNot: `^engine/(${[folder, ...targets].join('|')})/` },
}))

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'renderer-knows-the-contract',
      comment:
        'The window may import engine/contract, engine/config and the words of engine/base, never electron/ or the engine',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(engine|electron|scripts)/', pathNot: '^engine/(contract|config|base)/' },
    },
    {
      name: 'electron-knows-the-contract',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^(engine|renderer|scripts)/', pathNot: '^engine/(contract|base)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { path: '^(engine|scripts|renderer|electron)/' },
      to: { path: '^test/' },
    },
    {
      name: 'node-modules-only-at-the-edge',
      comment: 'Sockets, files, clocks and processes come through engine/base/ports.ts',
      severity: 'error',
      from: { path: '^engine/', pathNot: '^engine/(node|cli)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^engine/', pathNot: ['^engine/cli/', '\\.d\\.ts$'] },
      to: {},
    },
    { name: 'not-to-dev-tools', severity: 'error', from: { path: '^engine/' }, to: { path: '^scripts/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
}
