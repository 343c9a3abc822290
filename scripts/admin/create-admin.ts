import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Flags } from '../admin'
import { askSecret } from '../cli/ask-secret'
import { memberName } from './member-name'

/** Creates an administrator whose address counts as verified. */
export async function createAdmin([name, address = '']: string[], { passwordStdin }: Flags): Promise<void> {
  const { signUpInput } = await import('../../lib/users/schema')
  const typed = await readPassword(passwordStdin)
  const password = typed || generatePassword()
  const parsed = signUpInput.safeParse({
    username: memberName(name),
    email: address,
    password,
    repeat: password,
  })
  if (!parsed.success)
    throw new Error(await explain(parsed.error.issues.map(({ path, message }) => [path[0], message])))
  const { AppError } = await import('../../lib/errors')
  const { createVerifiedAdmin } = await import('../../lib/sign-ups/mutations')
  try {
    await createVerifiedAdmin(parsed.data)
  } catch (error) {
    if (!(error instanceof AppError) || !error.fieldErrors) throw error
    throw new Error(await explain(Object.entries(error.fieldErrors)))
  }
  console.log(`${parsed.data.username} is now an administrator.`)
  if (!typed) console.log(`Password, shown only now: ${password}`)
}

async function readPassword(fromInput: boolean): Promise<string> {
  if (fromInput) {
    const password = (await text(process.stdin)).replace(/\r?\n$/, '')
    if (!password) throw new Error('No password on standard input.')
    return password
  }
  return process.stdin.isTTY ? askSecret('Password (empty: generate one): ') : ''
}

/** No characters that look alike. 20 of them have 115 bits of entropy. */
const alphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

function generatePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return Array.from({ length: 4 }, group).join('-')
}

/** The errors of fields as sentences in English. */
async function explain(fields: [unknown, string][]): Promise<string> {
  const { describeFields } = await import('../../lib/api/rest/error-texts')
  const first = Object.fromEntries(fields.toReversed().map(([field, key]) => [String(field), key]))
  delete first.repeat
  return describeFields(first) ?? 'The account could not be created.'
}
