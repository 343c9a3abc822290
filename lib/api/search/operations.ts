import { AppError } from '../../errors'
import { limits } from '../../limits'
import { mapPage } from '../../page'
import { deleteSavedSearch, maxSavedSearches, saveSearch } from '../../search/mutations'
import { isSearchable, parseQuery } from '../../search/parse-query'
import { listSavedSearches, searchPeople, searchPosts } from '../../search/queries'
import { searchCursorParams } from '../../search/schema'
import { z } from '../../zod'
import { postJson, toPostJson } from '../posts/post-json'
import { HttpRefusal } from '../rest/errors'
import { listJson, listQuery, respondWithPage } from '../rest/list'
import { memberOperation } from '../rest/operation'
import { respondWithChange, respondWithJson, respondWithoutBody } from '../rest/respond'
import { toUserSummaryJson, userSummaryJson } from '../users/user-json'

const q = z
  .string()
  .max(limits.query.max)
  .transform(parseQuery)
  .refine(isSearchable, 'Give a word, phrase, #tag, from:author or period that posts must match.')
  .refine(({ warnings }) => warnings.length === 0, 'A part of the query is invalid.')
  .meta({
    description: 'Words, "phrases", prefix*, #tags, from:author, before: and after: dates, and -exclusions.',
    type: 'string',
    maxLength: limits.query.max,
    examples: ['herons from:susan'],
  })

const position = z
  .string()
  .regex(/^\d{1,19}$/, 'Use the links next and prev of the list.')
  .optional()
  .meta({
    description: 'With `sort=newest`. Use the links `next` and `prev`.',
    examples: ['1795771800000000'],
  })

const search = { method: 'GET', tag: 'Search', access: 'read', limit: 'search' } as const

export const searchPostsOperation = memberOperation(
  {
    ...search,
    id: 'searchPosts',
    path: '/api/search/posts',
    summary: 'Search posts',
    description: 'With `sort=relevance`, the 500 newest matches are ranked.',
    query: z.object({
      q,
      sort: z.enum(['relevance', 'newest']).default('relevance'),
      limit: listQuery.shape.limit,
      page: z
        .string()
        .regex(/^[1-9]\d{0,2}$/, 'Use the links next and prev of the list.')
        .optional()
        .meta({
          description: 'With `sort=relevance`. Use the links `next` and `prev`.',
          type: 'integer',
          minimum: 1,
          examples: [2],
        }),
      before: position,
      after: position,
    }),
    responses: {
      200: { description: 'A page of posts.', schema: listJson(postJson), headers: ['ETag', 'Link'] },
    },
  },
  async ({ viewer, request, query: { q, limit, ...place } }) => {
    const found = await searchPosts(viewer, q, searchCursorParams.parse(place), limit)
    const more = { sort: place.sort }
    return respondWithPage(request, '/api/search/posts', { limit }, mapPage(found, toPostJson), more)
  },
)

export const searchUsersOperation = memberOperation(
  {
    ...search,
    id: 'searchUsers',
    path: '/api/search/users',
    summary: 'Search members whose names begin with the words of a query',
    description:
      'At most three, as on the search page. A query with operators or exclusions finds no members.',
    query: z.object({ q }),
    responses: {
      200: {
        description: 'The members.',
        schema: z.object({ items: z.array(userSummaryJson) }),
        headers: ['ETag'],
      },
    },
  },
  async ({ viewer, request, query }) =>
    respondWithJson(request, { items: (await searchPeople(viewer, query.q)).map(toUserSummaryJson) }),
)

const savedSearchJson = z
  .object({
    q: z.string(),
    _links: z.object({
      posts: z.string().nullable().meta({
        description: 'Null when a part of the query is invalid, which the page ignores.',
      }),
    }),
  })
  .meta({
    id: 'SavedSearch',
    examples: [{ q: '#birds', _links: { posts: '/api/search/posts?q=%23birds' } }],
  })

const toSavedSearchJson = (query: string): z.output<typeof savedSearchJson> => ({
  q: query,
  _links: {
    posts: q.safeParse(query).success ? `/api/search/posts?${new URLSearchParams({ q: query })}` : null,
  },
})

const saved = { path: '/api/searches', tag: 'Search' } as const
const change = { ...saved, access: 'write', limit: 'saved-search' } as const

/** A query as it may have been saved on the page: also one with invalid parts. A character has at most two code units. */
const savedQuery = z
  .string()
  .max(2 * limits.query.max)
  .transform((text) => parseQuery(text).text)
  .meta({ description: '`q` of the saved search.', type: 'string', examples: ['herons from:susan'] })

export const listSavedSearchesOperation = memberOperation(
  {
    ...saved,
    id: 'listSavedSearches',
    method: 'GET',
    summary: 'Your saved searches, the oldest first',
    access: 'read',
    responses: {
      200: {
        description: 'All saved searches.',
        schema: z.object({ items: z.array(savedSearchJson) }),
        headers: ['ETag'],
      },
    },
  },
  async ({ viewer, request }) =>
    respondWithJson(request, { items: (await listSavedSearches(viewer)).map(toSavedSearchJson) }),
)

export const saveSearchOperation = memberOperation(
  {
    ...change,
    id: 'saveSearch',
    method: 'PUT',
    summary: 'Save a search',
    query: z.object({ q }),
    description: `You can have at most ${maxSavedSearches}. Repeating it has no further effect.`,
    responses: { 200: { description: 'The saved search.', schema: savedSearchJson } },
    errors: [409],
  },
  async ({ viewer, query: { q } }) => {
    try {
      await saveSearch(viewer, q.text)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error
      throw new HttpRefusal(409, `Delete one of your ${maxSavedSearches} saved searches first.`)
    }
    return respondWithChange(toSavedSearchJson(q.text))
  },
)

export const deleteSavedSearchOperation = memberOperation(
  {
    ...change,
    id: 'deleteSavedSearch',
    method: 'DELETE',
    summary: 'Delete a saved search',
    query: z.object({ q: savedQuery }),
    description: 'Repeating it has no further effect.',
    responses: { 204: { description: 'The saved search is deleted.' } },
  },
  async ({ viewer, query: { q } }) => {
    await deleteSavedSearch(viewer, q)
    return respondWithoutBody()
  },
)
