// Keeps the heap of a web process small (docs/performance.md, "Memory"). When run as a script, it prints the arguments
// for deploy/start.sh.

import { fileURLToPath } from 'node:url'
import { getHeapStatistics } from 'node:v8'

/** Size of the old generation of V8 in MB. 95 MB are in use after the benchmark. */
const maxOldSpace = 768

/**
 * Size of one of the three semi-spaces of the young generation in MB: the default of Node 20. Node 24 has a larger default,
 * with which a web process takes 60 to 80 MB more.
 */
const maxSemiSpace = 16

const megabyte = 1024 * 1024

/**
 * Node arguments for a web process. By default, V8 derives the heap limit from the memory of the machine, and from the limit
 * the factor by which the heap may grow before the next full garbage collection: with a limit of 4 GB, up to four times. A
 * limit in NODE_OPTIONS takes precedence, and so does a lower default limit on a small machine or in a container.
 * @param environment the settings of the web process
 * @param defaultLimit the heap limit without arguments, in bytes
 */
export function heapArguments(environment, defaultLimit = getHeapStatistics().heap_size_limit) {
  const options = environment.NODE_OPTIONS ?? ''
  const isSet = /--max[-_](?:old[-_]space|heap)[-_]size/.test(options)
  if (isSet || defaultLimit <= maxOldSpace * megabyte) return []
  const semiSpace = /--max[-_]semi[-_]space[-_]size/.test(options)
    ? []
    : [`--max-semi-space-size=${maxSemiSpace}`]
  return [`--max-old-space-size=${maxOldSpace}`, ...semiSpace]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(heapArguments(process.env).join(' '))
