// The lower bound for the benchmark: plain node:http that reads the same rows from the same database and writes the same
// HTML, flight data or JSON as strings. The difference is the cost of the framework, translations and access checks.

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

  /** The body of a response. */
  const render = async (request, template) => {
    const viewer = await viewerOf(request)
    const rows = await rowsOf(template, viewer)
    if (!template.article) return template.before
    const articles = rows.map((row) => fillArticle(template.article, row))
    return template.before + articles.join('') + template.after
  }

  const viewerOf = async ({ headers }) => {
    const token = /session=([^;]+)/.exec(headers.cookie ?? '')?.[1]
    if (!token) return null
    const rows = await read('session', [createHash('sha256').update(token).digest('hex')])
    return rows[0]?.userId ?? null
  }

  const rowsOf = ({ query, value }, viewer) => {
    if (query === 'nothing') return []
    return read(query, query === 'home' ? [viewer, viewer] : value === undefined ? [] : [value])
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
    const audience = request.headers.cookie ? 'member' : 'guest'
    const template = templates[`${audience} ${request.url}`]
    if (!template) return response.writeHead(404).end()
    const body = await render(request, template)
    response.writeHead(200, { 'Content-Type': template.contentType }).end(body)
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
