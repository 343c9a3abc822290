// Which file may import which: the table of docs/architecture.md as rules. `npm run check` applies them, and
// scripts/check/browser-imports.ts adds a rule that paths cannot express: what files with 'use client' may reach.

import { componentFolders, nouns, request, services } from './layout.mjs'

/** Matches these folders of `top`, and single files with these names. */
const within = (top, ...names) => `^${top}/(?:${names.join('|')})(?:/|\\.|$)`

/** Matches the files of nouns with these roles. */
const nounFiles = (...roles) => `^lib/(?:${nouns.join('|')})/(?:${roles.join('|')})\\.`

const anyNoun = within('lib', ...nouns)
const anyService = within('lib', ...services)
const anyRequest = within('lib', ...request)
const database = '^lib/db/'
const handlers = '^app/(?:api|data)/'
const ui = '^components/ui/'
const product = ['^(?:app|components|lib)/', '^(?:proxy|instrumentation)\\.ts$']
const frameworks = '^node_modules/(?:next|next-auth|next-intl|react|react-dom)/'

/** Excludes `import type`, which the compiler erases. */
const atRunTime = { dependencyTypesNot: ['type-only', 'type-import'] }

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const layers = [
  rule('nothing-imports-app', 'Files in app are entry points.', { pathNot: '^app/' }, { path: '^app/' }),
  rule(
    'product-without-tooling',
    'scripts, deploy, e2e and prisma may import lib, never the reverse.',
    { path: product, pathNot: '^lib/testing/' },
    { path: '^(?:scripts|deploy|e2e|prisma)/' },
  ),
  rule(
    'product-without-testing',
    'Only tests and tooling import lib/testing.',
    { path: product, pathNot: '^lib/testing/' },
    { path: '^lib/testing/' },
  ),
  rule(
    'pages-without-database',
    'A page reads through queries and passes actions to forms.',
    { path: '^app/', pathNot: handlers },
    { path: [nounFiles('mutations'), database] },
  ),
  rule(
    'handlers-without-components',
    'A handler responds with data from queries and mutations.',
    { path: handlers },
    { path: ['^components/', nounFiles('actions'), database] },
  ),
  rule(
    'api-without-sessions',
    'A session cookie alone never authorises a request to /api, except to Auth.js.',
    { path: '^app/api/', pathNot: '^app/api/auth/' },
    { path: anyRequest },
  ),
  rule(
    'lib-without-components',
    'lib is the layer below components.',
    { path: '^lib/' },
    { path: '^components/' },
  ),
]

const components = [
  rule(
    'components-without-database',
    'A component renders its props and passes actions to forms.',
    { path: '^components/' },
    { path: [nounFiles('mutations', 'jobs'), database] },
  ),
  rule(
    'components-without-queries',
    'A page reads and passes the result as props. Only the shell reads: its unread counts.',
    { path: '^components/', pathNot: '^components/shell/' },
    { path: nounFiles('queries') },
  ),
  rule('ui-without-nouns', 'components/ui depends on no noun.', { path: ui }, { path: [anyNoun, database] }),
]

const domain = [
  rule(
    'actions-without-database',
    'An action calls queries and mutations.',
    { path: nounFiles('actions') },
    { path: database },
  ),
  rule(
    'actions-of-one-noun',
    'Nouns share queries and mutations, not actions.',
    { path: `^lib/(${nouns.join('|')})/` },
    { path: nounFiles('actions'), pathNot: '^lib/$1/' },
  ),
  rule(
    'schemas-and-policies-are-pure',
    'Schemas and policies run in browsers too.',
    { path: nounFiles('schema', 'policy') },
    { path: database, ...atRunTime },
  ),
  rule(
    'domain-without-request',
    'Jobs, scripts and tests call the domain too: only actions depend on the request.',
    { path: anyNoun, pathNot: nounFiles('actions') },
    { path: [anyRequest, '^lib/api/'], ...atRunTime },
  ),
  rule(
    'domain-without-frameworks',
    'The domain depends on neither Next nor React.',
    { path: anyNoun, pathNot: nounFiles('actions') },
    { path: frameworks, ...atRunTime },
  ),
  rule(
    'actions-use-little-of-next',
    'An action needs next/cache and next/navigation only.',
    { path: nounFiles('actions') },
    { path: '^node_modules/next/', pathNot: '^node_modules/next/(?:cache|navigation)\\.', ...atRunTime },
  ),
  rule(
    'services-without-nouns',
    'Every noun can use a service, so a service depends on no noun.',
    { path: anyService },
    { path: [anyNoun, anyRequest, '^lib/api/'], ...atRunTime },
  ),
]

const general = [
  rule('no-cycles', 'These files form an import cycle.', {}, { circular: true, viaOnly: atRunTime }),
  {
    // Tiers prevent cycles among components, nouns and services. This rule cannot cover nouns: their actions import
    // lib/request, which imports their queries.
    ...rule(
      'no-folder-cycles',
      'These folders form an import cycle.',
      { path: '^lib/', pathNot: [anyNoun, '^lib/request'] },
      { circular: true },
    ),
    scope: 'folder',
  },
  rule('no-unresolvable', 'The file or package does not exist.', {}, { couldNotResolve: true }),
  rule(
    'no-development-packages',
    'Production installs have no devDependencies.',
    { path: product, pathNot: '^lib/testing/' },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg'], ...atRunTime },
  ),
]

/** One rule per folder in `top`: it imports none of those listed after it. */
function tiers(top, names) {
  return names.slice(0, -1).map((name, index) => {
    const folder = `${top}/${name}`
    const higher = names.slice(index + 1)
    const comment = `${folder} imports only folders listed before it in .config/layout.mjs.`
    return rule(
      `tier-of-${top}-${name}`,
      comment,
      { path: within(top, name) },
      { path: within(top, ...higher) },
    )
  })
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    ...components,
    ...domain,
    ...general,
    ...tiers('lib', nouns),
    ...tiers('lib', services),
    ...tiers('components', componentFolders),
  ],
  options: {
    // Tests may import everything, and generated clients are not checked.
    exclude: { path: '\\.(?:test|spec)\\.' },
    doNotFollow: { path: ['^node_modules/', '/generated/', '^lib/testing/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
