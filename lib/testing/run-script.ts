import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** In the process itself: tsx as a command would put one more between us and the script, and leave it when killed. */
const typescript = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href

export type Result = { code: number | null; out: string; err: string }

/**
 * Runs a script of the project as a person would in a new terminal, from a directory that is not the project's.
 * Of our own process's settings the child inherits none, and it never outlives the test.
 */
export function startScript(script: string, args: string[], settings: Record<string, string>, input = '') {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['--import', typescript, join(root, script), ...args], {
    cwd: tmpdir(),
    env: { PATH, HOME, ...settings } as unknown as NodeJS.ProcessEnv,
  })
  child.stdin.end(input)
  const finished = new Promise<Result>((done) => {
    const [out, err]: [string[], string[]] = [[], []]
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
    child.once('close', (code) => done({ code, out: out.join(''), err: err.join('') }))
  })
  const kill = () => {
    child.kill('SIGKILL')
  }
  onTestFinished(kill)
  return { child, finished, kill }
}

export const runScript = (...args: Parameters<typeof startScript>): Promise<Result> =>
  startScript(...args).finished
