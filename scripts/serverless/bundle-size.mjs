// The size of the code of functions, which hosts limit.

import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../settings.mjs'

/** Bytes of the unpacked code of a function, on Vercel and on AWS Lambda. */
const maxFunctionBytes = 250 * 1024 * 1024

/**
 * Prints the size of a function.
 * @throws SetupError when no host would accept it
 */
export function checkSize(name, directory) {
  let [bytes, files] = [0, 0]
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    files += 1
    bytes += lstatSync(join(entry.parentPath ?? entry.path, entry.name)).size
  }
  console.log(`Function ${name}: ${files} files, ${Math.round(bytes / 1e6)} MB`)
  if (bytes > maxFunctionBytes) throw new SetupError(`The function ${name} is too big.`)
}
