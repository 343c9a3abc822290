const id = '[A-Z][A-Z0-9]{2}-\\d{2}'

/**
 * The requirement ids in a test file: in brackets at the end of a title, `… [SEA-09]` or `… [SEA-09, SEA-10]`, or as a
 * whole string, as in the table of a parameterised test.
 */
export function idsInTitles(text: string): string[] {
  const atEnd = new RegExp(`\\[(${id}(?:, ${id})*)\\](?=['"\`])`, 'g')
  const alone = new RegExp(`(?<=['"])(${id})(?=['"])`, 'g')
  return [...text.matchAll(atEnd), ...text.matchAll(alone)].flatMap(([, ids = '']) => ids.split(', '))
}

/** Ids at the beginning of a title: they belong at its end. */
export function misplacedIds(text: string): string[] {
  return [...text.matchAll(new RegExp(`(?<=['"\`])${id}(?= )`, 'g'))].map(([found]) => found)
}

type Requirement = { id: string; theme: string; optional: boolean }

/**
 * Compares docs/requirements.md with the tests.
 * @param tested The ids that tests name, each with the path of its file.
 */
export function compareRequirements(document: string, tested: { id: string; path: string }[]): string[] {
  const requirements = readRequirements(document)
  const builtThemes = new Set([...document.matchAll(/^\| (\w+) +\| built +\|$/gm)].map(([, theme]) => theme))
  const known = new Set(requirements.map((one) => one.id))
  const named = new Set(tested.map((one) => one.id))
  return [
    ...findRepeated(requirements).map((one) => `docs/requirements.md lists ${one} twice`),
    ...tested
      .filter((one) => !known.has(one.id))
      .map((one) => `${one.path} names ${one.id}, which docs/requirements.md does not list`),
    ...requirements
      .filter((one) => builtThemes.has(one.theme) && !one.optional && !named.has(one.id))
      .map((one) => `No test names ${one.id} of the theme ${one.theme}, which is built`),
  ]
}

function readRequirements(document: string): Requirement[] {
  const rows: Requirement[] = []
  let theme = ''
  for (const line of document.split('\n')) {
    theme = /^## .*\((\w+)\)$/.exec(line)?.[1] ?? theme
    const [, found, text] = new RegExp(`^\\| (${id}) \\| (.*) \\|$`).exec(line) ?? []
    if (found && text) rows.push({ id: found, theme, optional: text.startsWith('Optional:') })
  }
  return rows
}

function findRepeated(requirements: Requirement[]): string[] {
  const ids = requirements.map((one) => one.id)
  return ids.filter((one, index) => ids.indexOf(one) < index)
}
