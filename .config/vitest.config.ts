import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { nodeFlags } from '../lib/testing/node-flags'

const root = fileURLToPath(new URL('..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@/': root } },
  cacheDir: 'node_modules/.cache/vitest',
  test: {
    include: ['{lib,app,components}/**/*.test.{ts,tsx}', '{deploy,scripts}/**/*.test.ts'],
    globalSetup: './lib/testing/global-setup.ts',
    setupFiles: './lib/testing/setup.ts',
    pool: 'forks',
    maxWorkers: 2,
    execArgv: nodeFlags,
    // They only end a test that would wait forever. Starting ten processes takes half a minute on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // With --changed: files that tests read without importing them.
    forceRerunTriggers: [
      ...configDefaults.forceRerunTriggers,
      ...['**/prisma/**', '**/lib/testing/{global-setup,database,compile-scripts}.ts'],
      '**/docs/{database,shell,data-model}.md',
    ],
  },
})
