import ts from 'typescript'

/** What the code sees by name, and where its own variables are kept from one input to the next. */
export type Scope = Record<string, unknown>

/** Input that stops in the middle: a REPL asks for another line. */
export class Unfinished extends SyntaxError {}

type Program = (scope: Scope, see: (value: unknown) => unknown) => Promise<void>

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...source: string[]
) => Program

/**
 * Runs JavaScript, statement after statement. `await` may stand anywhere, and promises are awaited without it.
 * @param see called with the value of every statement that is an expression
 * @throws Unfinished, SyntaxError, or what the code throws
 */
export async function evaluate(code: string, scope: Scope, see: (value: unknown) => void): Promise<void> {
  const source = asObject(code) ?? code
  const [problem] = problemsIn(source)
  if (problem) throw syntaxError(problem, source)
  const names = new Set<string>()
  const program = ts
    .createSourceFile('shell.js', source, ts.ScriptTarget.Latest, true)
    .statements.map((statement) => ({
      first: ts.isFunctionDeclaration(statement),
      text: rewrite(statement, names),
    }))
    // Functions may be called above the line that declares them.
    .sort((a, b) => Number(b.first) - Number(a.first))
    .map(({ text }) => text)
    .join(';\n')
  const run = new AsyncFunction('$scope', '$see', `with ($scope) {\n${program}\n}`)
  // Only declared once nothing is wrong with the text, so that a slip of the pen forgets no variable.
  for (const name of names) scope[name] = undefined
  await run(scope, see)
}

/** The value of the last expression; what `npm run shell -- --eval` prints. */
export async function lastValue(code: string, scope: Scope): Promise<unknown> {
  let last: unknown
  await evaluate(code, scope, (value) => {
    last = value
  })
  return last
}

/** `{ a: 1 }` would be a block with a label; whoever types it means an object. */
function asObject(code: string): string | undefined {
  const text = code.trim()
  const wrapped = `(${text})`
  const braced = text.startsWith('{') && text.endsWith('}')
  return braced && problemsIn(wrapped).length === 0 ? wrapped : undefined
}

function problemsIn(source: string): readonly ts.Diagnostic[] {
  const compilerOptions = { allowJs: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext }
  const { diagnostics } = ts.transpileModule(source, {
    fileName: 'shell.js',
    reportDiagnostics: true,
    compilerOptions,
  })
  return diagnostics ?? []
}

const unterminatedString = 1002

function syntaxError({ code, start = 0, messageText }: ts.Diagnostic, source: string): SyntaxError {
  const atEnd = start >= source.trimEnd().length && code !== unterminatedString
  const text = ts.flattenDiagnosticMessageText(messageText, ' ')
  return atEnd ? new Unfinished(text) : new SyntaxError(`${text} (at character ${start + 1})`)
}

/** Declarations become assignments to the scope, so that they outlive this input; expressions are seen. */
function rewrite(statement: ts.Statement, names: Set<string>): string {
  if (ts.isImportDeclaration(statement))
    throw new SyntaxError("There is no import statement here: write const { … } = await import('…').")
  if (ts.isExpressionStatement(statement)) return `$see(await (${expression(statement.expression)}))`
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((one) => assignment(one, names)).join('; ')
  }
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
    names.add(statement.name.text)
    return `${statement.name.text} = (${statement.getText()})`
  }
  return statement.getText()
}

/** An assignment keeps what the promise on its right gave, as a declaration does. */
function expression(node: ts.Expression): string {
  if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken)) return node.getText()
  return `${node.left.getText()} ${node.operatorToken.getText()} ${awaited(node.right)}`
}

const isAssignment = ({ kind }: ts.BinaryOperatorToken) =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment

function assignment({ name, initializer }: ts.VariableDeclaration, names: Set<string>): string {
  const bound = boundNames(name)
  for (const one of bound) names.add(one)
  const assigned = `(${name.getText()} = ${initializer ? awaited(initializer) : 'undefined'})`
  // What is taken apart may hold promises itself: const [users, posts] = [User.count(), Post.count()]
  const parts = ts.isIdentifier(name) ? [] : bound
  return parts.length > 0 ? `${assigned}; [${parts}] = await Promise.all([${parts}])` : assigned
}

/** Functions and classes are no promises, and get their names only where they stand alone. */
const awaited = (node: ts.Expression): string =>
  ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node)
    ? node.getText()
    : `await (${node.getText()})`

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)))
}
