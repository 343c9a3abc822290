// Runs the code of a function in separate processes, as a serverless host does: with a read-only disk, an empty /tmp, a
// short life, and the next request in another process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'

/** Where hosts put the code of a function. */
const codePath = '/var/task'

/**
 * Enters a new mount namespace: the code at /var/task, an empty /tmp, and everything read-only but /tmp. Needs the
 * privilege to mount.
 */
const isolate = `mount --bind "$1" ${codePath} &&
mount -t tmpfs -o size=512m,mode=1777 tmpfs /tmp &&
mount -o remount,bind,ro / &&
mount -o remount,bind,ro ${codePath} || exit 97
cd ${codePath}
shift
exec "$@"`

/** Processes of one function. Requests are distributed round-robin. */
export class FunctionPool {
  #options
  #slots
  #next = 0
  #children = new Set()
  /** Requests that wait for a process. */
  #waiting = []
  starts = 0

  /**
   * @param {object} options
   * @param {string} options.directory the code, with the runner
   * @param {string} options.runner the file in it that listens on a port and sends it to this process
   * @param {Record<string, string>} options.env
   * @param {number} [options.processes]
   * @param {number} [options.calls] after which a process is replaced
   * @param {boolean} [options.single] a process gets one request at a time, and is suspended in between, as on Lambda
   * @param {(text: string) => void} options.log
   */
  constructor(options) {
    this.#options = { processes: 4, calls: 200, single: false, ...options }
    this.#slots = Array.from({ length: this.#options.processes }, () => null)
    mkdirSync(codePath, { recursive: true })
    // A suspended process does not detect that this process has ended.
    process.once('exit', () => {
      for (const child of this.#children) child.kill('SIGKILL')
    })
  }

  /**
   * Passes a request to the next process.
   * @param {(port: number) => Promise<T>} send
   * @returns {Promise<T>}
   * @template T
   */
  async run(send) {
    const instance = await this.#take()
    try {
      return await send(await instance.port)
    } finally {
      instance.active -= 1
      if (instance.calls >= this.#options.calls) this.#retire(instance)
      else if (this.#options.single) instance.child.kill('SIGSTOP')
      this.#waiting.shift()?.()
    }
  }

  async #take() {
    for (;;) {
      for (let tried = 0; tried < this.#slots.length; tried += 1) {
        const slot = this.#next
        this.#next = (this.#next + 1) % this.#slots.length
        let instance = this.#slots[slot]
        if (this.#options.single && instance?.active) continue
        instance ??= this.#start(slot)
        instance.active += 1
        instance.calls += 1
        if (instance.calls >= this.#options.calls) this.#slots[slot] = null
        if (this.#options.single) instance.child.kill('SIGCONT')
        return instance
      }
      await new Promise((resolve) => this.#waiting.push(resolve))
    }
  }

  #start(slot) {
    const { directory, runner, env, log } = this.#options
    const child = spawn(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', isolate, 'sh', directory, process.execPath, runner],
      { env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    this.starts += 1
    this.#children.add(child)
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', log)
    const instance = { child, slot, active: 0, calls: 0 }
    const ended = once(child, 'exit').then(([code, signal]) => {
      this.#children.delete(child)
      if (this.#slots[slot] === instance) this.#slots[slot] = null
      throw new Error(`a function process ended with ${signal ?? code}`)
    })
    ended.catch(() => {})
    instance.port = Promise.race([once(child, 'message').then(([{ port }]) => port), ended])
    this.#slots[slot] = instance
    return instance
  }

  /** Lets a process finish what it does after its responses, and ends it. */
  #retire(instance) {
    if (instance.active === 0 && instance.child.connected) instance.child.send('end')
  }
}
