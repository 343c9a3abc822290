import { createHash } from 'node:crypto'
import fileSystemCache from 'next/dist/server/lib/incremental-cache/file-system-cache.js'

// Node hands a CommonJS module over whole, the bundler only its default export; Next loads this file both ways.
const NextCache = fileSystemCache.default ?? fileSystemCache

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Next's own cache, with two changes. It lives in memory alone: pages on disk would outlive the posts in them, and
 * follow the build to another database. And each prerendered page takes along a Content-Security-Policy that allows exactly
 * the inline scripts in it (docs/decisions/002). The header is stored and renewed with the page, so the two always
 * belong together. Shared caches learn that members and other languages get other pages.
 */
export default class CacheHandler extends NextCache {
  constructor(context) {
    super({ ...context, flushToDisk: false })
  }

  async set(key, data, context) {
    if (data?.kind === 'APP_PAGE') {
      const scripts = [...String(data.html).matchAll(inlineScript)].map(([, text]) => sha256(text))
      const policy = ["script-src 'self'", ...new Set(scripts)].join(' ')
      data.headers = { ...data.headers, 'content-security-policy': policy, vary: 'Cookie, Accept-Language' }
    }
    return super.set(key, data, context)
  }
}
