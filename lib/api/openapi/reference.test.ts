import { expect, test } from 'vitest'
import { operations } from '../operations'
import { apiReference } from './reference'

const groups = apiReference('https://roost.example')
const find = (id: string) =>
  groups.flatMap((group) => group.operations).find((operation) => operation.id === id)

test('contains every operation once', () => {
  const ids = groups.flatMap((group) => group.operations.map(({ id }) => id))
  expect(ids.sort()).toEqual(operations.map(({ spec }) => spec.id).sort())
})

test('describes the request of an operation', () => {
  expect(find('createPost')).toMatchObject({
    access: 'write',
    fields: [
      { name: 'Idempotency-Key', place: 'header', isRequired: false },
      { name: 'body', place: 'field', type: 'string, at most 280 characters', isRequired: true },
      { name: 'reply_to', place: 'field', isRequired: false },
    ],
    curl: [
      "curl -X POST 'https://roost.example/api/posts'",
      '-H "Authorization: Bearer $TOKEN"',
      "-H 'Content-Type: application/json'",
      `-d '{"body":"Herons! @bob #birds"}'`,
    ].join(' \\\n  '),
    responses: [{ status: 201, description: 'The post.' }],
  })
  expect(find('getPost')?.curl).toContain('/api/posts/7')
})

test('describes types, limits and defaults', () => {
  const fields = find('getHomeTimeline')?.fields
  expect(fields?.find(({ name }) => name === 'limit')?.type).toBe('integer, 1 to 100, default 20')
  expect(find('createWebhook')?.fields.find(({ name }) => name === 'events')?.type).toMatch(
    /^list of "post\.created" or/,
  )
})
