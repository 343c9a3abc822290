import { createHash } from 'node:crypto'
import { env } from '../env'

/**
 * The address of a gravatar (https://docs.gravatar.com/api/avatars/hash/, the md5 form that every version serves).
 * @param email In any case.
 * @param size Side in pixels.
 */
export function gravatar(email: string, size: number): string {
  const digest = createHash('md5').update(email.trim().toLowerCase()).digest('hex')
  return `https://www.gravatar.com/avatar/${digest}?d=identicon&s=${size}`
}

/** The gravatar of a member who uploaded no picture, if GRAVATAR=1 asks for them; else null. */
export function gravatarUrl(user: { avatar: string | null }, emailKey: string): string | null {
  return env.GRAVATAR && !user.avatar ? gravatar(emailKey, 96) : null
}
