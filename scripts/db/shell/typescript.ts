import { createRequire } from 'node:module'

/**
 * The TypeScript compiler. `import` would let Node search its nine megabytes for the names of exports, which takes longer
 * than the rest of the start of the shell.
 */
export const ts: typeof import('typescript') = createRequire(import.meta.url)('typescript')
