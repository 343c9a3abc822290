import { findForm, submit } from '../bench/plain-form'

/**
 * Sends wrong passwords for an account to several web processes.
 * @returns how many passwords were checked, and how many log-ins were refused without a check
 */
export async function countWrongPasswords(origins: string[], username: string, count: number) {
  const result = { sent: count, checked: 0, refused: 0 }
  for (let sent = 0; sent < count; sent++) {
    const origin = origins[sent % origins.length] as string
    const page = await fetch(`${origin}/login`, { headers: { accept: 'text/html' } })
    const form = findForm(await page.text(), 'identifier')
    const response = await submit(`${origin}/login`, form, {
      identifier: username,
      password: `wrong ${sent}`,
    })
    // Without scripts, which contain the texts of all errors.
    const html = (await response.text()).replaceAll(/<script[\s\S]*?<\/script>/g, '')
    if (response.status === 200 && /do not belong together/.test(html)) result.checked += 1
    else result.refused += 1
  }
  return result
}
