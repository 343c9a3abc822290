import type { Group } from './preload'

const width = 100

/** What is there, by kind: the first thing that a person sees. */
export function banner(groups: Group[], database: string): string {
  const titles = [...new Set(groups.map(({ title }) => title))]
  const lines = titles.flatMap((title) => {
    const names = groups.filter((group) => group.title === title).flatMap(({ names }) => Object.keys(names))
    return wrap(names).map((line, index) => `  ${(index === 0 ? title : '').padEnd(11)}${line}`)
  })
  return [
    `Roost on ${database}`,
    ...lines,
    'Promises are awaited. Tab completes, full(value) prints every field, .help tells more, Ctrl-D ends.',
  ].join('\n')
}

function wrap(names: string[]): string[] {
  const lines = ['']
  for (const name of names) {
    const last = lines.at(-1) as string
    if (last && last.length + name.length >= width - 13) lines.push(name)
    else lines[lines.length - 1] = last ? `${last} ${name}` : name
  }
  return lines
}
