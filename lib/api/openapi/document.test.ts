import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../operations'
import { methods, type Operation } from '../rest/operation'
import { openApiDocument } from './document'

test('every operation of a route is in the list, and every one of the list has a route', async () => {
  const found: string[] = []
  const files = readdirSync('app/api', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('route.ts'),
  )
  for (const file of files) {
    if (!readFileSync(resolve('app/api', file), 'utf8').includes('apiRoute(')) continue
    const route = await import(/* @vite-ignore */ resolve('app/api', file))
    for (const method of methods) {
      const operation = route[method]?.operation as Operation | undefined
      if (!operation) continue
      const path = `/api/${file.replace(/\/?route\.ts$/, '')}`.replace(/\[(\w+)\]/g, '{$1}')
      expect([operation.spec.method, operation.spec.path]).toEqual([method, path])
      found.push(operation.spec.id)
    }
  }
  expect(found.sort()).toEqual(operations.map(({ spec }) => spec.id).sort())
  expect(new Set(found).size).toBe(found.length)
})

test('the document has schemas as components and every reference leads to one', () => {
  const document = openApiDocument('1.2.3') as { components: { schemas: Record<string, object> } }
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['Post', 'User', 'Error']))
  for (const [, id] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(document.components.schemas).toHaveProperty(id as string)
  expect(JSON.stringify(document)).not.toContain('$defs')
})

type Parameter = { name: string; in: string; schema: Record<string, unknown> }
type Described = {
  parameters?: Parameter[]
  requestBody?: {
    content: Record<string, { schema: { properties: Record<string, Record<string, unknown>> } }>
  }
}

test('every number of a path or query has limits, and every text of an account or post a maximum', () => {
  const { paths } = openApiDocument('1.2.3') as { paths: Record<string, Record<string, Described>> }
  for (const [path, operations] of Object.entries(paths))
    for (const [method, { parameters = [], requestBody }] of Object.entries(operations)) {
      for (const { name, in: place, schema } of parameters)
        if (place !== 'header' && ['id', 'page', 'per_page', 'limit'].includes(name))
          expect([path, method, name, schema]).toEqual([
            path,
            method,
            name,
            expect.objectContaining({ type: 'integer', minimum: 1 }),
          ])
      if (!/^\/api\/(users|posts)/.test(path) || !requestBody) continue
      const { properties } = requestBody.content['application/json']?.schema ?? { properties: {} }
      for (const property of Object.values(properties))
        if (property.type === 'string') expect(property).toHaveProperty('maxLength')
    }
})
