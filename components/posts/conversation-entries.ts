/**
 * Puts the replies of a loaded page into the conversation that is open, each below what it answers and in the order of
 * their times. Those that are there already stay as they are.
 * @returns The new ones.
 */
export function insertEntries(page: Document): HTMLElement[] {
  const fresh: HTMLElement[] = []
  for (const entry of page.querySelectorAll<HTMLElement>('[data-conversation] li')) {
    if (document.getElementById(entry.id)) continue
    const taken = document.importNode(entry, true)
    // Its replies come in turn, as entries of their own.
    taken.querySelector(':scope > ol')?.replaceChildren()
    taken.dataset.live = ''
    if (putInPlace(taken)) fresh.push(taken)
  }
  return fresh
}

/** Where the last reply of the open page stands, as `?after=` wants it. */
export function lastPosition(): string {
  const list = conversation()
  const places = [...(list?.querySelectorAll<HTMLElement>('li') ?? [])].map((entry) => entry.dataset.at ?? '')
  return places.reduce((last, at) => (isBefore(last, at) ? at : last), list?.dataset.end ?? '0-0')
}

/**
 * Called when React has rendered the page anew: it does not know of the entries that were put in and may have made
 * them again.
 */
export function restoreEntries(): void {
  const taken = [...document.querySelectorAll<HTMLElement>('[data-conversation] li[data-live]')]
  for (const entry of taken) entry.remove()
  for (const entry of taken) if (!document.getElementById(entry.id)) putInPlace(entry)
}

const conversation = () => document.querySelector<HTMLElement>('[data-conversation]')

function putInPlace(entry: HTMLElement): boolean {
  const parent = document.getElementById(`entry-${entry.dataset.parent}`)
  const list = parent?.querySelector(':scope > ol') ?? conversation()
  if (!list) return false
  const siblings = [...list.children] as HTMLElement[]
  const next = siblings.find((other) => isBefore(entry.dataset.at ?? '', other.dataset.at ?? ''))
  list.insertBefore(entry, next ?? null)
  document.getElementById('no-replies')?.setAttribute('hidden', '')
  return true
}

/** Compares two places, `<milliseconds>-<id>`. */
function isBefore(one: string, other: string): boolean {
  const [at = 0, id = 0] = one.split('-').map(Number)
  const [otherAt = 0, otherId = 0] = other.split('-').map(Number)
  return at < otherAt || (at === otherAt && id < otherId)
}
