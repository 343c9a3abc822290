import { readdirSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

const prefix = '.roost-unfinished-'

/** Workspaces of this process: a restore makes a backup. */
const own = new Set<string>()

/**
 * A directory for what is not finished, only for this user and only while `work` runs. It stands inside `parent`, so
 * that a finished file can be moved there by its name alone. What killed processes left in `parent` is removed first.
 */
export async function withWorkspace<T>(parent: string, work: (directory: string) => Promise<T>): Promise<T> {
  await mkdir(parent, { recursive: true, mode: 0o700 })
  removeAbandoned(parent)
  const directory = await mkdtemp(join(parent, `${prefix}${process.pid}-`))
  own.add(directory)
  const interrupted = (signal: NodeJS.Signals) => {
    for (const one of own) rmSync(one, { recursive: true, force: true })
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, interrupted)
  try {
    return await work(directory)
  } finally {
    for (const signal of signals) process.off(signal, interrupted)
    own.delete(directory)
    await rm(directory, { recursive: true, force: true })
  }
}

function removeAbandoned(parent: string) {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || own.has(join(parent, name))) continue
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (!isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  // In a container the next process often gets the number of the last.
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
