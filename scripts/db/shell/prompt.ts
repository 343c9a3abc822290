import { type REPLServer, Recoverable, type ReplOptions, start } from 'node:repl'
import { complete } from './complete'
import { evaluateLast, isIncomplete, type Scope } from './evaluate'
import { formatValue } from './print'

type Options = {
  scope: Scope
  /** The file for the history of inputs; readable by its owner only. */
  history: string
  /** Replaces the terminal of the process. */
  streams?: Pick<ReplOptions, 'input' | 'output' | 'terminal'>
}

/** Runs Node's REPL with our evaluation until Ctrl-D or .exit. */
export async function runPrompt({ scope, history, streams = {} }: Options): Promise<void> {
  const lines = new LineQueue()
  const server = start({
    ...streams,
    prompt: 'roost> ',
    eval: (code, _context, _file, done) => {
      // At once, because the REPL of Node 24 reads the next line as a part of this one.
      if (isIncomplete(code)) done(new Recoverable(new SyntaxError('incomplete')), undefined)
      else lines.pauseFor(evaluateInput(code, scope, done))
    },
    writer: (value) => formatValue(value, server.terminal),
    completer: (line: string) => complete(line, scope),
    ignoreUndefined: true,
    preview: false,
  })
  lines.insertInto(server)
  const ended = new Promise<void>((done) => server.once('exit', done))
  await setupHistory(server, history)
  await ended
}

/**
 * Passes a line to the REPL only when the line before has been evaluated. A pasted second line sees the variables of the
 * first; and the REPL adds a line to the text of an incomplete input until the evaluation of its last line ends.
 */
class LineQueue {
  readonly #lines: string[] = []
  #isPaused = false
  #handle: (line: string) => void = () => {}

  insertInto(server: REPLServer): void {
    const handlers = server.listeners('line')
    this.#handle = (line) => {
      for (const handler of handlers) handler.call(server, line)
    }
    server.removeAllListeners('line').on('line', (line) => {
      this.#lines.push(line)
      this.#continue()
    })
  }

  async pauseFor(evaluation: Promise<void>): Promise<void> {
    this.#isPaused = true
    try {
      await evaluation
    } finally {
      this.#isPaused = false
      this.#continue()
    }
  }

  #continue(): void {
    while (!this.#isPaused) {
      const line = this.#lines.shift()
      if (line === undefined) return
      this.#handle(line)
    }
  }
}

function evaluateInput(
  code: string,
  scope: Scope,
  done: (error: Error | null, value: unknown) => void,
): Promise<void> {
  return evaluateLast(code, scope).then(
    (value) => {
      scope._ = value
      done(null, value)
    },
    (error) => done(hideShellFrames(error), undefined),
  )
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
