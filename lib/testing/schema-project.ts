import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeMigration } from '../../scripts/db/migrations/files'
import { planMigration } from '../../scripts/db/migrations/generate/plan'
import type { Rename } from '../../scripts/db/migrations/generate/rename-schema'

/** A copy of the prisma directory with a schema that a test can change. */
export type SchemaProject = {
  directory: string
  schema: () => Promise<string>
  change: (edit: (schema: string) => string) => Promise<void>
  /** Writes the migration for the changes and returns its name. */
  migrate: (description: string, renames?: Rename[]) => Promise<string>
  remove: () => Promise<void>
}

/** @param schema starts with this schema and no migration, instead of a copy of the project's */
export async function createSchemaProject(schema?: string): Promise<SchemaProject> {
  const directory = await mkdtemp(join(tmpdir(), 'roost-prisma-'))
  const file = join(directory, 'schema.prisma')
  if (schema === undefined) {
    await cp(join(import.meta.dirname, '../../prisma'), directory, { recursive: true })
  } else await writeFile(file, schema)
  const read = () => readFile(file, 'utf8')
  let count = 0
  return {
    directory,
    schema: read,
    change: async (edit) => writeFile(file, edit(await read())),
    migrate: async (description, renames = []) => {
      const { files } = await planMigration(description, { directory, renames })
      // Migrations of the same second would sort by their descriptions.
      count += 1
      const name = `29990101${String(count).padStart(6, '0')}_${description}`
      await writeMigration(name, files, directory)
      return name
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

/** Edits the project's schema: adds a table, a relation to it and an optional column. */
export function withNest(text: string) {
  return text
    .replace('  editedAt ', '  mood String?\n  editedAt ')
    .replace(/^model User \{/m, '$&\n  nests Nest[]')
    .concat('\nmodel Nest {\n  id Int @id @default(autoincrement())\n  ownerId Int @map("owner_id")\n')
    .concat('  owner User @relation(fields: [ownerId], references: [id], onDelete: Cascade)\n')
    .concat('  @@index([ownerId])\n  @@map("nests")\n}\n')
}
