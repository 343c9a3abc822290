import { describe, expect, test } from 'vitest'
import { documentValidator, type OpenApiDocument, operationsOf } from '@/lib/testing/openapi'
import type { z } from '../../zod'
import { operations } from '../operations'
import type { OperationSpec } from '../rest/operation'
import { openApiDocument } from './document'

const document = openApiDocument('1.2.3') as OpenApiDocument
const validatorAt = documentValidator(document)
const json = 'application/json'
const specs = new Map(operations.map(({ spec }) => [spec.id, spec]))

/** The reasons why a value does not match a schema, by zod and by the JSON Schema at a place of the document. */
function errorsOf(value: unknown, schema: z.ZodType | undefined, ...place: string[]): unknown[] {
  const validate = validatorAt(...place)
  const parsed = schema?.safeParse(value)
  return [...(validate(value) ? [] : (validate.errors ?? [])), ...(parsed?.error?.issues ?? [])]
}

describe.each(operationsOf(document))('$operation.operationId', ({ path, method, operation }) => {
  const spec = specs.get(operation.operationId) as OperationSpec
  const place = ['paths', path, method.toLowerCase()]

  test('has examples of its path, query and headers that match their schemas', () => {
    for (const [index, { name, example, ...parameter }] of (operation.parameters ?? []).entries()) {
      const schemas = { path: spec.params, query: spec.query, header: undefined }
      const field = schemas[parameter.in]?.shape[name] as z.ZodType | undefined
      const validate = validatorAt(...place, 'parameters', String(index), 'schema')
      expect([name, example, validate(example)]).toEqual([name, example, true])
      expect([name, field?.safeParse(String(example)).error?.issues]).toEqual([name, undefined])
    }
  })

  test('has an example of its body that matches its schema', () => {
    const content = operation.requestBody?.content[json]
    expect(content !== undefined).toBe(spec.body !== undefined)
    if (content)
      expect(
        errorsOf(content.example, spec.body, ...place, 'requestBody', 'content', json, 'schema'),
      ).toEqual([])
  })

  test('has an example of each response that matches its schema', () => {
    for (const [status, { content }] of Object.entries(operation.responses)) {
      const { schema, mediaTypes } = spec.responses[Number(status)] ?? {}
      const hasBody = Number(status) >= 400 || schema !== undefined || mediaTypes !== undefined
      expect([status, content !== undefined]).toEqual([status, hasBody])
      if (mediaTypes) continue
      for (const [type, { example }] of Object.entries(content ?? {})) {
        const found = errorsOf(example, schema, ...place, 'responses', status, 'content', type, 'schema')
        expect([status, found]).toEqual([status, []])
      }
    }
  })
})
