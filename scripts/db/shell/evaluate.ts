import { rewriteProgram } from './rewrite'
import { findSyntaxError, IncompleteInputError } from './syntax'

// Why not the evaluation of Node's REPL: docs/decisions/020.

/** The names that the code can use; also stores its variables from one input to the next. */
export type Scope = Record<string, unknown>

type Run = (scope: Scope, onValue: (value: unknown) => unknown) => Promise<void>

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (...source: string[]) => Run

/**
 * Runs JavaScript statement by statement. `await` is allowed everywhere, and promises are also awaited without it.
 * @param onValue receives the value of every expression statement
 * @throws IncompleteInputError, SyntaxError, or what the code throws
 */
export async function evaluate(code: string, scope: Scope, onValue: (value: unknown) => void): Promise<void> {
  const source = wrapObjectLiteral(code) ?? code
  const error = findSyntaxError(source)
  if (error) throw error
  const { body, names } = rewriteProgram(source)
  const run = new AsyncFunction('$scope', '$onValue', `with ($scope) {\n${body}\n}`)
  // Declared only after the code has compiled, so that a syntax error resets no variable.
  for (const name of names) scope[name] = undefined
  await run(scope, onValue)
}

/** Whether the code continues on the next line. */
export function isIncomplete(code: string): boolean {
  return findSyntaxError(wrapObjectLiteral(code) ?? code) instanceof IncompleteInputError
}

/** Runs JavaScript and returns the value of the last expression statement. */
export async function evaluateLast(code: string, scope: Scope): Promise<unknown> {
  let last: unknown
  await evaluate(code, scope, (value) => {
    last = value
  })
  return last
}

/** Reads `{ a: 1 }` as an object; JavaScript would read a block with a label. */
function wrapObjectLiteral(code: string): string | undefined {
  const text = code.trim()
  const wrapped = `(${text})`
  const isBraced = text.startsWith('{') && text.endsWith('}')
  return isBraced && findSyntaxError(wrapped) === null ? wrapped : undefined
}
