// Keeps the heap of a web process small (docs/performance.md, "Memory").

import { getHeapStatistics } from 'node:v8'

/** Size of the old generation of V8 in MB. 95 MB are in use after the benchmark. */
const maxOldSpace = 768

const megabyte = 1024 * 1024

/**
 * Arguments of Node for a web process. V8 derives the factor by which the heap may grow before the next full garbage
 * collection from the limit of the heap, and that from the memory of the machine: with a limit of 4 GB the heap grows up
 * to four times. A limit in NODE_OPTIONS takes precedence, and so does a lower one of a small machine or container.
 * @param environment the settings of the web process
 * @param defaultLimit the limit of the heap without arguments, in bytes
 */
export function heapArguments(environment, defaultLimit = getHeapStatistics().heap_size_limit) {
  const isSet = /--max[-_](?:old[-_]space|heap)[-_]size/.test(environment.NODE_OPTIONS ?? '')
  return isSet || defaultLimit <= maxOldSpace * megabyte ? [] : [`--max-old-space-size=${maxOldSpace}`]
}
