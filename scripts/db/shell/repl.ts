import { type REPLServer, Recoverable, type ReplOptions, start } from 'node:repl'
import { complete } from './complete'
import { evaluate, type Scope, Unfinished } from './evaluate'
import { show } from './print'

type Options = {
  scope: Scope
  history: string
  streams?: Pick<ReplOptions, 'input' | 'output' | 'terminal'>
}

/**
 * Reads, evaluates and prints until Ctrl-D or .exit.
 * @param options.history the file that keeps what was typed; only its owner may read it
 * @param options.streams another terminal than the process's own
 */
export async function runRepl({ scope, history, streams = {} }: Options): Promise<void> {
  const server = start({
    ...streams,
    prompt: 'roost> ',
    eval: evaluator(scope),
    writer: (value) => show(value, server.terminal),
    completer: (line: string) => complete(line, scope),
    ignoreUndefined: true,
    preview: false,
  })
  const ended = new Promise<void>((done) => server.once('exit', done))
  await withHistory(server, history)
  await ended
}

/** One input at a time: a pasted second line sees what the first has made. */
function evaluator(scope: Scope): ReplOptions['eval'] {
  let turn = Promise.resolve()
  return (code, _context, _file, done) => {
    const run = async () => {
      let value: unknown
      await evaluate(code, scope, (seen) => {
        value = seen
      })
      scope._ = value
      return value
    }
    turn = turn.then(run).then(
      (value) => done(null, value),
      (error) =>
        done(error instanceof Unfinished ? new Recoverable(error) : withoutOurFrames(error), undefined),
    )
  }
}

/** Where the shell itself stood says nothing to who made the mistake. */
function withoutOurFrames(error: unknown) {
  if (error instanceof Error) {
    const lines = error.stack?.split('\n').filter((line) => !/scripts[\\/]db[\\/]shell[\\/]/.test(line))
    error.stack = lines?.join('\n')
  }
  // The prompt takes anything that was thrown; its type knows errors only.
  return error as Error
}

/** A history that cannot be kept is no reason to have no shell. */
const withHistory = (server: REPLServer, file: string) =>
  new Promise<void>((done) => server.setupHistory(file, () => done()))
