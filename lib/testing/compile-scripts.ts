import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { scripts } from './scripts'

const root = resolve(import.meta.dirname, '../..')

/** A compiled file still finds the files of the project beside its source. */
const locationOfSource: Plugin = {
  name: 'location of the source',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/(?:lib|prisma|scripts)\/.*\.(?:mjs|ts)$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: path.endsWith('.ts') ? 'ts' : 'js',
    })),
}

/**
 * Compiles the scripts that tests start: a process that compiles each module while loading it takes three to four times
 * the processor time until its first line.
 * @returns the directory with a `.mjs` of each script, at the path of the script
 */
export async function compileScripts() {
  // Below node_modules: the compiled files import packages.
  const parent = join(root, 'node_modules/.cache/roost-scripts')
  await mkdir(parent, { recursive: true })
  const directory = await mkdtemp(join(parent, 'run-'))
  const compile = () =>
    build({
      absWorkingDir: root,
      entryPoints: Object.keys(scripts),
      outdir: directory,
      outbase: root,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      alias: { '@': root },
      plugins: [locationOfSource],
      logLevel: 'warning',
    })
  await compile()
  return { directory, compile, remove: () => rm(directory, { recursive: true, force: true }) }
}
