import { defineConfig } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const PURE = [
  'base',
  'protocol',
  'remoting',
  'store',
  'ha',
  'namesrv',
  'broker',
  'client',
  'config',
  'contract',
  'admin',
  'lab',
]

/** What only engine/node and engine/cli may name: the outside world comes in through engine/base/ports.ts. */
const OUTSIDE = [
  'process',
  'Buffer',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'clearImmediate',
  'performance',
  'console',
  'fetch',
]

export default defineConfig(
  {
    ignores: [
      'dist/**',
      'engine/pure-globals.d.ts', // seen by tsconfig.pure.json only
      'node_modules/**',
      'release/**',
      'test-results/**',
      'test/interop/.cache/**',
      'coverage/**',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['fs', 'net', 'path', 'os', 'child_process', 'zlib', 'crypto', 'util', 'events', 'url'],
              message: 'Use the node: prefix.',
            },
          ],
        },
      ],
    },
  },
  {
    files: PURE.map((folder) => `engine/${folder}/**/*.ts`),
    ignores: ['engine/base/bytes.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...OUTSIDE.map((name) => ({ name, message: 'Take a port from engine/base/ports.ts.' })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take the Random port.' },
        { object: 'Date', property: 'now', message: 'Take the Clock port.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'Only engine/node and engine/cli touch Node.' }] },
      ],
    },
  },
  { files: ['renderer/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat.recommended] },
  { files: ['engine/cli/**', 'test/**', 'scripts/**'], rules: { 'no-console': 'off' } },
)
