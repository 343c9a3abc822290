import { getFormatter, getTranslations } from 'next-intl/server'
import { profileCardHtml } from '@/components/profiles/profile-card-html'
import { getRelation } from '@/lib/blocks/queries'
import { getCaller } from '@/lib/request/viewer'
import { getUser } from '@/lib/users/queries'

const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' }

/** The profile card as an HTML fragment, for users and guests. */
export async function GET(_: Request, { params }: RouteContext<'/users/[username]/card'>) {
  const viewer = await getCaller()
  const user = await getUser(viewer, (await params).username)
  if (!user) return new Response(null, { status: 404, headers })
  const [relation, profile, texts, format] = await Promise.all([
    getRelation(viewer, user.id),
    getTranslations('profile'),
    getTranslations('relation'),
    getFormatter(),
  ])
  const text = { profile, relation: texts, format }
  return new Response(String(profileCardHtml({ user, viewer, relation, text })), { headers })
}
