import { createHash } from 'node:crypto'
import { Prisma } from '../db/db'
import { env } from '../env'
import type { Viewer } from '../viewer'
import type { UserSummary } from './view'

/** The columns that a UserSummary is made of. */
export type SummaryRow = Omit<UserSummary, 'gravatar'> & { emailKey: string }

const columns = Prisma.sql`u.username, u.display_name AS "displayName", u.avatar, u.email_key AS "emailKey"`

/** The columns of a SummaryRow, in queries over `users u`. */
export const userColumns = Prisma.sql`u.id, ${columns}`

/** The same columns, joined with those of a row that has its own id. */
export const authorColumns = Prisma.sql`u.id AS "authorId", ${columns}`

/** The columns of a SummaryRow, in queries of Prisma's model. */
export const summarySelect = {
  id: true,
  username: true,
  displayName: true,
  avatar: true,
  emailKey: true,
} as const

/** The columns that a Viewer is made of. */
export type ViewerRow = SummaryRow & {
  role: Viewer['role']
  locale: string | null
  languages: string
  followingCount: number
}

/** The columns of a ViewerRow, in queries over `users u`. */
export const viewerColumns = Prisma.sql`${userColumns}, u.role, u.locale, u.languages,
  u.following_count AS "followingCount"`

/** Makes the viewer of a request. Only for queries that have found a live session or API token. */
export function toViewer(row: ViewerRow, proof: Pick<Viewer, 'sessionId' | 'apiTokenId'>): Viewer {
  const { role, locale, followingCount } = row
  const languages: readonly string[] = row.languages ? row.languages.split(',') : []
  return { ...toUserSummary(row), role, locale, languages, followingCount, ...proof } as Viewer
}

/** Makes a summary of a row. The email address becomes the URL of the gravatar, and is left out. */
export function toUserSummary({ id, username, displayName, avatar, emailKey }: SummaryRow): UserSummary {
  return {
    id,
    username,
    displayName,
    avatar,
    gravatar: env.GRAVATAR && !avatar ? gravatarUrl(emailKey, 96) : null,
  }
}

/**
 * The URL of a gravatar (https://docs.gravatar.com/api/avatars/hash/, the md5 form that every version serves).
 * @param email in any case
 * @param size side in pixels
 */
export function gravatarUrl(email: string, size: number): string {
  const digest = createHash('md5').update(email.trim().toLowerCase()).digest('hex')
  return `https://www.gravatar.com/avatar/${digest}?d=identicon&s=${size}`
}
