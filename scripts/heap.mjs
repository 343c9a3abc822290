// Keeps the heap of a web process small (docs/performance.md, "Memory").

import { getHeapStatistics } from 'node:v8'

/** Size of the old generation of V8 in MB. 95 MB are in use after the benchmark. */
const maxOldSpace = 768

const megabyte = 1024 * 1024

/**
 * Node arguments for a web process. By default, V8 derives the heap limit from the memory of the machine, and from the limit
 * the factor by which the heap may grow before the next full garbage collection: with a limit of 4 GB, up to four times. A
 * limit in NODE_OPTIONS takes precedence, and so does a lower default limit on a small machine or in a container.
 * @param environment the settings of the web process
 * @param defaultLimit the heap limit without arguments, in bytes
 */
export function heapArguments(environment, defaultLimit = getHeapStatistics().heap_size_limit) {
  const isSet = /--max[-_](?:old[-_]space|heap)[-_]size/.test(environment.NODE_OPTIONS ?? '')
  return isSet || defaultLimit <= maxOldSpace * megabyte ? [] : [`--max-old-space-size=${maxOldSpace}`]
}
