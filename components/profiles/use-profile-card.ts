'use client'

import { useEffect, useState } from 'react'
import { parseData } from '@/components/ui/load-data'
import type { ProfileCardView } from '@/lib/users/view'
import type { ProfileCardContent } from './profile-card-content'
import type { CardRequest } from './profile-card-triggers'

/** A card with the component that shows it, which is loaded with the first card. */
type Card = { user: ProfileCardView; Content: typeof ProfileCardContent }

type Result = Card | 'failed'

/**
 * Loads the card that is requested; another request, or none, aborts it.
 * @returns null until there is a result
 */
export function useProfileCard(request: CardRequest | null): Result | null {
  const [loaded, setLoaded] = useState<{ request: CardRequest; result: Result } | null>(null)
  useEffect(() => {
    if (!request?.shouldLoad) return
    const { name, username } = request
    const controller = new AbortController()
    const show = (result: Result) => {
      if (!controller.signal.aborted && name.isConnected) setLoaded({ request, result })
    }
    loadCard(username, controller.signal).then(show, () => show('failed'))
    return () => controller.abort()
  }, [request])
  return loaded && loaded.request === request ? loaded.result : null
}

/** @throws Error for an error status, a redirect (to the log-in page) or a response that is not JSON */
async function loadCard(username: string, signal: AbortSignal): Promise<Card> {
  const [user, { ProfileCardContent }] = await Promise.all([
    loadUser(username, signal),
    import('./profile-card-content'),
  ])
  return { user, Content: ProfileCardContent }
}

async function loadUser(username: string, signal: AbortSignal): Promise<ProfileCardView> {
  const response = await fetch(`/users/${encodeURIComponent(username)}/card`, { signal, cache: 'no-store' })
  if (!response.ok || response.redirected) throw new Error(`status ${response.status}`)
  return parseData<ProfileCardView>(await response.text())
}
