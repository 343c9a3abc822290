import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { processTree } from '../bench/servers'
import { root } from '../settings.mjs'

export type Command = {
  name: string
  /** The program and its arguments. */
  command: [string, ...string[]]
  env: Record<string, string>
  /** The file for standard output and errors; a restarted process appends to it. */
  log: string
}

/** A process that a fault kills, freezes and restarts. */
export class Process {
  #child: ChildProcess | null = null
  #exited: Promise<number | null> = Promise.resolve(null)
  /** How often the process has exited unexpectedly. */
  unexpectedExits = 0
  #isExpected = false

  constructor(readonly options: Command) {}

  get name(): string {
    return this.options.name
  }

  get pid(): number {
    return this.#child?.pid ?? 0
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Starts the process. @param isReady resolves to true once the process can be used; called repeatedly until then */
  async start(isReady: () => Promise<boolean>): Promise<void> {
    const { command, env, log, name } = this.options
    const file = openSync(log, 'a')
    const [program, ...args] = command
    const child = spawn(program, args, {
      ...{ cwd: root, env: { NODE_ENV: 'production', ...env } },
      stdio: ['ignore', file, file],
    })
    closeSync(file)
    this.#child = child
    this.#isExpected = false
    this.#exited = new Promise((resolve) => {
      child.once('error', () => resolve(null))
      child.once('exit', (code) => {
        if (!this.#isExpected) this.unexpectedExits += 1
        resolve(code)
      })
    })
    const deadline = Date.now() + 90_000
    while (!(await isReady().catch(() => false))) {
      if (!this.isRunning || Date.now() > deadline)
        throw new Error(`${name} did not start:\n${readFileSync(log, 'utf8').slice(-3000)}`)
      await pause(100)
    }
  }

  /** Sends a signal to the process and its children. */
  signal(signal: NodeJS.Signals): void {
    for (const pid of processTree(this.pid)) killQuietly(pid, signal)
  }

  /** Ends the process by a signal and waits for its end. */
  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return
    this.#isExpected = true
    this.signal(signal)
    const timer = setTimeout(() => this.signal('SIGKILL'), 30_000)
    await this.#exited
    clearTimeout(timer)
  }

  /** Resident memory in MB. */
  memory(): number {
    const text = this.isRunning ? readFileSync(`/proc/${this.pid}/status`, 'utf8') : ''
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
  }

  /** What the process has written so far. */
  output(): string {
    return readFileSync(this.options.log, 'utf8')
  }
}

export function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has ended.
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
