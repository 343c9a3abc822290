import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runI18n } from './command'

const english = {
  site: { name: 'Roost' },
  post: {
    by: 'Post by {name}',
    count: '{count, plural, one {# post} other {# posts}}',
    lead: 'A post by <author>{name}</author>.',
    replying: 'Replying to @{name}',
    following: '{count, plural, other {# following}}',
  },
}

const german = {
  site: { name: 'Roost' },
  post: {
    by: 'Beitrag von {name}',
    count: '{count, plural, one {# Beitrag} other {# Beiträge}}',
    lead: 'Ein Beitrag von <author>{name}</author>.',
    replying: 'Antwort an @{name}',
    following: '{count, plural, other {folgt #}}',
  },
}

const roots: string[] = []

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
})

/** Creates a repository with these messages, of which every one is used. */
function aRepository(languages: Record<string, unknown>, same: Record<string, string[]> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'roost-i18n-'))
  roots.push(root)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [language, messages] of Object.entries(languages)) {
    write(`lib/i18n/messages/${language}.json`, JSON.stringify(messages))
    if (language !== 'en') write(`lib/i18n/glossaries/${language}.md`, '')
  }
  write('lib/i18n/same-as-english.json', JSON.stringify({ '*': ['site.name'], ...same }))
  write('components/post.tsx', "t('post.by'); t('post.count'); t('post.lead'); t('site.name')")
  write('app/page.tsx', "useTranslations('post'); t('following')")
  write('scripts/plain-error-page.mjs', '')
  write('proxy.ts', ['const key = `post.repl$', '{end}`'].join(''))
  return root
}

const check = (root: string, locales: string[]) => runI18n(['check'], root, locales)

test('check accepts complete translations [I18-09]', () => {
  const root = aRepository({ en: english, de: german })
  expect(check(root, ['en', 'de'])).toEqual({ lines: ['Messages: 6 in 2 languages.'], status: 0 })
})

test.each([
  ['a missing text', { by: undefined }, 'post.by is missing in de'],
  ['a text that English lacks', { more: 'Mehr' }, 'post.more is in de only: remove or rename it'],
  ['an English text', { by: english.post.by }, 'post.by is not translated into de: Post by {name}'],
  ['another argument', { by: 'Beitrag von {user}' }, 'post.by has {name} in en, {user} in de'],
  ['a lost tag', { lead: 'Von {name}.' }, 'post.lead has {<author>, name} in en, {name} in de'],
  [
    'a message that is not valid',
    { by: 'Beitrag von {name' },
    'post.by in de is not a valid ICU message: Beitrag von {name',
  ],
  [
    'a missing plural form',
    { count: '{count, plural, other {# Beiträge}}' },
    'post.count in de has no form “one” of {count}',
  ],
  [
    'a plural form of another language',
    { count: '{count, plural, one {# Beitrag} few {# Beiträge} other {# Beiträge}}' },
    'post.count in de has the form “few”, which the language never uses',
  ],
])('check reports %s and fails [I18-09]', (_, changes, problem) => {
  const root = aRepository({ en: english, de: { ...german, post: { ...german.post, ...changes } } })
  expect(check(root, ['en', 'de'])).toEqual({ lines: [problem], status: 1 })
})

test('check requires the six plural forms of Arabic, and isolation of names with a sign [I18-09]', () => {
  const post = {
    by: 'منشور من {name}',
    count: '{count, plural, one {منشور} two {منشوران} few {# منشورات} many {# منشورًا} other {# منشور}}',
    lead: 'منشور من <author>{name}</author>.',
    replying: 'ردًا على @{name}',
    following: '{count, plural, other {يتابع #}}',
  }
  const root = aRepository({ en: english, ar: { ...german, post } })
  expect(check(root, ['en', 'ar']).lines).toEqual([
    'post.count in ar has no form “zero” of {count}',
    'post.replying in ar: @{…} and #{…} need U+2068 before and U+2069 after them',
  ])
})

test('check accepts texts that are listed as the same, and reports those that are not the same [I18-09]', () => {
  const post = { ...german.post, by: english.post.by }
  const root = aRepository({ en: english, de: { ...german, post } }, { de: ['post.by', 'post.lead'] })
  expect(check(root, ['en', 'de']).lines).toEqual([
    'post.lead is translated in de: remove it from same-as-english.json',
  ])
})

test('check reports unused texts [I18-09]', () => {
  const more = { post: { ...english.post, old: 'Old' } }
  const root = aRepository({ en: { ...english, ...more } })
  expect(check(root, ['en'])).toEqual({ lines: ['post.old is unused'], status: 1 })
})

test('check reports languages without texts, without an entry and without a glossary [I18-09]', () => {
  const root = aRepository({ en: english, de: german })
  rmSync(join(root, 'lib/i18n/glossaries'), { recursive: true })
  expect(check(root, ['en', 'fr']).lines).toEqual([
    'lib/i18n/messages/fr.json is missing: npm run i18n -- add fr',
    'de has messages, but is not in lib/i18n/locales.ts',
    'lib/i18n/glossaries/de.md is missing: it lists the words of the product in that language',
  ])
})

test('add creates the texts of a language in English and says what to do next [I18-09]', () => {
  const root = aRepository({ en: english })
  const { lines, status } = runI18n(['add', 'PT-br'], root, ['en'])
  expect(status).toBe(0)
  expect(lines.join('\n')).toMatch(
    /messages\/pt-BR\.json.*\n1\. Add 'pt-BR' to locales.*português \(Brasil\)/,
  )
  const created = readFileSync(join(root, 'lib/i18n/messages/pt-BR.json'), 'utf8')
  expect(JSON.parse(created)).toEqual(english)
  expect(check(root, ['en', 'pt-BR'])).toMatchObject({
    status: 1,
    lines: expect.arrayContaining(['post.by is not translated into pt-BR: Post by {name}']),
  })
})

test.each([
  ['de', 'de has a file of messages already.'],
  ['../de', '“../de” is not the tag of a known language, such as nl or pt-BR.'],
  ['english', '“english” is not the tag of a known language, such as nl or pt-BR.'],
])('add refuses %s [I18-09]', (tag, message) => {
  const root = aRepository({ en: english, de: german })
  expect(runI18n(['add', tag], root, ['en', 'de'])).toEqual({ lines: [message], status: 1 })
})

test.each([[[]], [['check', 'de']], [['add']], [['translate']]])('shows its usage for %j', (args) => {
  expect(runI18n(args, aRepository({ en: english }), ['en'])).toMatchObject({ status: 2 })
})

test('finds no problem in the texts of this repository [I18-01, I18-09]', () => {
  const root = resolve(import.meta.dirname, '../..')
  const command = ['node_modules/tsx/dist/cli.mjs', 'scripts/i18n.ts', 'check']
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^Messages: \d+ in 7 languages\.\n$/)
  expect(status).toBe(0)
})
