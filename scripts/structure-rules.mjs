// The table of docs/architecture ("one noun, three shelves") as data. A new name here is a decision.

/** What the product is about, lowest tier first: a noun imports only those before it. */
const nouns =
  'usernames reauthentication users credentials sessions preferences blocks notifications follows posts likes bookmarks messages feeds search moderation exports'.split(
    ' ',
  )

/** Any noun may use these; they know no noun. */
const services =
  'db env errors text i18n mail storage jobs events rate-limit log limits page crypto http passwords zod'.split(
    ' ',
  )

/** Files of lib that join nouns, services and Next. */
const joints =
  'auth viewer viewer-type action action.answers form-state api testing translate routes flash drafts guest-pages page-limit auth-adapter choices metadata search-params session-check session-cookies'.split(
    ' ',
  )

const fileNames = ['schema', 'view', 'policy', 'queries', 'mutations', 'actions', 'jobs']

/** Names beyond the vocabulary, each for its reason. The list may only shrink. */
const exceptions = {
  'search/matching': 'what both engines look for, in tokens',
  'search/rank': 'pure order of results, the same on both engines',
  'feeds/keyset': 'the cursor arithmetic that all feeds share',
  'users/gravatar': 'pure address of an outside picture',
}

/** @returns {{ shelf: string, noun?: string, file?: string }} where a file of the repository stands */
export function place(path) {
  const [top, name = '', ...rest] = path.replace(/\.[mc]?[jt]sx?$/, '').split('/')
  const second = rest.length > 0 ? name : name.replace(/\.test$/, '')
  if (top === 'app') return { shelf: second === 'api' ? 'api' : 'page' }
  if (top === 'components') return second === 'ui' ? { shelf: 'ui' } : { shelf: 'component', noun: second }
  if (top !== 'lib') return { shelf: 'outside' }
  if (nouns.includes(second)) return { shelf: 'noun', noun: second, file: rest.join('/') }
  if (services.includes(second)) return { shelf: 'service', noun: second, file: rest.join('/') }
  return { shelf: 'joint', noun: second, file: rest.join('/') }
}

/** What is wrong with the name of a file of lib, or nothing. */
export function nameBreach(path) {
  const { shelf, noun, file = '' } = place(path)
  if (shelf === 'joint' && !joints.includes(noun))
    return `lib/${noun} is no known noun or service (scripts/structure-rules.mjs)`
  if (shelf !== 'noun' || /\.(test|sqlite|postgresql)$/.test(file)) return undefined
  if (fileNames.includes(file) || exceptions[`${noun}/${file}`]) return undefined
  return `a noun has only ${fileNames.join(', ')} and tests`
}

/**
 * What is wrong with an import, or nothing.
 * @param {{ path: string, client: boolean }} from the importing file; `client` when it says 'use client'
 * @param {{ path?: string, module: string, typeOnly: boolean }} to `path` is absent for packages
 */
export function importBreach(from, to) {
  if (/\.test\.tsx?$/.test(from.path)) return undefined
  const source = place(from.path)
  if (source.shelf === 'outside') return undefined
  return to.path ? internalBreach(from, source, to) : packageBreach(source, to)
}

function internalBreach(from, source, to) {
  const target = place(to.path)
  const is = (...files) => target.shelf === 'noun' && files.includes(target.file)
  const isDb = to.path.startsWith('lib/db/')
  const never = (what) =>
    `${source.file ?? (from.client ? 'a client component' : source.shelf)} never imports ${what}`

  if (/^(app|scripts|e2e|prisma)\//.test(to.path) && source.noun !== 'testing') {
    return to.path.startsWith('app/') && from.path.startsWith('app/')
      ? undefined
      : never(to.path.split('/')[0])
  }
  if (target.noun === 'testing' && source.noun !== 'testing') return never('lib/testing')

  switch (source.shelf) {
    case 'page':
      if (is('mutations') || isDb) return never('mutations or db')
      break
    case 'api':
      if (['component', 'ui'].includes(target.shelf) || is('actions') || isDb)
        return never('components, actions or db')
      break
    case 'component':
      if (is('mutations', 'jobs') || isDb) return never('mutations or db')
      if (from.client && is('queries')) return never('queries')
      if (from.client && is('view') && !to.typeOnly) return never('a view, except its types')
      break
    case 'ui':
      if (['component', 'noun'].includes(target.shelf) || isDb) return never('anything that knows a noun')
      break
    case 'noun':
      return nounBreach(source, target, { never, isDb, typeOnly: to.typeOnly })
    case 'service':
      if (['noun', 'component', 'ui', 'joint'].includes(target.shelf) && !to.typeOnly)
        return never('nouns or components')
      break
  }
  return undefined
}

function nounBreach(source, target, { never, isDb, typeOnly }) {
  const isAction = source.file === 'actions'
  if (['component', 'ui'].includes(target.shelf)) return never('components')
  if (target.shelf === 'noun' && target.noun !== source.noun) {
    if (nouns.indexOf(target.noun) > nouns.indexOf(source.noun))
      return `${source.noun} imports lower tiers only, ${target.noun} is none`
    if (target.file === 'actions') return never('actions of another noun')
  }
  if (isDb && (isAction || (['schema', 'policy'].includes(source.file) && !typeOnly))) return never('db')
  if (!isAction && !typeOnly && ['auth', 'viewer', 'action', 'api'].includes(target.noun))
    return never(`lib/${target.noun}`)
  return undefined
}

function packageBreach(source, { module, typeOnly }) {
  if (source.shelf !== 'noun' || typeOnly) return undefined
  if (source.file === 'actions') {
    const allowed = ['next/cache', 'next/navigation']
    return module.startsWith('next/') && !allowed.includes(module)
      ? `actions import only ${allowed.join(' and ')} of Next`
      : undefined
  }
  return /^(next|next-auth|next-intl|react)(\/|$)/.test(module)
    ? `${source.file} never imports ${module}`
    : undefined
}

/** Files whose default export Next, or another tool, asks for. */
export const mayExportDefault = (path) =>
  /^app\/.*\b(page|layout|loading|error|not-found|global-error|global-not-found|template|default|sitemap|robots|manifest|icon|apple-icon|opengraph-image)\.tsx?$/.test(
    path,
  ) ||
  ['lib/i18n/request.ts', 'lib/http/cache-handler.mjs', 'lib/testing/global-setup.ts', 'proxy.ts'].includes(
    path,
  ) ||
  /\.config\.[mc]?[jt]s$/.test(path)

/** Files that may look at the environment themselves. */
export const mayReadEnvironment = (path) =>
  path === 'lib/env.ts' ||
  /^(scripts|e2e|prisma|lib\/testing)\/|\.config\.[mc]?[jt]s$|\.test\.tsx?$/.test(path)

/** The most lines a file may have. */
export const lineLimit = (path) => (/^app\/(.*\/)?page\.tsx$/.test(path) ? 60 : 250)
