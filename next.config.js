import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PHASE_PRODUCTION_SERVER } from 'next/constants.js'
import { buildCommit, buildVersion } from './lib/env/build-version.mjs'
import { trustedHosts } from './lib/env/host-list.mjs'

function resolvePath(path) {
  return fileURLToPath(new URL(path, import.meta.url))
}

const securityHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  },
]

/** The policy of responses that are not pages, which the matcher of proxy.ts excludes: nothing may load or run. */
const closedPolicy = {
  key: 'Content-Security-Policy',
  value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
/** The service worker requests the pages that people open. */
const workerPath = '/service-worker.js'
const workerPolicy = { ...closedPolicy, value: `${closedPolicy.value}; connect-src 'self'` }
const publicFiles = readdirSync(resolvePath('./public')).map((name) => `/${name}`)
/** Responses that other sites may embed or fetch: they do not depend on the session. */
const openPaths = [
  ...['/users/:username', '/tags/:tag', '/explore', '/search'].map((path) => `${path}/feed.(xml|json)`),
  '/posts/:id/preview.png',
  '/users/:username/preview.png',
  '/oembed',
]
const sourcesWithoutPages = [
  '/_next/:path+',
  // Except /api/docs, which is a page.
  '/api/:path((?!docs$).+)',
  '/data/:path+',
  '/media/avatars/:file',
  '/avatars/:file',
  '/users/:username/card',
  ...openPaths,
  '/robots.txt',
  '/sitemap.xml',
  '/sitemaps/:file',
  '/translate',
  '/.well-known/security.txt',
  '/.well-known/oauth-authorization-server',
  '/oauth/token',
  '/oauth/revoke',
  ...publicFiles,
]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  env: { ROOST_VERSION: buildVersion(), ROOST_COMMIT: buildCommit() },
  // An ETag costs a fifth of the CPU time of a guest page, and the page changes soon.
  generateEtags: false,
  reactStrictMode: true,
  // Uploads are stored in the sizes that pages use. The optimizer would only add attack surface.
  images: { unoptimized: true },
  // `npm run check` checks the types, so the build does not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Put the metadata into the head for all clients, not only for search engines.
  htmlLimitedBots: /.*/,
  turbopack: { root: resolvePath('.') },
  // Seconds after which a guest page is rendered again before the response instead of after it.
  expireTime: 30,
  cacheHandler: resolvePath('./lib/http/cache-handler.mjs'),
  serverExternalPackages: [
    'better-sqlite3',
    'pg',
    'piscina',
    'sharp',
    'bcryptjs',
    'pino',
    'ioredis',
    // Bundled, its use of url.parse would cause a deprecation warning of Node.
    '@node-oauth/oauth2-server',
    // Shares @opentelemetry/api with other packages.
    'prom-client',
    // A megabyte of data.
    'eld',
    // proxy.ts and the pages share its limiters and compare errors by class, so they need the same copy.
    'rate-limiter-flexible',
  ],
  outputFileTracingIncludes: {
    '/**': [
      './lib/previews/fonts/**',
      './lib/passwords/*.{cjs,mjs}',
      './node_modules/bcryptjs/**',
      './node_modules/piscina/**',
      './node_modules/@zxcvbn-ts/**',
      './node_modules/fastest-levenshtein/**',
    ],
  },
  experimental: {
    globalNotFound: true,
    serverActions: {
      bodySizeLimit: '6mb',
      // Next checks the origin of actions after lib/http/origin.ts, by the same hosts.
      allowedOrigins: trustedHosts(process.env),
    },
  },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    ...sourcesWithoutPages.map((source) => ({
      source,
      headers: [source === workerPath ? workerPolicy : closedPolicy],
    })),
    ...openPaths.map((source) => ({
      source,
      headers: [{ key: 'Cross-Origin-Resource-Policy', value: 'cross-origin' }],
    })),
    // Their names have no hash, so browsers keep them for an hour only.
    ...publicFiles.map((source) => ({
      source,
      headers: [{ key: 'Cache-Control', value: 'public, max-age=3600' }],
    })),
  ],
}

/** @param {string} phase */
export default async function configure(phase) {
  // The plugin only changes the build. Loading it takes time and needs packages that a container image can omit.
  if (phase === PHASE_PRODUCTION_SERVER) return config
  const { default: createNextIntlPlugin } = await import('next-intl/plugin')
  const withNextIntl = createNextIntlPlugin({
    requestConfig: './lib/i18n/request.ts',
    experimental: {
      // Writes a file beside the messages, which a running server must not do.
      createMessagesDeclaration: process.argv.includes('typegen') ? './lib/i18n/messages/en.json' : [],
    },
  })
  return withNextIntl(config)
}
