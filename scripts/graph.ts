// npm run graph: draws the folders of the repository and the imports between them into docs/architecture-graph.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { IModule } from 'dependency-cruiser'
import { componentFolders, nouns, request, services } from '../.config/layout.mjs'
import { readImportGraph, runtimeImports } from './check/import-graph'
import { root } from './settings.mjs'

export const graphFile = 'docs/architecture-graph.md'

/** Names the node of a file, or undefined for a file outside the diagram. */
type NodeOf = (path: string) => string | undefined
type Edges = Map<string, Set<string>>

const introduction = `# Architecture graph

Drawn from the imports by \`npm run graph\`; \`npm run check\` fails when it is out of date. An arrow means "imports at
run time". Arrows that follow from others are left out: where A → B → C is drawn, A may import C as well.
[architecture.md](architecture.md) explains the layers.
`

/** The text of docs/architecture-graph.md. */
export function drawGraph(files: IModule[]): string {
  const isAction = (path: string) => /^lib\/[\w-]+\/actions\./.test(path)
  const noun = folderIn('lib', nouns)
  return [
    introduction,
    diagram('Layers', files, layerOf),
    diagram('Folders in components', files, folderIn('components', componentFolders)),
    diagram('Nouns in lib, without their actions', files, (path) =>
      isAction(path) ? undefined : noun(path),
    ),
    diagram('Services in lib', files, folderIn('lib', services)),
  ].join('\n')
}

function diagram(title: string, files: IModule[], nodeOf: NodeOf): string {
  const id = (name: string) => name.replace(/\W+/g, '_')
  const edges = [...withoutImplied(edgesBetween(files, nodeOf))]
  const names = new Set(edges.flatMap(([from, targets]) => [from, ...targets]))
  const lines = [
    ...[...names].sort().map((name) => `  ${id(name)}["${name}"]`),
    ...edges.flatMap(([from, targets]) => [...targets].map((to) => `  ${id(from)} --> ${id(to)}`)).sort(),
  ]
  return `## ${title}\n\n\`\`\`mermaid\nflowchart TD\n${lines.join('\n')}\n\`\`\`\n`
}

function layerOf(path: string): string | undefined {
  const [top = '', second = ''] = path.split('/')
  const name = second.replace(/\..*/, '')
  if (path === 'proxy.ts') return 'proxy.ts'
  if (top === 'app') return ['api', 'data'].includes(second) ? 'app: handlers' : 'app: pages'
  if (top === 'components') return second === 'ui' ? 'components/ui' : 'components'
  if (top !== 'lib') return ['scripts', 'e2e', 'prisma'].includes(top) ? top : undefined
  if (nouns.includes(second)) return /\/actions\./.test(path) ? 'lib: actions' : 'lib: nouns'
  if (request.includes(name)) return 'lib: request'
  if (services.includes(name)) return 'lib: services'
  return second === 'api' ? 'lib/api' : undefined
}

function folderIn(top: string, folders: string[]): NodeOf {
  return (path) => {
    const [first, second = ''] = path.split('/')
    const name = second.replace(/\..*/, '')
    return first === top && folders.includes(name) ? name : undefined
  }
}

function edgesBetween(files: IModule[], nodeOf: NodeOf): Edges {
  const edges: Edges = new Map()
  for (const file of files) {
    const from = nodeOf(file.source)
    for (const path of runtimeImports(file)) {
      const to = nodeOf(path)
      if (!from || !to || from === to) continue
      edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
  }
  return edges
}

/** Transitive reduction: removes each edge whose end is reachable by another path. */
function withoutImplied(edges: Edges): Edges {
  for (const [from, targets] of [...edges].sort())
    for (const to of [...targets].sort()) {
      targets.delete(to)
      if (!isReachable(edges, from, to)) targets.add(to)
    }
  return edges
}

function isReachable(edges: Edges, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  return [...(edges.get(from) ?? [])].some((next) => next === to || isReachable(edges, next, to, seen))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, graphFile), drawGraph((await readImportGraph()).modules))
  console.log(`Wrote ${graphFile}.`)
}
