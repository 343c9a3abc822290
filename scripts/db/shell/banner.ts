import type { Group } from './preload'

const width = 100
const titleWidth = 13

/** The first output of the prompt: the database and all names by group. */
export function formatBanner(groups: Group[], database: string): string {
  const titles = [...new Set(groups.map(({ title }) => title))]
  const lines = titles.flatMap((title) => {
    const names = groups.filter((group) => group.title === title).flatMap(({ names }) => Object.keys(names))
    return wrapNames(names).map(
      (line, index) => `  ${(index === 0 ? title : '').padEnd(titleWidth - 2)}${line}`,
    )
  })
  return [
    `Roost on ${database}`,
    ...lines,
    'Promises are awaited. Tab completes, full(value) prints all fields, .help shows help, Ctrl-D ends.',
  ].join('\n')
}

function wrapNames(names: string[]): string[] {
  const lines = ['']
  for (const name of names) {
    const last = lines.at(-1) as string
    if (last && last.length + name.length >= width - titleWidth) lines.push(name)
    else lines[lines.length - 1] = last ? `${last} ${name}` : name
  }
  return lines
}
