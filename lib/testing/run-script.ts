import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inject, onTestFinished } from 'vitest'
import { nodeFlags } from './node-flags'
import { scripts } from './scripts'

const root = resolve(import.meta.dirname, '../..')

/** The loader instead of the tsx command, which would start the script in a child process that survives a kill. */
const typescript = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href

export type Result = { code: number | null; out: string; err: string }

/** The arguments of Node: the compiled script, or the source of one that is not in the list. */
function entry(script: string): string[] {
  if (!(script in scripts)) return ['--import', typescript, join(root, script)]
  return [join(inject('compiledScripts'), script.replace(/\.ts$/, '.mjs'))]
}

/** An empty directory until the end of the test: relative names mean files of nobody else. */
function emptyDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'roost-script-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/**
 * Starts a script as in a new terminal in another directory: it inherits no settings of this process. The end of the test
 * kills it.
 */
export function startScript(
  script: string,
  args: string[],
  settings: Record<string, string>,
  input = '',
  cwd = emptyDirectory(),
) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [...nodeFlags, ...entry(script), ...args], {
    cwd,
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
