import { spawnSync } from 'node:child_process'

/**
 * Runs a program and waits for its end.
 * @param options.show whether its output goes to the terminal instead of the result
 * @param options.mayFail whether an exit code other than 0 is returned instead of thrown
 */
export function run(command, args, { show = false, mayFail = false } = {}) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
  })
  if (result.error) throw result.error
  if (result.status !== 0 && !mayFail)
    throw new Error(
      `${command} ${args.join(' ')} failed (${result.status}):\n${result.stdout}${result.stderr}`,
    )
  return { status: result.status, out: result.stdout ?? '', err: result.stderr ?? '' }
}
