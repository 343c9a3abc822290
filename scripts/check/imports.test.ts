import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ICruiseResult } from 'dependency-cruiser'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { findServerImports } from './browser-imports'
import { readImportGraph } from './import-graph'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Reads a repository that consists of these files. */
async function read(files: Record<string, string>): Promise<{ graph: ICruiseResult; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'roost-imports-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { graph: await readImportGraph(folder), folder }
}

async function rulesBrokenIn(files: Record<string, string>): Promise<string[]> {
  const { graph } = await read(files)
  return [...new Set(graph.summary.violations.map(({ rule }) => rule.name))]
}

const forbidden = [
  ['lib/posts/queries.ts', 'app/page.tsx', 'nothing-imports-app'],
  ['lib/log/log.ts', 'scripts/settings.ts', 'product-without-tooling'],
  ['components/posts/card.tsx', 'lib/testing/factories.ts', 'product-without-testing'],
  ['app/(dynamic)/page.tsx', 'lib/posts/mutations.ts', 'pages-without-database'],
  ['app/(dynamic)/page.tsx', 'lib/db/db.ts', 'pages-without-database'],
  ['app/api/posts/route.ts', 'components/posts/card.tsx', 'handlers-without-components'],
  ['app/data/posts/route.ts', 'lib/posts/actions.ts', 'handlers-without-components'],
  ['app/api/posts/route.ts', 'lib/request/viewer.ts', 'api-without-sessions'],
  ['lib/text/html.ts', 'components/ui/card.tsx', 'lib-without-components'],
  ['components/posts/card.tsx', 'lib/posts/mutations.ts', 'components-without-database'],
  ['components/posts/card.tsx', 'lib/posts/queries.ts', 'components-without-queries'],
  ['components/ui/card.tsx', 'lib/posts/view.ts', 'ui-without-nouns'],
  ['components/ui/card.tsx', 'components/posts/card.tsx', 'tier-of-components-ui'],
  ['components/posts/card.tsx', 'components/search/box.tsx', 'tier-of-components-posts'],
  ['lib/posts/actions.ts', 'lib/db/db.ts', 'actions-without-database'],
  ['lib/posts/actions.ts', 'lib/users/actions.ts', 'actions-of-one-noun'],
  ['lib/posts/schema.ts', 'lib/db/db.ts', 'schemas-and-policies-are-pure'],
  ['lib/posts/mutations.ts', 'lib/request/viewer.ts', 'domain-without-request'],
  ['lib/posts/mutations.ts', 'lib/api/health.ts', 'domain-without-request'],
  ['lib/posts/queries.ts', 'lib/feeds/queries.ts', 'tier-of-lib-posts'],
  ['lib/text/html.ts', 'lib/users/view.ts', 'services-without-nouns'],
  ['lib/log/log.ts', 'lib/db/db.ts', 'tier-of-lib-log'],
  ['lib/posts/queries.ts', 'node_modules/next/headers.js', 'domain-without-frameworks'],
  ['lib/posts/actions.ts', 'node_modules/next/headers.js', 'actions-use-little-of-next'],
  ['lib/text/html.ts', 'node_modules/vitest/index.js', 'no-development-packages'],
] as const

const allowed = [
  ['app/(dynamic)/page.tsx', 'lib/posts/queries.ts'],
  ['app/api/posts/route.ts', 'lib/posts/mutations.ts'],
  ['app/api/auth/route.ts', 'lib/request/auth.ts'],
  ['app/data/posts/route.ts', 'lib/request/viewer.ts'],
  ['components/posts/card.tsx', 'lib/posts/actions.ts'],
  ['components/posts/card.tsx', 'components/users/name.tsx'],
  ['components/shell/nav.tsx', 'lib/messages/queries.ts'],
  ['lib/posts/actions.ts', 'lib/request/viewer.ts'],
  ['lib/posts/actions.ts', 'node_modules/next/cache.js'],
  ['lib/posts/mutations.ts', 'lib/users/queries.ts'],
  ['scripts/seed.ts', 'lib/posts/mutations.ts'],
] as const

const packages = {
  'package.json': '{ "dependencies": { "next": "1" }, "devDependencies": { "vitest": "1" } }',
  'node_modules/next/package.json': '{ "name": "next" }',
  'node_modules/vitest/package.json': '{ "name": "vitest", "main": "index.js" }',
}

let graph: ICruiseResult

// Read the graph once for both tables: a read takes 0.2 s.
beforeAll(async () => {
  const files: Record<string, string> = { ...packages }
  for (const [from, to] of [...forbidden, ...allowed]) {
    files[from] = `import '${specifier(from, to)}'\n${files[from] ?? ''}`
    files[to] ??= ''
  }
  graph = (await read(files)).graph
})

