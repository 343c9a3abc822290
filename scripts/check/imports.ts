// Checks the rules of .config/dependency-cruiser.mjs, the imports of client components, and docs/architecture-graph.md.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'dependency-cruiser'
import { drawGraph, graphFile } from '../graph'
import { root } from '../settings.mjs'
import { findServerImports } from './browser-imports'
import { readImportGraph } from './import-graph'

const graph = await readImportGraph()
const problems = findServerImports(graph.modules)
if (readFileSync(join(root, graphFile), 'utf8') !== drawGraph(graph.modules))
  problems.push(`${graphFile} is out of date: run npm run graph.`)

const report = await format(graph, { outputType: 'err-long' })
if (report.exitCode > 0) console.error(report.output)
for (const problem of problems) console.error(problem)
if (report.exitCode > 0 || problems.length > 0) process.exitCode = 1
else
  console.log(
    `Imports: ${graph.summary.totalCruised} files, ${graph.summary.totalDependenciesCruised} imports.`,
  )
