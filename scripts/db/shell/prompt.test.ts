import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../../lib/testing/eventually'
import { aUser } from '../../../lib/testing/factories'
import { preload, toScope } from './preload'
import { runPrompt } from './prompt'

test('the prompt awaits promises, reads multi-line input, completes names, saves history and exits on Ctrl-D [CLI-01]', async () => {
  await aUser({ username: 'john' })
  const directory = await mkdtemp(join(tmpdir(), 'roost-history-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const history = join(directory, 'shell_history')
  const [input, output] = [new PassThrough(), new PassThrough()]
  let seen = ''
  output.on('data', (chunk) => {
    seen += stripVTControlCharacters(String(chunk))
  })
  const ended = runPrompt({
    scope: toScope(await preload()),
    history,
    streams: { input, output, terminal: true },
  })
  const type = async (line: string, expected: string | RegExp) => {
    seen = ''
    input.write(`${line}\n`)
    await eventually(() => expect(seen).toMatch(expected))
  }
  await eventually(() => expect(seen).toContain('roost> '))
  await type('User.findFirst()', '<User john>')
  await type('_.username', "'john'")
  await type('const user = await User.findFirst()\nuser.username + 1', "'john1'")
  // The prompt of Node 20 and of Node 24.
  await type('[1,', /\.\.\. |\| /)
  await type('2].length', '2')
  await type('nope', 'nope is not defined')
  expect(seen).not.toContain('shell/evaluate')
  await type("['a',\n'b'].join('-')\nnope", 'nope is not defined')
  expect(seen).toContain("'a-b'")
  // In a separate write: a tab inside a paste triggers no completion.
  input.write('User.findFirstOr')
  input.write('\t')
  await eventually(() => expect(seen).toContain('User.findFirstOrThrow'))
  await type('().then((user) => user.email)', "'john@example.com'")
  input.write('\u0004')
  await ended
  expect(await readFile(history, 'utf8')).toContain('User.findFirst()')
  expect((await stat(history)).mode & 0o077).toBe(0)
})
