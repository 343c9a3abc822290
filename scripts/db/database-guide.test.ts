import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { seedCommunity } from '../../prisma/seed/community'
import { formatError } from '../cli/format-error'
import { planMigration } from './migrations/generate/plan'
import { evaluate } from './shell/evaluate'
import { preload, toScope } from './shell/preload'
import { formatValue } from './shell/print'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const guide = ['database', 'shell', 'data-model'].map((name) => read(`docs/${name}.md`)).join('\n')

/** The content of every code block with this info string. */
const codeBlocks = (heading: string) =>
  guide
    .split(/^```/m)
    .flatMap((part) => (part.startsWith(`${heading}\n`) ? [part.slice(heading.length + 1)] : []))

type Example = { code: string; printed: string }

/** Parses examples: comments, code, and the expected output as comments. A blank line ends an example. */
function parseExamples(block: string): Example[] {
  return block
    .trim()
    .split(/\n{2,}/)
    .map((text) => {
      const lines = text.split('\n')
      const end = lines.findLastIndex((line) => !line.startsWith('//')) + 1
      const printed = lines.slice(end).map((line) => line.replace('// ', ''))
      return { code: lines.slice(0, end).join('\n'), printed: printed.join('\n') }
    })
}

test('every example of docs/shell.md prints the output shown there [CLI-01, DBR-02, DBR-03, DBR-13]', async () => {
  const quiet = vi.spyOn(console, 'log').mockReturnValue()
  await seedCommunity({ force: false })
  quiet.mockRestore()
  const scope = toScope(await preload())
  const examples = codeBlocks('js shell').flatMap(parseExamples)
  const results: Example[] = []
  for (const { code } of examples) {
    const printed: string[] = []
    await evaluate(code, scope, (value) => printed.push(formatValue(value))).catch((error) =>
      printed.push(formatError(error)),
    )
    results.push({ code, printed: printed.join('\n') })
  }
  expect(results).toEqual(examples)
  expect(examples.length).toBeGreaterThan(20)
})

describe('the documentation of the data model', () => {
  type Reference = { from: string; field: string; to: string; optional: boolean; rule: string | undefined }

  const models = new Map(
    [...read('prisma/schema.prisma').matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(
      ([, name = '', body = '']) => [name, body.split('\n').map((line) => line.trim())],
    ),
  )
  const references: Reference[] = [...models].flatMap(([from, lines]) =>
    lines.flatMap((line) => {
      const found = /^(\w+)\s+(\w+)(\??)\s+@relation\(.*fields:/.exec(line)
      if (!found) return []
      const [, field = '', to = '', mark] = found
      return [{ from, field, to, optional: mark === '?', rule: /onDelete: (\w+)/.exec(line)?.[1] }]
    }),
  )
  const [diagram = ''] = codeBlocks('mermaid')

  test('shows exactly the models and relations of the schema in its diagram', () => {
    const drawn = diagram.match(/^ {2}\w+ \S+--\S+ \w+ : \w+$/gm)?.map((line) => line.trim())
    const expected = references.map(
      ({ from, field, to, optional }) => `${to} ${optional ? '|o' : '||'}--o{ ${from} : ${field}`,
    )
    expect(drawn?.sort()).toEqual(expected.sort())
    const entities = [...diagram.matchAll(/^ {2}(\w+) \{$/gm)].map(([, name]) => name)
    expect(entities.sort()).toEqual([...models.keys()].sort())
  })

  test('shows only fields of the schema in its diagram', () => {
    for (const [, entity = '', body = ''] of diagram.matchAll(/^ {2}(\w+) \{\n([^}]*)\}/gm)) {
      const fields = models
        .get(entity)
        ?.map((line) => line.split(/\s+/).slice(0, 2).join(' ').replace('?', ''))
      for (const line of body.trim().split('\n')) {
        const [type, name] = line.trim().split(' ')
        expect(fields, entity).toContain(`${name} ${type}`)
      }
    }
  })

  test('lists the deletion rule of every foreign key [DBR-04]', () => {
    const rows = [...guide.matchAll(/^\| `(\w+)\.(\w+)` +\| (\w+) +\| (\w+) +\|/gm)].map((row) =>
      row.slice(1),
    )
    const expected = references.map(({ from, field, to, rule }) => [from, field, to, rule])
    expect(rows.sort()).toEqual(expected.sort())
  })
})

test('every command of the database guide exists [CLI-03]', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...guide.matchAll(/npm (?:run (?:-s )?)?(start|(?<=run (?:-s )?)[\w:]+)/g)].map(
    ([, name]) => name,
  )
  expect(named.length).toBeGreaterThan(30)
  for (const name of named) expect(Object.keys(scripts)).toContain(name)

  const help = execFileSync(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'scripts/db/main.ts', '--help'],
    {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
    },
  )
  for (const [, command] of guide.matchAll(/npm run db -- (\w+)/g))
    expect(help).toMatch(new RegExp(`^  ${command}\\b`, 'm'))
})

test('detects a schema change by comparison with the schema stored with the last migration [CMP-06]', async () => {
  expect(guide).toContain('## How the tool sees that the model changed')
  const directory = await mkdtemp(join(tmpdir(), 'roost-schema-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  await cp(new URL('prisma/migrations', root), join(directory, 'migrations'), { recursive: true })
  const [last = ''] = (await readdir(join(directory, 'migrations/sqlite')))
    .filter((name) => /^\d/.test(name))
    .sort()
    .reverse()
  const kept = await readFile(join(directory, 'migrations/sqlite', last, 'schema.prisma'), 'utf8')
  await writeFile(join(directory, 'schema.prisma'), kept)
  await expect(planMigration('nothing', { directory })).rejects.toThrow('has not changed')
  await writeFile(
    join(directory, 'schema.prisma'),
    kept.replace(/^model Post \{/m, '$&\n  place String @default("")'),
  )
  const { files } = await planMigration('add_place', { directory })
  expect(files.map(({ up }) => up).join('\n')).toMatch(/"posts" ADD COLUMN +"place"/)
})
