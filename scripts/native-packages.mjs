// Compiles the packages with native code while npm installs the others. Only uses Node's own modules.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Downloads or compiles native code in a directory of its own, by the install scripts that package.json allows. It takes
 * a minute of one core where the package publishes no binary for this machine.
 * @param names packages of the lock file
 * @param options.manifest the content of package.json
 * @param options.lock the content of package-lock.json
 * @param options.npm runs npm with arguments
 * @returns copies the result into a directory with the same packages
 */
export async function compileNativePackages(names, { manifest, lock, npm }) {
  const directory = mkdtempSync(join(tmpdir(), 'roost-native-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  // The lock file has the other packages too: npm takes the versions from it and installs only those that are needed.
  const dependencies = Object.fromEntries(names.map((name) => [name, manifest.dependencies[name]]))
  const { allowScripts } = manifest
  write(directory, 'package.json', { private: true, dependencies, allowScripts })
  write(directory, 'package-lock.json', {
    ...lock,
    packages: { ...lock.packages, '': { dependencies } },
  })
  try {
    await npm(['install', '--prefix', directory, '--prefer-offline', '--loglevel=error'], { quiet: true })
  } catch (error) {
    remove()
    throw error
  }
  return (packages) => {
    for (const name of names) copyBinaries(join(directory, 'node_modules', name), join(packages, name))
    remove()
  }
}

const write = (directory, name, value) => writeFileSync(join(directory, name), JSON.stringify(value))

/** Where node-gyp and prebuild-install write. */
const release = 'build/Release'

/** Copies the modules only: the other files of the compiler are as large as the package. */
function copyBinaries(from, to) {
  mkdirSync(join(to, release), { recursive: true })
  for (const name of readdirSync(join(from, release)))
    if (name.endsWith('.node')) copyFileSync(join(from, release, name), join(to, release, name))
}

/** The packages with an install script that package.json allows, and that are not compiled in the locked version. */
export function uncompiledPackages(packages, { manifest, lock }) {
  const isCompiled = (name) =>
    existsSync(join(packages, name, release)) &&
    JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8')).version ===
      lock.packages[`node_modules/${name}`].version
  return Object.keys(manifest.allowScripts).filter(
    (name) => manifest.allowScripts[name] === true && !isCompiled(name),
  )
}
