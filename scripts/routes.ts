// npm run routes: lists every path of the application with its gate and its file.

import { readdirSync } from 'node:fs'
import { permanentRedirects, routes } from '../lib/request/routes'

const app = new URL('../app/', import.meta.url)

const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort()
const lines = [
  ...files.flatMap(pageLine),
  ...files.flatMap(handlerLine),
  ...permanentRedirects.map(({ from, to }) => [from, 'redirect', `to ${to}`]),
]
const widths = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
for (const line of lines) console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))

/** A page of app/(dynamic). Those of app/guest have the same paths. Error pages have no path. */
function pageLine(file: string): string[][] {
  const path = /^\(dynamic\)(.*)\/page\.tsx$/.exec(file)?.[1]
  const route = routes.find(({ name }) => name === (path || '/'))
  return path !== undefined && route ? [[route.name, route.gate, `app/${file}`]] : []
}

function handlerLine(file: string): string[][] {
  const folder = /^(.+)\/route\.ts$/.exec(file)?.[1]
  return folder === undefined ? [] : [[`/${folder.replace(/^\(dynamic\)\//, '')}`, 'handler', `app/${file}`]]
}
