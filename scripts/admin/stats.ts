import type { Flags } from '../admin'
import { formatBytes } from '../cli/format'

/** Prints the size of the site. */
export async function stats(_args: string[], { json }: Flags): Promise<void> {
  const { readStatistics } = await import('./statistics')
  const found = await readStatistics()
  if (json) return console.log(JSON.stringify(found))
  const { members, content, jobs, storage, database } = found
  const rows: [string, string][] = [
    [
      'members',
      `${number(members.all)} (${listCounts(members, ['active', 'admins', 'suspended', 'pendingDeletion'])})`,
    ],
    ['posts', number(content.posts)],
    ['messages', number(content.messages)],
    ['jobs', listCounts(jobs, ['waiting', 'running', 'failed'])],
    [
      'stored files',
      storage.bytes === null
        ? number(storage.files)
        : `${number(storage.files)} (${formatBytes(storage.bytes)})`,
    ],
    ['database', `${database.engine}, ${formatBytes(database.bytes)}`],
  ]
  for (const [name, value] of rows) console.log(`${name.padEnd(14)}${value}`)
}

const number = (count: number) => count.toLocaleString('en')

function listCounts<Name extends string>(counts: Record<Name, number>, names: Name[]): string {
  return names.map((name) => `${number(counts[name])} ${toWords(name)}`).join(', ')
}

const toWords = (name: string) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
