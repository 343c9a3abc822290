import { setTimeout as sleep } from 'node:timers/promises'
import type { Shot } from './drive'
import type { Row } from './rows'

/** A page of ours cut into what stays and what is written for each post; `article` holds {name} marks. */
export type Frame = { before: string; article: string; after: string }

/** Pages of ours by `guest /path` or `member /path`, for the limit server to write the same HTML. */
export async function framesOf(origin: string, rows: Row[]): Promise<Record<string, Frame>> {
  const frames: Record<string, Frame> = {}
  for (const { shot } of rows) {
    if (shot.form) continue
    const key = `${shot.cookie ? 'member' : 'guest'} ${shot.path}`
    frames[key] = await cut(await freshPage(origin, shot))
  }
  return frames
}

/** Prerendered pages may first show what another database held; within some seconds they are made anew. */
async function freshPage(origin: string, { path, cookie }: Shot): Promise<string> {
  const deadline = Date.now() + 15_000
  while (true) {
    const answer = await fetch(origin + path, { headers: cookie ? { cookie } : {} })
    const html = await answer.text()
    if (path === '/login' || html.includes('<article') || Date.now() > deadline) return html
    await sleep(500)
  }
}

async function cut(html: string): Promise<Frame> {
  const start = html.indexOf('<article')
  const end = html.lastIndexOf('</article>') + '</article>'.length
  if (start < 0) return { before: html, article: '', after: '' }
  const articles = html.slice(start, end).match(/<article[\s\S]*?<\/article>/g) ?? []
  return { before: html.slice(0, start), article: await templateOf(articles), after: html.slice(end) }
}

/** The first post that shows its values to the letter, with marks in their place. */
async function templateOf(articles: string[]): Promise<string> {
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
