import { readFileSync } from 'node:fs'
import { parseAtomFeed } from 'feedsmith'
import { ParseOption, RelaxNGValidator, XmlDocument, XmlElement } from 'libxml2-wasm'
import { z } from 'zod'
import type { FeedFormat } from '../api/feeds/feed'
import { respondWithFeed } from '../api/feeds/respond'

/**
 * Parses XML with libxml2, whose parser refuses everything that is not well-formed.
 * @throws Error with the problem
 */
export function parseXml(xml: string): XmlDocument {
  return XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET })
}

/** The text of each element in the root of a document, by name. */
export function readElements({ root }: XmlDocument): Record<string, string> {
  const elements = root.find('*').filter((node) => node instanceof XmlElement)
  return Object.fromEntries(elements.map(({ name, content }) => [name, content]))
}

/**
 * Validates XML by a RELAX NG schema of this folder.
 * @throws Error with the problems
 */
export function validateXml(xml: string, schema: 'atom.rng' | 'sitemap.rng'): void {
  const grammar = parseXml(readFileSync(new URL(schema, import.meta.url), 'utf8'))
  const validator = RelaxNGValidator.fromDoc(grammar)
  const document = parseXml(xml)
  try {
    validator.validate(document)
  } finally {
    for (const resource of [document, validator, grammar]) resource.dispose()
  }
}

const author = z.strictObject({ name: z.string().min(1), url: z.url(), avatar: z.url() }).partial()
const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/)

/** JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), without extensions. */
const jsonFeedSchema = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url().optional(),
  feed_url: z.url().optional(),
  description: z.string().optional(),
  next_url: z.url().optional(),
  icon: z.url().optional(),
  authors: z.array(author).optional(),
  language: language.optional(),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: z.url().optional(),
      title: z.string().optional(),
      content_html: z.string(),
      date_published: z.iso.datetime({ offset: true }),
      date_modified: z.iso.datetime({ offset: true }).optional(),
      authors: z.array(author).optional(),
      tags: z.array(z.string()).optional(),
      language: language.optional(),
    }),
  ),
})

export type Load = Parameters<typeof respondWithFeed>[2]

/** The origin of the feeds. */
export const origin = 'http://localhost:3000'

/** Requests a feed as the handlers of the paths do. */
export function fetchFeed(
  load: Load,
  format: FeedFormat,
  query = '',
  headers: Record<string, string> = {},
): Promise<Response> {
  const request = new Request(`${origin}/feed${query}`, { headers: { host: 'localhost:3000', ...headers } })
  return respondWithFeed(request, format, load)
}

/** Validates an Atom feed, and parses it with an independent parser. */
export async function readAtom(load: Load, query = '') {
  const xml = await (await fetchFeed(load, 'atom', query)).text()
  validateXml(xml, 'atom.rng')
  return parseAtomFeed(xml)
}

/** Validates a JSON feed. */
export async function readJson(load: Load, query = '') {
  return jsonFeedSchema.parse(await (await fetchFeed(load, 'json', query)).json())
}

/**
 * The ids of the posts of a feed.
 * @throws Error when the formats have different posts
 */
export async function idsOf(load: Load, query = ''): Promise<number[]> {
  const [atom, json] = [await readAtom(load, query), await readJson(load, query)]
  const ids = json.items.map(({ id }) => id)
  if (String(atom.entries?.map(({ id }) => id) ?? []) !== String(ids)) throw new Error('the formats differ')
  return ids.map((id) => Number(id.slice(`${origin}/posts/`.length)))
}
