import { memberName, noSuchMember } from './member-name'

/** Suspends a member. */
export async function suspend([name]: string[]): Promise<void> {
  const { suspendMember } = await import('../../lib/moderation/mutations')
  const username = memberName(name)
  const result = await suspendMember(username)
  if (!result) throw noSuchMember(username)
  const { flushEvents } = await import('../../lib/events/events')
  // Without Redis the web server detects this at its next check of open streams.
  await flushEvents()
  console.log(
    result.isChanged
      ? `${result.username} is now suspended: all sessions have ended.`
      : `${result.username} is already suspended.`,
  )
}

/** Ends the suspension of a member. */
export async function unsuspend([name]: string[]): Promise<void> {
  const { unsuspendMember } = await import('../../lib/moderation/mutations')
  const username = memberName(name)
  const result = await unsuspendMember(username)
  if (!result) throw noSuchMember(username)
  console.log(
    result.isChanged ? `${result.username} can log in again.` : `${result.username} is not suspended.`,
  )
}
