import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { openApiDocument } from './document'

type Document = { paths: Record<string, Record<string, { summary?: string }>> }

/** The errors and warnings of Redocly's recommended rules, each with its place. */
async function problemsOf(document: object): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const source = JSON.stringify(document)
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return problems.map(({ severity, ruleId, location }) => [severity, ruleId, location[0]?.pointer].join(' '))
}

test('the document passes the recommended rules of Redocly without errors and warnings', async () => {
  expect(await problemsOf(openApiDocument('1.2.3'))).toEqual([])
})

test('the rules find an operation without a summary', async () => {
  const document = openApiDocument('1.2.3') as Document
  delete document.paths['/api/users']?.get?.summary
  expect(await problemsOf(document)).toEqual(['error operation-summary #/paths/~1api~1users/get/summary'])
})
