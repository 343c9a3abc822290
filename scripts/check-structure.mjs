// Enforces the layout: names, layers, tiers, cycles, sizes and a few things no file may contain.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import {
  importBreach,
  lineLimit,
  mayExportDefault,
  mayReadEnvironment,
  nameBreach,
} from './structure-rules.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const forbidden = {
  $queryRawUnsafe: 'builds SQL from strings: use $queryRaw with parameters',
  $executeRawUnsafe: 'builds SQL from strings: use $executeRaw with parameters',
  dangerouslySetInnerHTML: 'is never needed: render elements',
}

const breaches = []
const graph = new Map()

for (const path of sourceFiles()) check(path)
for (const cycle of cycles()) breaches.push(`${cycle[0]}:1 imports itself in a circle: ${cycle.join(' → ')}`)

for (const breach of breaches.sort()) console.error(breach)
if (breaches.length > 0) process.exitCode = 1
else console.log(`Structure: ${graph.size} files, no breach.`)

function sourceFiles() {
  const found = ['proxy.ts', 'instrumentation.ts'].filter((name) => existsSync(join(root, name)))
  const walk = (directory) => {
    if (!existsSync(join(root, directory))) return
    for (const entry of readdirSync(join(root, directory), { withFileTypes: true })) {
      const path = `${directory}/${entry.name}`
      if (entry.isDirectory()) entry.name === 'generated' || walk(path)
      else if (/\.(tsx?|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts')) found.push(path)
    }
  }
  for (const top of ['app', 'components', 'lib', 'prisma', 'scripts', 'e2e']) walk(top)
  return found
}

function check(path) {
  const text = readFileSync(join(root, path), 'utf8')
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const report = (node, message) => {
    const { line } = file.getLineAndCharacterOfPosition(node ? node.getStart(file) : 0)
    breaches.push(`${path}:${line + 1} ${message}`)
  }

  const lines = text.trimEnd().split('\n').length
  if (lines > lineLimit(path))
    breaches.push(`${path}:${lines} has ${lines} lines, at most ${lineLimit(path)} are allowed`)
  const name = nameBreach(path)
  if (name) report(undefined, name)

  checkImports(path, file, report)
  checkContent(path, file, report)
  if (/^lib\/[^/]+\/actions\.ts$/.test(path)) checkActions(path, file, report)
}

function checkImports(path, file, report) {
  const client = hasDirective(file, 'use client')
  const runtime = []
  graph.set(path, runtime)
  visit(file, (node) => {
    const found = importOf(node)
    if (!found) return
    const target = resolveImport(path, found.module)
    if (target && !found.typeOnly) runtime.push(target)
    const breach = importBreach({ path, client }, { ...found, path: target })
    if (breach) report(node, breach)
  })
}

/** Static and dynamic imports and re-exports; only the static ones can be for types alone. */
function importOf(node) {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause
    const named =
      clause?.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : []
    const onlyTypes = !clause?.name && named.length > 0 && named.every((element) => element.isTypeOnly)
    return { module: node.moduleSpecifier.text, typeOnly: Boolean(clause?.isTypeOnly) || onlyTypes }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { module: node.moduleSpecifier.text, typeOnly: node.isTypeOnly }
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
  const argument = dynamic ? node.arguments[0] : undefined
  return argument && ts.isStringLiteral(argument) ? { module: argument.text, typeOnly: false } : undefined
}

function resolveImport(path, module) {
  const base = module.startsWith('@/')
    ? module.slice(2)
    : module.startsWith('.')
      ? join(dirname(path), module)
      : undefined
  if (base === undefined) return undefined
  const candidates = [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`, `${base}/index.ts`]
  const found = candidates.find((candidate) =>
    statSync(join(root, candidate), { throwIfNoEntry: false })?.isFile(),
  )
  return found ? relative(root, join(root, found)) : undefined
}

function checkContent(path, file, report) {
  const tooling = /^(scripts|e2e|prisma)\//.test(path)
  visit(file, (node) => {
    const isDefault =
      (ts.isExportAssignment(node) && !node.isExportEquals) ||
      (ts.canHaveModifiers(node) &&
        ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.DefaultKeyword))
    if (isDefault && !tooling && !mayExportDefault(path)) report(node, 'has a default export: name it')
    if (ts.isIdentifier(node) && !tooling && Object.hasOwn(forbidden, node.text)) {
      report(node, `${node.text} ${forbidden[node.text]}`)
    }
    if (
      ts.isPropertyAccessExpression(node) &&
      node.getText(file) === 'process.env' &&
      !mayReadEnvironment(path)
    ) {
      // Next itself replaces NEXT_RUNTIME, and only in this form.
      if (!/^process\.env\.NEXT_RUNTIME$/.test(node.parent.getText(file)))
        report(node, 'process.env is read in lib/env.ts only')
    }
  })
}

/** Every action goes through a wrapper of lib/action.ts, which asks who, how often and whether it is valid. */
function checkActions(path, file, report) {
  if (!hasDirective(file, 'use server')) report(undefined, "starts with 'use server'")
  const wrappers = new Set()
  for (const node of file.statements) {
    if (!ts.isImportDeclaration(node) || resolveImport(path, node.moduleSpecifier.text) !== 'lib/action.ts')
      continue
    const bindings = node.importClause?.namedBindings
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name } of bindings.elements) if (/Action$/.test(name.text)) wrappers.add(name.text)
    }
  }
  // A function of the same file that calls a wrapper is as good as one.
  const named = file.statements.flatMap((node) =>
    ts.isVariableStatement(node) ? [...node.declarationList.declarations] : [node],
  )
  for (let before = -1; before !== wrappers.size; ) {
    before = wrappers.size
    for (const node of named)
      if (node.name && callsOne(node, wrappers, file)) wrappers.add(node.name.getText(file))
  }
  for (const node of file.statements) {
    const exported =
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
    if (!exported || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) continue
    for (const part of ts.isVariableStatement(node) ? node.declarationList.declarations : [node]) {
      if (callsOne(part, wrappers, file)) continue
      report(part, `${part.name?.getText(file) ?? 'an export'} calls no wrapper of lib/action.ts`)
    }
  }
}

function callsOne(node, names, file) {
  let found = false
  visit(node, (inner) => {
    if (ts.isCallExpression(inner) && names.has(inner.expression.getText(file))) found = true
  })
  return found
}

function hasDirective(file, directive) {
  const first = file.statements[0]
  return Boolean(
    first &&
      ts.isExpressionStatement(first) &&
      ts.isStringLiteral(first.expression) &&
      first.expression.text === directive,
  )
}

function visit(node, see) {
  see(node)
  ts.forEachChild(node, (child) => visit(child, see))
}

/** Each circle of runtime imports once, found by walking depth first. */
function cycles() {
  const found = []
  const state = new Map()
  const walk = (path, trail) => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') return found.push([...trail.slice(trail.indexOf(path)), path])
    state.set(path, 'open')
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of graph.keys()) walk(path, [])
  return found
}
