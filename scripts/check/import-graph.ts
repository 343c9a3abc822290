import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser'
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options'
import { root } from '../settings.mjs'

const sources =
  'app components deploy lib scripts e2e prisma proxy.ts instrumentation.ts next.config.js'.split(' ')

/** The imports of the repository's files, with violations of the rules in .config/dependency-cruiser.mjs. */
export async function readImportGraph(baseDir: string = root): Promise<ICruiseResult> {
  const present = sources.filter((name) => existsSync(join(baseDir, name)))
  const options = await extractOptions(`${root}.config/dependency-cruiser.mjs`)
  const { output } = await cruise(present, { ...options, baseDir })
  return output as ICruiseResult
}

/** The files that a file imports at run time, packages included. */
export function runtimeImports(file: IModule): string[] {
  return file.dependencies
    .filter(({ dependencyTypes }) => !dependencyTypes.includes('type-only'))
    .map(({ resolved }) => resolved)
}
