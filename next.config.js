import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import createNextIntlPlugin from 'next-intl/plugin'
import { hostList } from './lib/env/host-list.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

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

/** For what proxy.ts leaves out: answers without a page, whose content may load and do nothing. */
const closedPolicy = {
  key: 'Content-Security-Policy',
  value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
const publicFiles = readdirSync(here('./public')).map((name) => `/${name}`)
const withoutPages = [
  '/_next/:path+',
  '/api/:path+',
  '/media/avatars/:file',
  '/avatars/:file',
  ...publicFiles,
]

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Next hashes the whole page for each request: a fifth of the CPU of a guest's page, for answers that change soon.
  generateEtags: false,
  reactStrictMode: true,
  // Uploads are stored in the sizes that pages need; the optimizer would only add attack surface.
  images: { unoptimized: true },
  // `npm run check` has checked the types; whoever starts the product need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // Titles and descriptions belong in the head for everybody, not only for search engines.
  htmlLimitedBots: /.*/,
  turbopack: { root: here('.') },
  // A guest's page older than this is made anew before it is shown, not after (seconds).
  expireTime: 30,
  cacheHandler: here('./lib/http/cache-handler.mjs'),
  serverExternalPackages: [
    'better-sqlite3',
    'pg',
    'piscina',
    'sharp',
    'bcryptjs',
    'pino',
    'ioredis',
    // One copy in each process: proxy.ts and pages share its limiters and tell refusals by their class.
    'rate-limiter-flexible',
  ],
  outputFileTracingIncludes: {
    '/**': [
      './lib/passwords/*.mjs',
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
      // The hosts that lib/http/origin.ts trusts: Next checks each action once more.
      allowedOrigins: hostList(`${process.env.APP_URL ?? ''},${process.env.ALLOWED_ORIGINS ?? ''}`),
    },
  },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    ...withoutPages.map((source) => ({ source, headers: [closedPolicy] })),
    // Their names stay the same when they change, so browsers may keep them for an hour only.
    ...publicFiles.map((source) => ({
      source,
      headers: [{ key: 'Cache-Control', value: 'public, max-age=3600' }],
    })),
  ],
}

const withNextIntl = createNextIntlPlugin({
  requestConfig: './lib/i18n/request.ts',
  experimental: {
    // Writes a file beside the messages, which a running server must not do.
    createMessagesDeclaration: process.argv.includes('typegen') ? './lib/i18n/messages/en.json' : [],
  },
})

export default withNextIntl(config)
