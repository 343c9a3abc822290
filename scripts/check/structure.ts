// Checks what the import rules cannot express: names in lib, the length of files, a route for every page, and styles that
// work in both directions of writing.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings.mjs'
import { lengthProblems, nameProblems, physicalStyleProblems, routeProblems } from './structure-problems'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const files = ['app', 'components', 'deploy', 'lib', 'prisma', 'scripts', 'e2e'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .map((name) => `${top}/${name}`)
    .filter((path) => /\.(?:tsx?|mjs|css)$/.test(path) && !/\.d\.(?:m|json\.)?ts$|\/generated\//.test(path)),
)
const problems = files.flatMap((path) => [
  ...nameProblems(path),
  ...(path.endsWith('.css') ? [] : lengthProblems(path, read(path))),
  ...physicalStyleProblems(path, read(path)),
  ...routeProblems(path, files),
])

for (const problem of problems.sort()) console.error(problem)
if (problems.length > 0) process.exitCode = 1
else console.log(`Structure: ${files.length} files.`)
