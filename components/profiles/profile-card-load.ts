/**
 * The card of a member, made anew for this opening.
 * @throws Error for any other answer, such as a log-in or an error page.
 */
export async function loadCard(username: string, signal: AbortSignal): Promise<Element> {
  const answer = await fetch(`/users/${encodeURIComponent(username)}/card`, { signal, cache: 'no-store' })
  if (!answer.ok || answer.redirected) throw new Error(`status ${answer.status}`)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const card = page.querySelector('[data-profile-card]')
  if (!card) throw new Error('no card')
  for (const time of card.querySelectorAll<HTMLTimeElement>('[data-local-time]'))
    time.textContent = localTime(time.dateTime)
  return document.importNode(card, true)
}

/** What stands in the card's place when it cannot be loaded. */
export function createNote(text: string): Element {
  const note = document.createElement('p')
  note.id = 'profile-card-name'
  note.className = 'text-sm text-quiet'
  note.textContent = text
  return note
}

function localTime(iso: string): string {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return format.format(new Date(iso))
}
