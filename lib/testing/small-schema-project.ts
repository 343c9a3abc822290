import { beforeEach } from 'vitest'
import { upgradeDatabase } from '../../scripts/db/migrations/upgrade'
import { emptyDatabase } from './empty-database'
import { createSchemaProject, type SchemaProject } from './schema-project'

/** A schema with one model: a table "its" with an id and `fields`. */
export function schemaWith(fields: string, definitions = '') {
  return `datasource db {
  provider = "sqlite"
}
${definitions}
model It {
  id Int @id @default(autoincrement())
${fields}
  @@map("its")
}
`
}

/** Gives each test of a file a project with that schema, and a database with its first migration and two rows. */
export function smallSchemaProject() {
  const database = emptyDatabase()
  let project: SchemaProject
  const options = () => ({ directory: project.directory })

  /** Changes the schema, writes the migration and applies it. */
  async function step(name: string, schema: string): Promise<void> {
    await project.change(() => schema)
    await project.migrate(name)
    await upgradeDatabase(database.url, options())
  }

  beforeEach(async () => {
    project = await createSchemaProject(schemaWith('  name String'))
    await step('begin', schemaWith('  name String'))
    await database.execute(`INSERT INTO its (name) VALUES ('one'), ('two')`)
    return project.remove
  })

  return {
    database,
    get project() {
      return project
    },
    options,
    step,
  }
}
