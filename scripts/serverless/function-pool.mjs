// Runs the code of a function in separate processes, as a serverless host does: with a read-only disk, an empty /tmp, a
// short life, and the next request in another process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'

/** Where hosts put the code of a function. */
const codePath = '/var/task'

/**
 * Enters a mount namespace of its own: the code at /var/task, an empty /tmp, and everything read-only but /tmp. Needs the
 * privilege to mount.
 */
const isolate = `mount --bind "$1" ${codePath} &&
mount -t tmpfs -o size=512m,mode=1777 tmpfs /tmp &&
mount -o remount,bind,ro / &&
mount -o remount,bind,ro ${codePath} || exit 97
cd ${codePath}
shift
exec "$@"`

/** Processes of one function. Requests go to them in turn. */
export class FunctionPool {
  #options
  #slots
  #next = 0
  starts = 0

  /**
   * @param {object} options
   * @param {string} options.directory the code, with the runner
   * @param {string} options.runner the file in it that listens on a port and sends it to this process
   * @param {Record<string, string>} options.env
   * @param {number} [options.processes]
   * @param {number} [options.calls] after which a process is replaced
   * @param {(text: string) => void} options.log
   */
  constructor(options) {
    this.#options = { processes: 4, calls: 200, ...options }
    this.#slots = Array.from({ length: this.#options.processes }, () => null)
    mkdirSync(codePath, { recursive: true })
  }

  /**
   * Passes a request to the next process.
   * @param {(port: number) => Promise<T>} send
   * @returns {Promise<T>}
   * @template T
   */
  async run(send) {
    const instance = this.#take()
    try {
      return await send(await instance.port)
    } finally {
      instance.active -= 1
      if (instance.calls >= this.#options.calls) this.#retire(instance)
    }
  }

  #take() {
    const slot = this.#next
    this.#next = (slot + 1) % this.#slots.length
    const instance = this.#slots[slot] ?? this.#start(slot)
    instance.active += 1
    instance.calls += 1
    if (instance.calls >= this.#options.calls) this.#slots[slot] = null
    return instance
  }

  #start(slot) {
    const { directory, runner, env, log } = this.#options
    const child = spawn(
      'unshare',
      ['--mount', '--propagation', 'private', 'sh', '-c', isolate, 'sh', directory, process.execPath, runner],
      { env: { PATH: '/usr/bin:/bin', TZ: 'UTC', ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    this.starts += 1
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', log)
    const instance = { child, slot, active: 0, calls: 0 }
    const ended = once(child, 'exit').then(([code, signal]) => {
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
