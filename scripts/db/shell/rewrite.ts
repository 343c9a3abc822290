import type * as typescript from 'typescript'
import { ts } from './typescript'

/** The body of an async function, and the names of the variables that it assigns. */
type Program = { body: string; names: string[] }

/**
 * Rewrites the statements of an input. Declarations become assignments to the scope, so that variables are kept for the
 * next input; the value of each expression statement is passed to `$onValue`; and promises are awaited.
 * @param source JavaScript without syntax errors
 * @throws SyntaxError for an import statement
 */
export function rewriteProgram(source: string): Program {
  const names = new Set<string>()
  const statements = ts
    .createSourceFile('shell.js', source, ts.ScriptTarget.Latest, true)
    .statements.map((statement) => ({
      isFunction: ts.isFunctionDeclaration(statement),
      text: rewriteStatement(statement, names),
    }))
  // Function declarations are hoisted.
  const hoisted = statements.sort((a, b) => Number(b.isFunction) - Number(a.isFunction))
  return { body: hoisted.map(({ text }) => text).join(';\n'), names: [...names] }
}

function rewriteStatement(statement: typescript.Statement, names: Set<string>): string {
  if (ts.isImportDeclaration(statement))
    throw new SyntaxError("Import statements are not supported: use const { … } = await import('…').")
  if (ts.isExpressionStatement(statement))
    return `$onValue(await (${rewriteExpression(statement.expression)}))`
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations
      .map((declaration) => rewriteDeclaration(declaration, names))
      .join('; ')
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
    names.add(statement.name.text)
    return `${statement.name.text} = (${statement.getText()})`
  }
  return statement.getText()
}

/** Awaits the right side of an assignment, as in a declaration. */
function rewriteExpression(node: typescript.Expression): string {
  if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken)) return node.getText()
  return `${node.left.getText()} ${node.operatorToken.getText()} ${awaitValue(node.right)}`
}

function isAssignment({ kind }: typescript.BinaryOperatorToken): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

function rewriteDeclaration(
  { name, initializer }: typescript.VariableDeclaration,
  names: Set<string>,
): string {
  const bound = boundNames(name)
  for (const one of bound) names.add(one)
  const assignment = `(${name.getText()} = ${initializer ? awaitValue(initializer) : 'undefined'})`
  if (ts.isIdentifier(name) || bound.length === 0) return assignment
  // The parts of a destructured value may be promises: const [users, posts] = [User.count(), Post.count()]
  return `${assignment}; [${bound}] = await Promise.all([${bound}])`
}

/** Functions and classes are left as they are: inside await (…) they would not get the name of their variable. */
function awaitValue(node: typescript.Expression): string {
  return ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node)
    ? node.getText()
    : `await (${node.getText()})`
}

function boundNames(name: typescript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)))
}
