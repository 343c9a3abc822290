import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Installed on first use instead of being a dependency: with its own dependencies it takes 185 MB. */
const version = '12.8.2'

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const

type NetworkRequest = { resourceType: string; transferSize: number; resourceSize: number }
type Audit = {
  title: string
  score: number | null
  displayValue?: string
  details?: { items?: NetworkRequest[] }
}
type Category = { score: number | null; auditRefs: { id: string; weight: number }[] }
type Report = {
  audits: Record<string, Audit>
  categories: Record<string, Category>
  runtimeError?: { message: string }
}
type Lighthouse = (url: string, flags: object) => Promise<{ lhr: Report } | undefined>

export type PageScores = {
  /** From 0 to 100, in the order of `categories`. */
  scores: number[]
  /** The weighted audits below the full score, with their measured value. */
  failed: string[]
  /** Bytes of all scripts as transferred, with headers. */
  script: number
  /** Bytes of the uncompressed document. */
  html: number
}

/** Loads Lighthouse from ~/.cache/roost, and installs it there on first use. */
export async function loadLighthouse(): Promise<Lighthouse> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  const base = join(cache, 'roost', `lighthouse-${version}`)
  const main = join(base, 'node_modules/lighthouse/core/index.js')
  if (!existsSync(main)) {
    console.error(`Installing Lighthouse ${version} in ${base} …`)
    mkdirSync(base, { recursive: true })
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const args = ['install', '--prefix', base, ...options, `lighthouse@${version}`]
    const { status } = spawnSync('npm', args, { stdio: ['ignore', process.stderr, process.stderr] })
    if (status !== 0) throw new Error(`npm could not install lighthouse@${version}: see above.`)
  }
  return ((await import(pathToFileURL(main).href)) as { default: Lighthouse }).default
}

/**
 * Measures one page on a simulated phone.
 * @param options.port debugging port of the browser
 * @param options.cookie the Cookie header of a member, or an empty string for a guest
 * @throws Error when the page cannot be measured
 */
export async function measurePage(
  lighthouse: Lighthouse,
  url: string,
  { port, cookie }: { port: number; cookie: string },
): Promise<PageScores> {
  const extraHeaders = { 'Accept-Language': 'en', ...(cookie && { Cookie: cookie }) }
  const result = await lighthouse(url, { port, extraHeaders, logLevel: 'silent', onlyCategories: categories })
  if (!result || result.lhr.runtimeError)
    throw new Error(
      `Lighthouse could not measure ${url}: ${result?.lhr.runtimeError?.message ?? 'no result'}`,
    )
  return scoresOf(result.lhr)
}

function scoresOf({ audits, categories: measured }: Report): PageScores {
  const failed = categories.flatMap((name) =>
    (measured[name]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${name}: ${audits[id]?.title} (${id}) ${audits[id]?.displayValue ?? ''}`.trimEnd()),
  )
  const requests = audits['network-requests']?.details?.items ?? []
  const sum = (type: string, size: 'transferSize' | 'resourceSize') =>
    requests
      .filter(({ resourceType }) => resourceType === type)
      .reduce((total, item) => total + item[size], 0)
  return {
    scores: categories.map((name) => Math.round((measured[name]?.score ?? 0) * 100)),
    failed,
    script: sum('Script', 'transferSize'),
    html: sum('Document', 'resourceSize'),
  }
}
