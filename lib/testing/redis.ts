import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { onTestFinished } from 'vitest'

/** The path of the Redis server; undefined when it is not installed. */
export const redisServer = ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((path) =>
  existsSync(path),
)

/** Starts Redis without persistence. @returns a function that kills it */
export async function startRedis(port: number): Promise<() => Promise<void>> {
  const server = spawn(redisServer as string, ['--port', String(port), '--save', '', '--appendonly', 'no'])
  const exited = new Promise((resolve) => server.once('exit', resolve))
  const stop = async () => {
    server.kill('SIGKILL')
    await exited
  }
  onTestFinished(stop)
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve())
  })
  return stop
}
