import type * as typescript from 'typescript'
import { ts } from './typescript'

/** Input that ends too early: the prompt asks for another line. */
export class IncompleteInputError extends SyntaxError {}

/** The first syntax error of JavaScript source; null when there is none. */
export function findSyntaxError(source: string): SyntaxError | null {
  const compilerOptions = { allowJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }
  const { diagnostics = [] } = ts.transpileModule(source, {
    fileName: 'shell.js',
    reportDiagnostics: true,
    compilerOptions,
  })
  const [first] = diagnostics
  return first ? toSyntaxError(first, source) : null
}

/** TypeScript's code of "Unterminated string literal", which another line cannot complete. */
const unterminatedString = 1002

function toSyntaxError({ code, start = 0, messageText }: typescript.Diagnostic, source: string): SyntaxError {
  const isAtEnd = start >= source.trimEnd().length && code !== unterminatedString
  const text = ts.flattenDiagnosticMessageText(messageText, ' ')
  return isAtEnd ? new IncompleteInputError(text) : new SyntaxError(`${text} (at character ${start + 1})`)
}
