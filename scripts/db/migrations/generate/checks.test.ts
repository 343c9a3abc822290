import { describe, expect, test } from 'vitest'
import { schemaWith, smallSchemaProject } from '../../../../lib/testing/small-schema-project'
import { downgradeDatabase } from '../downgrade'
import { checkDatabase } from '../drift'
import { upgradeDatabase } from '../upgrade'
import { planMigration } from './plan'

const fixture = smallSchemaProject()
const { database, options, step } = fixture

describe('a CHECK', () => {
  const checked = (text: string, map = 'new_things') =>
    `${schemaWith('  name String')}${text}\nmodel Other {\n  id Int @id\n  amount Int\n  @@map("${map}")\n}\n`

  test('works on a table whose name starts with new_', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await expect(database.execute('INSERT INTO new_things (id, amount) VALUES (1, -5)')).rejects.toThrow(
      'others_positive',
    )
    await step(
      'no_name',
      checked('/// @check others_positive: "amount" > 0').replace(
        '  name String\n',
        '  name String @default("")\n',
      ),
    )
    expect(await checkDatabase(database.url, options())).toEqual([])
  })

  test.each([
    ['/// @check others_positive "amount" > 0', 'line 10, is not a valid CHECK'],
    ['/// @check(postgres) others_positive: "amount" > 0', 'line 10, is not a valid CHECK'],
    ['/// @check others_positive: "amount" > 0\n', 'line 10: the CHECK belongs to no model'],
  ])('that is invalid is rejected, not ignored: %s', async (text, message) => {
    await fixture.project.change(() => checked(text))
    await expect(planMigration('others', options())).rejects.toThrow(message)
  })

  test('is parsed with any line ending', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await fixture.project.change((text) => text.replaceAll('\n', '\r\n'))
    await expect(planMigration('lines', options())).rejects.toThrow('has not changed')
  })

  test('that is added or dropped causes a warning', async () => {
    await step('others', checked('/// @check others_positive: "amount" > 0'))
    await fixture.project.change(() => checked('/// @check others_small: "amount" < 9'))
    expect((await planMigration('small', options())).warnings).toEqual([
      'On new_things, the check others_positive is dropped.',
      'On new_things, the check others_small is new: rows that violate it make the migration fail.',
    ])
  })

  test('for one engine creates a migration of the same name for both engines', async () => {
    await fixture.project.change(() => checked('/// @check(postgresql) others_positive: "amount" > 0'))
    await fixture.project.migrate('others')
    await fixture.project.change(() => checked('/// @check(postgresql) others_positive: "amount" > 1'))
    const { files } = await planMigration('more', options())
    expect(files.map(({ up }) => up.split('\n')[0])).toEqual(['-- Nothing to do on SQLite.', '-- AlterTable'])
    await fixture.project.migrate('more')
    await upgradeDatabase(database.url, options())
    expect(await downgradeDatabase(database.url, options())).toEqual([expect.stringMatching(/_more$/)])
  })
})
