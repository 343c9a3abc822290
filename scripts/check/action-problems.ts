import ts from 'typescript'

/** The pipeline: the exports of lib/request/action.ts whose names end in `Action`. */
const pipeline = { module: /\/action$/, name: /Action$/ }

/**
 * Checks the Server Actions of a file: they belong in `lib/<noun>/actions.ts`, and each calls the pipeline, directly or
 * through a function in the same file.
 * @param path Relative to the root of the repository.
 */
export function actionProblems(path: string, text: string): string[] {
  const isActionFile = /^lib\/[\w-]+\/actions\.ts$/.test(path)
  if (!isActionFile && !/['"]use server['"]/.test(text)) return []
  if (!isActionFile) return [`${path} contains 'use server': actions belong in lib/<noun>/actions.ts`]
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const problems = /^['"]use server['"]/.test(text) ? [] : [`${path} does not start with 'use server'`]
  const callers = findCallers(statements)
  for (const statement of statements.filter(isExported)) {
    const names = declarationsOf(statement).map(({ name }) => name)
    if (names.length === 0) problems.push(`${path} exports something other than functions`)
    for (const name of names)
      if (!callers.has(name)) problems.push(`${path}: ${name} does not call the pipeline`)
  }
  return problems
}

/** The names of imported pipeline functions, and of the file's own functions that call one of them. */
function findCallers(statements: ts.NodeArray<ts.Statement>): Set<string> {
  const callers = new Set(statements.flatMap(importedPipeline))
  const declarations = statements.flatMap(declarationsOf)
  for (let size = -1; size !== callers.size; ) {
    size = callers.size
    for (const { name, node } of declarations) if (calls(node, callers)) callers.add(name)
  }
  return callers
}

function importedPipeline(statement: ts.Statement): string[] {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
  const bindings = statement.importClause?.namedBindings
  if (!pipeline.module.test(statement.moduleSpecifier.text) || !bindings || !ts.isNamedImports(bindings))
    return []
  return bindings.elements.map(({ name }) => name.text).filter((name) => pipeline.name.test(name))
}

function declarationsOf(statement: ts.Statement): { name: string; node: ts.Node }[] {
  if (ts.isFunctionDeclaration(statement))
    return [{ name: statement.name?.text ?? 'default', node: statement }]
  if (!ts.isVariableStatement(statement)) return []
  return statement.declarationList.declarations.map((node) => ({ name: node.name.getText(), node }))
}

function isExported(statement: ts.Statement): boolean {
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return false
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly
  if (ts.isExportAssignment(statement)) return true
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function calls(node: ts.Node, names: Set<string>): boolean {
  if (ts.isCallExpression(node) && names.has(node.expression.getText())) return true
  return ts.forEachChild(node, (child) => calls(child, names)) ?? false
}
