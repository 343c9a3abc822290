// The lower bound for the benchmark: plain node:http that reads the same rows from the same database and writes the same
// HTML as strings. The difference is the cost of the framework, translations and access checks.

import cluster from 'node:cluster'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { openQueries } from './limit-queries.mjs'

const { DATABASE_URL, LIMIT_TEMPLATES, PORT, HOST, WEB_CONCURRENCY } = process.env
const processes = Number(WEB_CONCURRENCY ?? 2)

if (cluster.isPrimary) supervise()
else await serve()

function supervise() {
  let listening = 0
  cluster.on('listening', () => {
    listening += 1
    if (listening === processes) process.send?.('ready')
  })
  for (let started = 0; started < processes; started += 1) cluster.fork()
  const stop = () => process.exit(0)
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.once(event, stop)
}

async function serve() {
  const templates = JSON.parse(readFileSync(LIMIT_TEMPLATES, 'utf8'))
  const { read, write } = await openQueries(DATABASE_URL)

  const page = async (request) => {
    const { url } = request
    const viewer = await viewerOf(request)
    const template = templates[`${viewer ? 'member' : 'guest'} ${url}`]
    if (!template) return null
    if (!template.article) return template.before
    const rows = await rowsOf(url, viewer)
    const articles = rows.map((row) => fillArticle(template.article, row))
    return template.before + articles.join('') + template.after
  }

  const viewerOf = async ({ headers }) => {
    const token = /session=([^;]+)/.exec(headers.cookie ?? '')?.[1]
    if (!token) return null
    const rows = await read('session', [createHash('sha256').update(token).digest('hex')])
    return rows[0]?.userId ?? null
  }

  const rowsOf = (url, viewer) => {
    if (url === '/') return read('home', [viewer, viewer])
    if (url === '/explore') return read('explore', [])
    const [, noun, name] = url.split('/')
    return noun === 'users' ? read('profile', [name]) : read('post', [Number(name)])
  }

  const create = async (request) => {
    const viewer = await viewerOf(request)
    let form = ''
    for await (const chunk of request) form += chunk
    const field = (name) => new RegExp(`name="${name}"\r\n\r\n([^]*?)\r\n--`).exec(form)?.[1] ?? ''
    await write(viewer, field('body'), new Date().toISOString().replace('Z', '+00:00'), field('submission'))
  }

  const respond = async (request, response) => {
    if (request.method === 'POST') {
      await create(request)
      return response.writeHead(303, { Location: '/' }).end()
    }
    const html = await page(request)
    response
      .writeHead(html === null ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' })
      .end(html ?? '')
  }

  createServer((request, response) => {
    respond(request, response).catch((error) => {
      console.error(error)
      response.writeHead(500).end()
    })
  }).listen(Number(PORT), HOST)
}

function fillArticle(article, row) {
  const values = {
    ...row,
    at: new Date(row.at).toISOString(),
    displayName: escapeHtml(row.displayName || row.username),
    body: linkBody(row.body),
  }
  return article.replace(/\{(\w+)\}/g, (_, name) => values[name])
}

function linkBody(body) {
  return escapeHtml(body).replace(/https?:\/\/\S+|@(\w+)|#([\p{L}\p{N}\p{M}_]+)/gu, (text, username, tag) => {
    const href = username ? `/users/${username}` : tag ? `/tags/${encodeURIComponent(tag)}` : text
    return `<a href="${href}">${text}</a>`
  })
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
