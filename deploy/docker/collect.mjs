// node deploy/docker/collect.mjs DIRECTORY: copies what a server, a worker and the commands need at run time, traced from
// their imports, into an empty directory. The build must exist. The Dockerfile runs it; docs/decisions/045 has figures.

import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const at = (path) => join(root, path)

/** The programs. The product is traced by Next during the build. */
const programs = [
  'scripts/server.mjs',
  'scripts/heap.mjs',
  'scripts/generate.mjs',
  'scripts/worker.ts',
  'scripts/db/main.ts',
  'scripts/db/backup.ts',
  'scripts/db/restore.ts',
  'scripts/db/shell.ts',
  'scripts/admin.ts',
  'scripts/mail.ts',
  'scripts/search.ts',
  'next.config.js',
]

/** Read at run time by path: without an import that can be traced. */
const data = [
  'package.json',
  // npm run doctor reads the names of the settings from it.
  '.env.example',
  'tsconfig.json',
  '.config/prisma.ts',
  'prisma/schema.prisma',
  'prisma/migrations',
  'public',
  'deploy/start.sh',
  'deploy/docker/check-health.mjs',
  'lib/db/generated',
  'lib/i18n/messages',
  'lib/passwords',
  'lib/telemetry/sdk.mjs',
  'node_modules/.telemetry',
  // scripts/generate.mjs compares its version.
  'node_modules/prisma/package.json',
  // Next resolves these names when it loads next.config.js.
  'node_modules/next/dist/compiled/webpack',
  'node_modules/next/dist/compiled/@babel/runtime/package.json',
  // The shell compiles its input.
  'node_modules/typescript/package.json',
  'node_modules/typescript/lib/typescript.js',
  // Compiles the programs when they start.
  'node_modules/.bin/tsx',
  'node_modules/tsx',
  'node_modules/esbuild',
  'node_modules/@esbuild',
]

/** Traced, but not used in production on SQLite or PostgreSQL. */
const unused = [
  /\.(?:test\.tsx?|map|nft\.json|d\.[cm]?ts)$/,
  /^node_modules\/@prisma\/client\/runtime\/query_compiler_(?:small|\w+_bg\.(?:sqlserver|cockroachdb|mysql))/,
  /^node_modules\/better-sqlite3\/(?:deps|src|build\/(?!Release\/better_sqlite3\.node))/,
  // Copies for browsers.
  /^node_modules\/\.telemetry\/.*\/build\/(?:esm|esnext)\//,
  /^node_modules\/next\/dist\/docs\//,
  /^node_modules\/next\/dist\/compiled\/(?:babel|babel-packages|next-devtools|@next\/font)\//,
  /^node_modules\/next\/dist\/compiled\/next-server\/.*\.dev\.js$/,
  // Only for the build: next-intl extracts messages with them.
  /^node_modules\/(?:@swc\/core|@parcel)/,
  // Next has compiled them.
  /^(?:app|components)\//,
]
const isUsed = (path) => !unused.some((pattern) => pattern.test(path))

const files = new Set([...data, ...tracedByNext(), ...(await trace(programs))].filter(isUsed))
const target = resolve(process.argv[2] ?? '')
if (!process.argv[2]) throw new Error('Usage: node deploy/docker/collect.mjs DIRECTORY')
for (const path of files) copy(path)
for (const name of readdirSync(at('.next')))
  if (!['cache', 'trace', 'trace-build', 'diagnostics', 'types', 'dev'].includes(name)) copy(`.next/${name}`)

/** Links are kept, and what they point to is copied as well. */
function copy(path) {
  const options = {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => isUsed(relative(root, source)),
  }
  mkdirSync(dirname(join(target, path)), { recursive: true })
  cpSync(at(path), join(target, path), options)
  if (lstatSync(at(path)).isSymbolicLink()) copy(relative(root, realpathSync(at(path))))
}

/** The files in the traces that Next writes beside each page. */
function tracedByNext() {
  const traces = readdirSync(at('.next'), { recursive: true })
    .map((name) => `.next/${name}`)
    .filter((path) => path.endsWith('.nft.json') && !path.startsWith('.next/cache/'))
  return traces.flatMap((path) =>
    JSON.parse(readFileSync(at(path), 'utf8')).files.map((file) =>
      relative(root, join(root, dirname(path), file)),
    ),
  )
}

/** Traces programs with the tool that Next itself uses. TypeScript is compiled first. */
async function trace(paths) {
  const { nodeFileTrace } = require('next/dist/compiled/@vercel/nft')
  const { transform } = await import('esbuild')
  const { fileList } = await nodeFileTrace(paths.map(at), {
    base: root,
    processCwd: root,
    paths: { '@/': `${root}/` },
    ignore: (path) => path.startsWith('.data/') || /(?:^|\/)\.env/.test(path),
    async readFile(path) {
      const source = await readFile(path, 'utf8').catch((error) => {
        if (['ENOENT', 'EISDIR'].includes(error.code)) return null
        throw error
      })
      if (source === null || !/\.tsx?$/.test(path)) return source
      return (await transform(source, { loader: path.endsWith('x') ? 'tsx' : 'ts', format: 'esm' })).code
    },
  })
  return fileList
}
