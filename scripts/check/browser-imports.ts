import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IModule } from 'dependency-cruiser'
import { root } from '../settings.mjs'
import { runtimeImports } from './import-graph'

/** Server modules in addition to those of Node. A view.ts that imports lib/db is reported through that import. */
const serverOnly = /^lib\/(?:db\/|env\.|[\w-]+\/(?:queries|mutations|jobs)\.)/

/**
 * Finds server modules that would end up in the browser: each is reported with the imports that lead there from a file
 * with 'use client'. Files with 'use server' are not followed, because the browser gets only references to them.
 */
export function findServerImports(files: IModule[], baseDir: string = root): string[] {
  const byPath = new Map(files.map((file) => [file.source, file]))
  const problems: string[] = []
  const seen = new Set<string>()
  const visit = (path: string, trail: string[]): void => {
    const file = byPath.get(path)
    const here = [...trail, path]
    if (serverOnly.test(path) || file?.coreModule)
      problems.push(`Server module in the browser: ${here.join(' → ')}`)
    else if (file && !seen.has(path) && !path.startsWith('node_modules/')) {
      seen.add(path)
      if (directiveOf(baseDir, path) !== 'use server')
        for (const next of runtimeImports(file)) visit(next, here)
    }
  }
  for (const { source } of files) if (directiveOf(baseDir, source) === 'use client') visit(source, [])
  return problems
}

function directiveOf(baseDir: string, path: string): string | undefined {
  if (!/^(?:app|components|lib)\/.*\.tsx?$/.test(path)) return undefined
  return /^'(use \w+)'/.exec(readFileSync(join(baseDir, path), 'utf8'))?.[1]
}
