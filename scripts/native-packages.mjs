// Compiles packages with native code while npm installs the others. Only uses Node's own modules.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './settings.mjs'

/**
 * Downloads or compiles native code in a separate directory, using the install scripts that package.json allows. Takes a
 * minute on one core if no prebuilt binary exists for this platform.
 * @param names packages of the lock file
 * @param options.directory cleared before and removed afterwards
 * @param options.manifest the content of package.json
 * @param options.lock the content of package-lock.json
 * @param options.npmrc the content of .npmrc
 * @param options.npm runs npm with arguments
 * @returns a function that copies the compiled modules into a node_modules directory
 */
export async function compileNativePackages(names, { directory, manifest, lock, npmrc, npm }) {
  const remove = () => rmSync(directory, { recursive: true, force: true })
  // After an interrupted installation.
  remove()
  mkdirSync(directory, { recursive: true })
  // The lock file has the other packages too: npm takes the versions from it and installs only those that are needed.
  const dependencies = Object.fromEntries(names.map((name) => [name, manifest.dependencies[name]]))
  const { allowScripts } = manifest
  write(directory, 'package.json', { private: true, dependencies, allowScripts })
  write(directory, 'package-lock.json', {
    ...lock,
    packages: { ...lock.packages, '': { dependencies } },
  })
  writeFileSync(join(directory, '.npmrc'), npmrc)
  try {
    // Overrides a setting of the user: without the scripts of these packages, Roost cannot start.
    await npm(['--ignore-scripts=false'], { quiet: true, cwd: directory })
  } catch (error) {
    remove()
    throw error
  }
  return (packages) => {
    try {
      for (const name of names)
        copyModules(name, join(directory, 'node_modules', name, release), join(packages, name, release))
    } finally {
      remove()
    }
  }
}

const write = (directory, name, value) => writeFileSync(join(directory, name), JSON.stringify(value))

/** Output directory of node-gyp and prebuild-install. */
const release = 'build/Release'

/** Copies only .node files; other build output is as large as the package. A module is complete or missing. */
function copyModules(name, from, to) {
  const modules = modulesIn(from)
  if (modules.length === 0)
    throw new SetupError(`npm has not compiled ${name}: run "npm rebuild ${name}" to see why.`)
  mkdirSync(to, { recursive: true })
  for (const file of modules) {
    copyFileSync(join(from, file), join(to, `${file}.part`))
    renameSync(join(to, `${file}.part`), join(to, file))
  }
}

const modulesIn = (directory) =>
  existsSync(directory) ? readdirSync(directory).filter((file) => file.endsWith('.node')) : []

/** The packages with an install script that package.json allows, and that have no compiled module of the locked version. */
export function uncompiledPackages(packages, { manifest, lock }) {
  const isCompiled = (name) =>
    modulesIn(join(packages, name, release)).length > 0 &&
    JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')).version ===
      lock.packages[`node_modules/${name}`].version
  return Object.keys(manifest.allowScripts).filter(
    (name) => manifest.allowScripts[name] === true && !isCompiled(name),
  )
}
