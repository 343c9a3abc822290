// Checks that every Server Action calls the pipeline of lib/request/action.ts, which authenticates, applies rate limits and
// validates (ASVS 8.3.1).

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings.mjs'
import { actionProblems } from './action-problems'

const files = ['app', 'components', 'lib'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((name) => `${top}/${name}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('/generated/')),
)
const problems = files.flatMap((path) => actionProblems(path, readFileSync(join(root, path), 'utf8')))

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log('Actions: all call the pipeline.')
