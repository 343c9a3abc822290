import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from './rows'

/** A template of a page for the limit server: its fixed HTML, and the article of a post with {placeholders}. */
export type PageTemplate = { before: string; article: string; after: string }

/** Reads the templates of all measured pages, by `guest /path` or `member /path`. */
export async function readPageTemplates(origin: string, rows: Row[]): Promise<Record<string, PageTemplate>> {
  const templates: Record<string, PageTemplate> = {}
  for (const { request } of rows) {
    if (request.form) continue
    const key = `${request.cookie ? 'member' : 'guest'} ${request.path}`
    templates[key] = await toTemplate(await fetchFreshPage(origin, request))
  }
  return templates
}

/** Prerendered pages may be stale, from another database; they are rendered again within some seconds. */
async function fetchFreshPage(origin: string, { path, cookie }: Row['request']): Promise<string> {
  const deadline = Date.now() + 15_000
  while (true) {
    const response = await fetch(origin + path, { headers: cookie ? { cookie } : {} })
    const html = await response.text()
    if (path === '/login' || html.includes('<article') || Date.now() > deadline) return html
    await sleep(500)
  }
}

async function toTemplate(html: string): Promise<PageTemplate> {
  const start = html.indexOf('<article')
  const end = html.lastIndexOf('</article>') + '</article>'.length
  if (start < 0) return { before: html, article: '', after: '' }
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
