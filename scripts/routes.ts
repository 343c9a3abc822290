// npm run routes: lists every path of the application with its gate and its file.

import { readdirSync } from 'node:fs'
import { matchRoute, permanentRedirects } from '../lib/request/routes'

const app = new URL('../app/', import.meta.url)

const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort()
const lines = [
  ...files.flatMap(pageLine),
  ...files.flatMap(handlerLine),
  ...permanentRedirects.map(movedLine),
]
const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
for (const line of lines) console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))

/** A page of app/(dynamic); those of app/guest are the same paths, prerendered. */
function pageLine(file: string): string[][] {
  const folder = /^\(member\)\/(.*?)\/?page\.tsx$/.exec(file)?.[1]
  if (folder === undefined) return []
  // Pages that only proxy.ts shows, such as the 404 page, have no path.
  const match = matchRoute(`/${folder.replace(/\[\w+\]/g, '1')}`)
  return match ? [[`/${folder}`, match.route.gate, `app/${file}`]] : []
}

function handlerLine(file: string): string[][] {
  const folder = /^(.+)\/route\.ts$/.exec(file)?.[1]
  return folder === undefined ? [] : [[`/${folder.replace(/^\(member\)\//, '')}`, 'handler', `app/${file}`]]
}

/** A redirect; `^\/user\/([^/]+)$` is shown as `/user/[name]`. */
function movedLine({ from, to }: { from: RegExp; to: string }): string[] {
  const path = from.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/')
  return [path.replace('([^/]+)', '[name]'), 'moved', `to ${to.replace('$1', '[name]')}`]
}
