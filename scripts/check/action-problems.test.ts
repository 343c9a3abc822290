import { expect, test } from 'vitest'
import { actionProblems } from './action-problems'

const path = 'lib/posts/actions.ts'
const start = `'use server'\nimport { memberAction } from '../request/action'\n`

test.each([
  ['calls the pipeline', 'export async function a() { await memberAction(1) }'],
  ['returns what the pipeline returns', 'export const a = async (form) => memberAction(form)'],
  [
    'calls a function that calls the pipeline',
    'export async function a() { return b() }\nfunction b() { return memberAction(1) }',
  ],
  [
    'is exported next to a type',
    'export type A = string\nexport async function a() { await memberAction(1) }',
  ],
])('accepts an action that %s', (_, text) => {
  expect(actionProblems(path, start + text)).toEqual([])
})

test.each([
  ['calls nothing', start, 'export async function a() { return 1 }'],
  ['only mentions the pipeline', start, 'export async function a() { return memberAction }'],
  [
    'calls another function with the name of the pipeline',
    `'use server'\n`,
    'function memberAction() {}\nexport async function a() { memberAction() }',
  ],
  ['is an arrow function', start, 'export const a = async () => 1'],
])('reports an action that %s', (_, beginning, text) => {
  expect(actionProblems(path, beginning + text)).toEqual([`${path}: a does not call the pipeline`])
})

test('reports exports other than functions', () => {
  for (const text of [`export * from './other'`, `export { a } from './other'`, 'export default 1'])
    expect(actionProblems(path, start + text)).toEqual([`${path} exports something other than functions`])
})

test('reports an actions file without the use server directive', () => {
  expect(actionProblems(path, '// Nothing yet.')).toEqual([`${path} does not start with 'use server'`])
})

test('reports actions outside an actions file', () => {
  const inline = `export function Form() {\n  async function send() {\n    'use server'\n  }\n}`
  for (const place of ['components/posts/form.tsx', 'app/(dynamic)/page.tsx', 'lib/posts/more.ts'])
    expect(actionProblems(place, inline)).toEqual([
      `${place} contains 'use server': actions belong in lib/<noun>/actions.ts`,
    ])
})
