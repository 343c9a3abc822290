import type { getFormatter, getTranslations } from 'next-intl/server'
import { buttonClass } from '@/components/ui/button'
import { isBlockedEitherWay } from '@/lib/blocks/policy'
import type { Relation } from '@/lib/blocks/view'
import { createTemplate } from '@/lib/i18n/templates'
import type { LogInReason } from '@/lib/sessions/schema'
import { collapseBlankLines } from '@/lib/text/display'
import { type Html, html } from '@/lib/text/html'
import { nameOf, type UserView } from '@/lib/users/view'
import type { Viewer } from '@/lib/viewer'
import { messagePath } from '../users/message-path'
import { pictureUrl } from '../users/user-picture'

type Text = {
  profile: Awaited<ReturnType<typeof getTranslations<'profile'>>>
  relation: Awaited<ReturnType<typeof getTranslations<'relation'>>>
  format: Awaited<ReturnType<typeof getFormatter>>
}

type Props = { user: UserView; viewer: Viewer | null; relation: Relation | null; text: Text }

/**
 * The HTML of the card that opens for a user's name. It is a string because a route handler cannot render React; a page
 * would include the app shell and cost four times as much.
 */
export function profileCardHtml(props: Props): Html {
  const { user, relation, text } = props
  const name = nameOf(user)
  const picture = text.profile('picture', { name })
  return html`<article data-profile-card="${user.username}" class="grid gap-3">
<div class="flex items-center gap-3">
<img src="${pictureUrl(user, 64)}" alt="${picture}" width="64" height="64" class="avatar">
<p class="min-w-0">
<a id="profile-card-name" href="${path(user)}" class="block text-lg font-bold [overflow-wrap:anywhere] hover:underline"><bdi>${name}</bdi></a>
<span class="text-sm text-quiet">@${user.username}</span>
</p>
</div>
${relation && isBlockedEitherWay(relation) ? separated(name, relation, text) : details(props)}
</article>`
}

const path = (user: UserView) => `/users/${user.username}`

const separated = (name: string, relation: Relation, { relation: t }: Text) =>
  html`<p>${relation.blocks ? t('youBlocked', { name }) : t('blockedYou', { name })}</p>`

function details({ user, viewer, text }: Props): Html {
  const t = text.profile
  const about = html`<p dir="auto" class="line-clamp-4 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">${collapseBlankLines(user.aboutMe)}</p>`
  const count = 'inline-flex min-h-6 items-center hover:underline'
  return html`${user.aboutMe ? about : null}
<p class="text-sm text-quiet">${lastSeen(user.lastSeenAt, text)}</p>
<p class="flex flex-wrap gap-x-5 text-sm font-semibold">
<a href="${path(user)}/followers" class="${count}">${t('followers', { count: user.followerCount })}</a>
<a href="${path(user)}/following" class="${count}">${t('following', { count: user.followingCount })}</a>
</p>
<div class="flex flex-wrap gap-2">${viewer?.id === user.id ? ownActions(text) : actions(user, viewer, text)}</div>`
}

/** In UTC; the browser replaces it by its local time. */
function lastSeen(at: Date, { profile, format }: Text): Html {
  const [before, after = ''] = createTemplate((time) => profile.markup('lastSeen', { when: () => time }))
  const utc = format.dateTime(at, { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' })
  return html`${before}<time datetime="${at.toISOString()}" data-local-time>${utc} UTC</time>${after}`
}

const ownActions = ({ profile: t }: Text) =>
  html`<a href="/account" class="${buttonClass('secondary')}">${t('edit')}</a>`

const actions = (user: UserView, viewer: Viewer | null, text: Text) =>
  html`${viewer ? followForm(user, text) : logInForm(user, text)}
<a href="${messagePath(user, viewer)}" class="${buttonClass('secondary')}">${text.profile('message')}</a>`

/** Sent by profile-card-triggers.ts. */
const followForm = ({ username, followedByViewer }: UserView, { profile: t }: Text) =>
  html`<form action="/users/${username}" data-card-follow="${followedByViewer ? 'unfollow' : 'follow'}">
<input type="hidden" name="username" value="${username}">
<button type="submit" class="${buttonClass(followedByViewer ? 'secondary' : 'primary')}">${t(followedByViewer ? 'unfollow' : 'follow')}</button>
</form>`

const logInForm = (user: UserView, { profile: t }: Text) =>
  html`<form action="/login"><input type="hidden" name="next" value="${path(user)}">
<input type="hidden" name="reason" value="${'follow' satisfies LogInReason}">
<button type="submit" class="${buttonClass()}">${t('follow')}</button></form>`