function specifier(from: string, to: string): string {
  const module = to.replace(/^node_modules\/|(?:\/index)?\.\w+$/g, '')
  return to.startsWith('node_modules/') ? module : '../'.repeat(from.split('/').length - 1) + module
}

/** Together the tables contain cycles: those rules have separate tests. */
function brokenRules(from: string, to: string): string[] {
  return graph.summary.violations
    .filter((one) => one.from === from && one.to === to && !one.rule.name.includes('cycles'))
    .map(({ rule }) => rule.name)
}

test.each(forbidden)('%s must not import %s', (from, to, rule) => {
  expect(brokenRules(from, to)).toEqual([rule])
})

test.each(allowed)('%s may import %s', (from, to) => {
  const file = graph.modules.find(({ source }) => source === from)
  expect(file?.dependencies.map(({ resolved }) => resolved)).toContain(to)
  expect(brokenRules(from, to)).toEqual([])
})

test('allows every import in tests', async () => {
  const imports = ['../testing/factories', '../../app/page', '../db/db', 'vitest']
  const files = {
    ...packages,
    'lib/text/html.test.ts': imports.map((module) => `import '${module}'`).join('\n'),
    'lib/testing/factories.ts': '',
    'app/page.tsx': '',
    'lib/db/db.ts': '',
    'node_modules/vitest/index.js': '',
  }
  expect(await rulesBrokenIn(files)).toEqual([])
})

test('allows type imports from a layer whose values may not be imported', async () => {
  const files = {
    'lib/posts/queries.ts': `import type { X } from '../request/viewer'`,
    'lib/request/viewer.ts': '',
  }
  expect(await rulesBrokenIn(files)).toEqual([])
})

test('rejects a value import from a file whose types may be imported', async () => {
  const imports = [`import type { X } from '../request/viewer'`, `import { x } from '../request/viewer'`]
  for (const lines of [imports, imports.toReversed(), [`import { type X, x } from '../request/viewer'`]]) {
    const files = { 'lib/posts/queries.ts': lines.join('\n'), 'lib/request/viewer.ts': '' }
    expect(await rulesBrokenIn(files)).toEqual(['domain-without-request'])
  }
})

test('reports cycles between files, except cycles of type imports', async () => {
  const cycle = (word: string) => ({
    'lib/text/a.ts': `import { b } from './b'`,
    'lib/text/b.ts': `${word} { a } from './a'`,
  })
  expect(await rulesBrokenIn(cycle('import'))).toEqual(['no-cycles'])
  expect(await rulesBrokenIn(cycle('import type'))).toEqual([])
})

test('reports cycles between folders', async () => {
  const files = {
    'lib/db/one/a.ts': `import { c } from '../two/c'`,
    'lib/db/two/b.ts': `import { d } from '../one/d'`,
    'lib/db/two/c.ts': '',
    'lib/db/one/d.ts': '',
  }
  expect(await rulesBrokenIn(files)).toEqual(['no-folder-cycles'])
})

test('reports imports of missing files', async () => {
  expect(await rulesBrokenIn({ 'lib/text/a.ts': `import { b } from './b'` })).toEqual(['no-unresolvable'])
})

const clientForm = `'use client'\nimport { help } from './help'\nimport { send } from '../../lib/posts/actions'`

test('reports a server module that a client component imports through another file', async () => {
  const { graph, folder } = await read({
    'components/posts/form.tsx': clientForm,
    'components/posts/help.ts': `import { env } from '../../lib/env'`,
    'lib/env.ts': '',
    'lib/posts/actions.ts': '',
  })
  expect(findServerImports(graph.modules, folder)).toEqual([
    'Server module in the browser: components/posts/form.tsx → components/posts/help.ts → lib/env.ts',
  ])
})

test('reports Node modules that a client component imports through another file', async () => {
  const { graph, folder } = await read({
    'components/posts/form.tsx': clientForm,
    'components/posts/help.ts': `import { createHash } from 'node:crypto'`,
    'lib/posts/actions.ts': '',
  })
  expect(findServerImports(graph.modules, folder)).toEqual([
    'Server module in the browser: components/posts/form.tsx → components/posts/help.ts → crypto',
  ])
})

test('lets client components import actions and types', async () => {
  const { graph, folder } = await read({
    'components/posts/form.tsx': clientForm,
    'components/posts/help.ts': `import type { PostView } from '../../lib/posts/view'`,
    'lib/posts/view.ts': '',
    'lib/posts/actions.ts': `'use server'\nimport { createPost } from './mutations'`,
    'lib/posts/mutations.ts': '',
  })
  expect(findServerImports(graph.modules, folder)).toEqual([])
})
