import { setTimeout as sleep } from 'node:timers/promises'
import { type LimitQuery, limitValues, type Row } from './rows'
import type { Target } from './target'

/**
 * A template of a response for the limit server: its fixed text, and the article of a post with {placeholders}. Without
 * an article the whole text is fixed, and the rows are only read.
 */
type Template = { before: string; article: string; after: string }
export type PageTemplate = Template & { contentType: string; query: LimitQuery; value?: string | number }

/** Reads the templates of all rows that the limit server answers, by `guest /path` or `member /path`. */
export async function readPageTemplates(
  origin: string,
  target: Target,
  rows: Row[],
): Promise<Record<string, PageTemplate>> {
  const { profile, post } = limitValues(target)
  const templates: Record<string, PageTemplate> = {}
  for (const { request, limit } of rows) {
    if (request.form || limit === null) continue
    const key = `${request.headers.cookie ? 'member' : 'guest'} ${request.path}`
    const { text, contentType } = await fetchFreshPage(origin, request, limit)
    const value = limit === 'profile' ? profile : limit === 'post' ? post : undefined
    const template = contentType.startsWith('text/html') ? await toTemplate(text) : fixed(text)
    templates[key] = { ...template, contentType, query: limit, value }
  }
  return templates
}

/** Prerendered pages may be stale, from another database; they are rendered again within some seconds. */
async function fetchFreshPage(
  origin: string,
  { path, headers }: Row['request'],
  limit: LimitQuery,
): Promise<{ text: string; contentType: string }> {
  const deadline = Date.now() + 15_000
  while (true) {
    const response = await fetch(origin + path, { headers })
    const text = await response.text()
    const contentType = response.headers.get('content-type') ?? ''
    const isFresh = limit === 'nothing' || !contentType.startsWith('text/html') || text.includes('<article')
    if (isFresh || Date.now() > deadline) return { text, contentType }
    await sleep(500)
  }
}

const fixed = (text: string): Template => ({ before: text, article: '', after: '' })

async function toTemplate(html: string): Promise<Template> {
  const start = html.indexOf('<article')
  const end = html.lastIndexOf('</article>') + '</article>'.length
  if (start < 0) return fixed(html)
  const articles = html.slice(start, end).match(/<article[\s\S]*?<\/article>/g) ?? []
  return { before: html.slice(0, start), article: await toArticleTemplate(articles), after: html.slice(end) }
}

/** Replaces the values by placeholders in the first post whose values are in the HTML verbatim. */
async function toArticleTemplate(articles: string[]): Promise<string> {
  const { db } = await import('../../lib/db/db')
  for (const article of articles) {
    const id = Number(/\/posts\/(\d+)/.exec(article)?.[1] ?? 0)
    const author = { select: { username: true, displayName: true } }
    const post = await db.post.findUnique({ where: { id }, select: { body: true, createdAt: true, author } })
    if (!post?.author.displayName || !article.includes(post.body)) continue
    return article
      .replaceAll(post.body, '{body}')
      .replaceAll(post.author.displayName, '{displayName}')
      .replaceAll(post.author.username, '{username}')
      .replaceAll(post.createdAt.toISOString(), '{at}')
      .replaceAll(new RegExp(`(?<!\\d)${id}(?!\\d)`, 'g'), '{id}')
  }
  return '<article><a href="/users/{username}">{displayName}</a> <a href="/posts/{id}"><time datetime="{at}">{at}</time></a><p>{body}</p></article>'
}
