type Machine = {
  /** The content of /proc/mounts. */
  mounts: string
  /** The content of /proc/meminfo. */
  memory: string
  /** Bytes that can be written below a directory. */
  freeBytes: (directory: string) => number
}

/**
 * Whether /dev/shm can hold the temporary files of all unit tests: a file system in memory that allows to run programs, with
 * 4 GiB of space, while 8 GiB of memory are available.
 */
export function hasMemoryDirectory(machine: Machine): boolean

/**
 * Creates a directory in /dev/shm, and removes it when the process exits.
 * @returns its path; undefined when TMPDIR is set, or this machine has no suitable /dev/shm
 */
export function createMemoryDirectory(): string | undefined
