import { type REPLServer, Recoverable, type ReplOptions, start } from 'node:repl'
import { complete } from './complete'
import { evaluate, type Scope } from './evaluate'
import { formatValue } from './print'
import { IncompleteInputError } from './syntax'

type Options = {
  scope: Scope
  /** The file for the history of inputs; readable by its owner only. */
  history: string
  /** Replaces the terminal of the process. */
  streams?: Pick<ReplOptions, 'input' | 'output' | 'terminal'>
}

/** Runs Node's REPL with our evaluation until Ctrl-D or .exit. */
export async function runPrompt({ scope, history, streams = {} }: Options): Promise<void> {
  const server = start({
    ...streams,
    prompt: 'roost> ',
    eval: createEval(scope),
    writer: (value) => formatValue(value, server.terminal),
    completer: (line: string) => complete(line, scope),
    ignoreUndefined: true,
    preview: false,
  })
  const ended = new Promise<void>((done) => server.once('exit', done))
  await setupHistory(server, history)
  await ended
}

/** Queues the inputs, so that a pasted second line sees the variables of the first. */
function createEval(scope: Scope): ReplOptions['eval'] {
  let queue = Promise.resolve()
  return (code, _context, _file, done) => {
    const run = async () => {
      let value: unknown
      await evaluate(code, scope, (current) => {
        value = current
      })
      scope._ = value
      return value
    }
    queue = queue.then(run).then(
      (value) => done(null, value),
      (error) =>
        done(
          error instanceof IncompleteInputError ? new Recoverable(error) : hideShellFrames(error),
          undefined,
        ),
    )
  }
}

/** Removes the stack frames of the shell, which do not help to find a mistake in the input. */
function hideShellFrames(error: unknown): Error {
  if (error instanceof Error) {
    const lines = error.stack?.split('\n').filter((line) => !/scripts[\\/]db[\\/]shell[\\/]/.test(line))
    error.stack = lines?.join('\n')
  }
  // The REPL accepts any thrown value; its type only allows errors.
  return error as Error
}

/** An error is ignored: the prompt also works without a history. */
function setupHistory(server: REPLServer, file: string): Promise<void> {
  return new Promise((done) => server.setupHistory(file, () => done()))
}
