import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject, onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The loader instead of the tsx command, which would start the script in a child process that survives a kill. */
const typescript = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href

export type Result = { code: number | null; out: string; err: string }

/** The arguments of Node: the compiled script (compile-scripts.ts), or the source of one that is not compiled. */
function entry(script: string): string[] {
  const compiled = join(inject('compiledScripts'), script.replace(/\.ts$/, '.mjs'))
  return existsSync(compiled) ? [compiled] : ['--import', typescript, join(root, script)]
}

/**
 * Starts a script as in a new terminal in another directory: it inherits no settings of this process. The end of the test
 * kills it.
 */
export function startScript(script: string, args: string[], settings: Record<string, string>, input = '') {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [...entry(script), ...args], {
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

export function runScript(...args: Parameters<typeof startScript>): Promise<Result> {
  return startScript(...args).finished
}
