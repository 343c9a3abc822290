import { setTimeout as wait } from 'node:timers/promises'
import type { Engine } from './engine'

type State = { Service: string; State: string; Health: string; ExitCode: number }

/** Runs the commands of docs/deploy-docker.md with one of the Compose files. */
export class Site {
  constructor(
    private readonly engine: Engine,
    private readonly file: string,
  ) {}

  /** @returns the output. @throws Error when the exit code is not 0 */
  run(...args: string[]): string {
    const { status, out } = this.attempt(...args)
    if (status !== 0) throw new Error(`docker compose ${args.join(' ')} failed (${status}):\n${out}`)
    return out
  }

  attempt(...args: string[]) {
    return this.engine.attempt(['docker', 'compose', ...args], {
      COMPOSE_FILE: `${this.engine.directory}/roost/deploy/docker/${this.file}`,
      // The volumes are deleted afterwards: not those of a site on this machine.
      COMPOSE_PROJECT_NAME: 'roost-smoke-test',
    })
  }

  exec(service: string, ...command: string[]): string {
    return this.run('exec', '--no-TTY', service, ...command)
  }

  /** Starts the container of a service alone. */
  startContainer(service: string): void {
    const id = this.run('ps', '--all', '--quiet', service).trim()
    const { status, out } = this.engine.attempt(['docker', 'start', id])
    if (status !== 0) throw new Error(out)
  }

  /** Each service with its state: `running`, or `running healthy` for one with a health check. */
  states(): Record<string, string> {
    const lines = this.run('ps', '--all', '--format', 'json').split('\n')
    const states = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as State)
    return Object.fromEntries(states.map((one) => [one.Service, `${one.State} ${one.Health}`.trim()]))
  }

  /** @throws Error when the check does not become true within the limit */
  async until(what: string, check: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
    for (const deadline = Date.now() + seconds * 1000; !(await check()); await wait(200))
      if (Date.now() > deadline)
        throw new Error(`Not within ${seconds} s: ${what}\n${this.run('logs', '--tail=40')}`)
  }
}
