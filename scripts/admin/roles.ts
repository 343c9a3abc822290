import type { Flags } from '../admin'
import { memberName } from './member-name'

/** Prints the administrators. */
export async function list(_args: string[], { json }: Flags): Promise<void> {
  const { listAdmins } = await import('../../lib/roles/queries')
  const names = await listAdmins()
  if (json) return console.log(JSON.stringify(names))
  console.log(
    names.length > 0
      ? names.join('\n')
      : 'There is no administrator: npm run admin -- grant USERNAME, or create-admin.',
  )
}

/** Makes a member an administrator. */
export function grant([name]: string[]): Promise<void> {
  return change(memberName(name), 'admin', 'an administrator')
}

/** Makes an administrator a member. */
export function revoke([name]: string[]): Promise<void> {
  return change(memberName(name), 'member', 'a member without administration rights')
}

async function change(username: string, role: 'admin' | 'member', state: string): Promise<void> {
  const { setRole } = await import('../../lib/roles/mutations')
  const result = await setRole(username, role)
  if (!result)
    throw new Error(`There is no member "${username}": sign up on the site first, or check the spelling.`)
  console.log(`${result.username} is ${result.isChanged ? 'now' : 'already'} ${state}.`)
}
