// npm run routes: every address that the application answers, who may open it, and the file behind it.

import { readdirSync } from 'node:fs'
import { matchRoute, movedRoutes } from '../lib/routes'

const app = new URL('../app/', import.meta.url)

const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort()
const lines = [...files.flatMap(pageLine), ...files.flatMap(handlerLine), ...movedRoutes.map(movedLine)]
const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
for (const line of lines) console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))

/** A page, once: the prerendered twins under app/guest answer the same addresses. */
function pageLine(file: string): string[][] {
  const folder = /^\(member\)\/(.*?)\/?page\.tsx$/.exec(file)?.[1]
  if (folder === undefined) return []
  // Pages that only proxy.ts shows, such as the one that says 404, have no address of their own.
  const match = matchRoute(`/${folder.replace(/\[\w+\]/g, '1')}`)
  return match ? [[`/${folder}`, match.route.gate, `app/${file}`]] : []
}

function handlerLine(file: string): string[][] {
  const folder = /^(.+)\/route\.ts$/.exec(file)?.[1]
  return folder === undefined ? [] : [[`/${folder.replace(/^\(member\)\//, '')}`, 'handler', `app/${file}`]]
}

/** `^\/user\/([^/]+)$` in the form of the others. */
function movedLine({ from, to }: { from: RegExp; to: string }): string[] {
  const path = from.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/')
  return [path.replace('([^/]+)', '[name]'), 'moved', `to ${to.replace('$1', '[name]')}`]
}
