import { existsSync, readdirSync } from 'node:fs'
import { db } from '../../../lib/db/db'
import { env } from '../../../lib/env'
import { modelsOf } from './data-model'
import type { Scope } from './evaluate'
import { full, labelledClient } from './labels'
import { withoutSecrets } from './secrets'

/** Names that the banner shows under one title; `origin` is the file that defines them. */
export type Group = { title: string; names: Scope; origin: string }

const root = new URL('../../../', import.meta.url)

/** Loads everything that the shell offers by name. */
export async function preload(): Promise<Group[]> {
  const client = labelledClient(db)
  const delegates = client as unknown as Scope
  const models = modelsOf(db).map(({ name, delegate }) => [name, delegates[delegate]])
  const transaction: typeof client.$transaction = client.$transaction.bind(client)
  return [
    { title: 'models', origin: 'prisma/schema.prisma', names: Object.fromEntries(models) },
    { title: 'database', origin: 'scripts/db/shell', names: { db: client, transaction, full } },
    ...(await loadNounFunctions('queries')),
    ...(await loadNounFunctions('mutations')),
    {
      title: 'factories',
      origin: 'lib/testing/factories.ts',
      names: { ...(await import('../../../lib/testing/factories')) },
    },
    { title: 'settings', origin: 'lib/env.ts', names: { env: withoutSecrets(env) } },
  ]
}

/** Template literals that a bundler can follow. */
const load: Record<'queries' | 'mutations', (noun: string) => Promise<Scope>> = {
  queries: (noun) => import(`../../../lib/${noun}/queries.ts`),
  mutations: (noun) => import(`../../../lib/${noun}/mutations.ts`),
}

/** The functions that each noun of lib exports from its queries or mutations. */
async function loadNounFunctions(file: 'queries' | 'mutations'): Promise<Group[]> {
  const nouns = readdirSync(new URL('lib', root))
    .filter((noun) => existsSync(new URL(`lib/${noun}/${file}.ts`, root)))
    .sort()
  return Promise.all(
    nouns.map(async (noun) => ({
      title: file,
      origin: `lib/${noun}/${file}.ts`,
      names: functionsOf(await load[file](noun)),
    })),
  )
}

function functionsOf(module: Scope): Scope {
  return Object.fromEntries(Object.entries(module).filter(([, value]) => typeof value === 'function'))
}

/**
 * Merges the names of all groups into one scope.
 * @throws Error when two groups, or a group and JavaScript itself, define the same name
 */
export function toScope(groups: Group[]): Scope {
  const origins = new Map<string, string>()
  for (const { names, origin } of groups) {
    for (const name of Object.keys(names)) {
      const other = origins.get(name) ?? (name in globalThis ? 'JavaScript' : undefined)
      if (other)
        throw new Error(`${name} of ${origin} has the same name as ${name} of ${other}: rename one of them.`)
      origins.set(name, origin)
    }
  }
  return Object.assign({}, ...groups.map(({ names }) => names))
}
