// Checks that docs/requirements.md and the titles of the tests name the same requirements.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings.mjs'
import { compareRequirements, idsInTitles, misplacedIds } from './requirement-ids'

const tests = ['app', 'components', 'deploy', 'lib', 'scripts', 'e2e'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    // The ids in the test of this check are examples.
    .filter((name) => /\.(?:test|spec)\.tsx?$/.test(name) && !name.endsWith('requirement-ids.test.ts'))
    .map((name) => ({ path: `${top}/${name}`, text: readFileSync(join(root, top, name), 'utf8') })),
)
const tested = tests.flatMap(({ path, text }) => idsInTitles(text).map((id) => ({ id, path })))
const problems = [
  ...tests.flatMap(({ path, text }) =>
    misplacedIds(text).map((id) => `${path}: ${id} belongs in brackets at the end of the title`),
  ),
  ...compareRequirements(readFileSync(join(root, 'docs/requirements.md'), 'utf8'), tested),
]

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log(`Requirements: ${new Set(tested.map(({ id }) => id)).size} are tested.`)
