import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { onTestFinished } from 'vitest'

/** The path of the Redis server; undefined when it is not installed. */
export const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((path) =>
  existsSync(path),
)

/**
 * Starts Redis without persistence.
 * @param listen arguments that say where it listens
 * @returns a function that kills it, with the id of its process
 */
export async function startRedis(port: number, listen = ['--port', String(port)]) {
  const server = spawn(redisServer as string, [...listen, '--save', '', '--appendonly', 'no'])
  const exited = new Promise((resolve) => server.once('exit', resolve))
  const stop = async () => {
    server.kill('SIGKILL')
    await exited
  }
  onTestFinished(stop)
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
  })
  return Object.assign(stop, { pid: server.pid as number })
}
