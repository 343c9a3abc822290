import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

const prefix = '.roost-unfinished-'

/** The workspaces of this process; there are several because a restore creates a backup. */
const ownDirectories = new Set<string>()

/**
 * Runs `work` with a private temporary directory in `parent`, so that a finished file can be moved into `parent` by a
 * rename. First deletes the directories that killed processes have left there.
 */
export async function withWorkspace<T>(parent: string, work: (directory: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  deleteAbandoned(parent)
  const directory = await mkdtemp(join(parent, `${prefix}${process.pid}-`))
  ownDirectories.add(directory)
  const onSignal = (signal: NodeJS.Signals) => {
    for (const own of ownDirectories) rmSync(own, { recursive: true, force: true })
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, onSignal)
  try {
    return await work(directory)
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
    ownDirectories.delete(directory)
    await rm(directory, { recursive: true, force: true })
  }
}

/** Deletes the directories in `parent` that killed processes have left. Does nothing when there is no `parent`. */
export function deleteAbandoned(parent: string): void {
  if (!existsSync(parent)) return
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || ownDirectories.has(join(parent, name))) continue
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (!isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  // In a container a new process often has the id of the previous one.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
