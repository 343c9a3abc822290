/**
 * Loads the card of a user.
 * @throws Error for an error status, a redirect (to the log-in page) or a response without a card.
 */
export async function loadCard(username: string, signal: AbortSignal): Promise<Element> {
  const response = await fetch(`/users/${encodeURIComponent(username)}/card`, { signal, cache: 'no-store' })
  if (!response.ok || response.redirected) throw new Error(`status ${response.status}`)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const card = page.querySelector('[data-profile-card]')
  if (!card) throw new Error('no card')
  for (const time of card.querySelectorAll<HTMLTimeElement>('[data-local-time]'))
    time.textContent = localTime(time.dateTime)
  return document.importNode(card, true)
}

/** A text shown instead of the card. */
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
