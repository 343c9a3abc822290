/**
 * Inserts the replies of a loaded page into the open conversation, each below its parent and in chronological order.
 * Replies that are already there stay unchanged.
 * @returns The inserted entries.
 */
export function insertEntries(page: Document): HTMLElement[] {
  const inserted: HTMLElement[] = []
  for (const entry of page.querySelectorAll<HTMLElement>('[data-conversation] li')) {
    if (document.getElementById(entry.id)) continue
    const copy = document.importNode(entry, true)
    // Its replies follow as entries of their own.
    copy.querySelector(':scope > ol')?.replaceChildren()
    copy.dataset.inserted = ''
    if (insertInOrder(copy)) inserted.push(copy)
  }
  return inserted
}

/** The position of the last reply on the open page, as the parameter `after` takes it. */
export function lastPosition(): string {
  const list = conversation()
  const entries = [...(list?.querySelectorAll<HTMLElement>('li') ?? [])]
  return entries
    .map(({ dataset }) => dataset.position ?? '')
    .reduce((last, position) => (isBefore(last, position) ? position : last), list?.dataset.end ?? '0-0')
}

/**
 * Called when React has rendered the page again: React does not manage the inserted entries and may have rendered the
 * same replies.
 */
export function restoreEntries(): void {
  const inserted = [...document.querySelectorAll<HTMLElement>('[data-conversation] li[data-inserted]')]
  for (const entry of inserted) entry.remove()
  for (const entry of inserted) if (!document.getElementById(entry.id)) insertInOrder(entry)
}

const conversation = () => document.querySelector<HTMLElement>('[data-conversation]')

function insertInOrder(entry: HTMLElement): boolean {
  const parent = document.getElementById(`entry-${entry.dataset.parent}`)
  const list = parent?.querySelector(':scope > ol') ?? conversation()
  if (!list) return false
  const siblings = [...list.children] as HTMLElement[]
  const next = siblings.find((other) => isBefore(entry.dataset.position ?? '', other.dataset.position ?? ''))
  list.insertBefore(entry, next ?? null)
  document.getElementById('no-replies')?.setAttribute('hidden', '')
  return true
}

/** Compares two positions of the form `<milliseconds>-<id>`. */
function isBefore(one: string, other: string): boolean {
  const [at = 0, id = 0] = one.split('-').map(Number)
  const [otherAt = 0, otherId = 0] = other.split('-').map(Number)
  return at < otherAt || (at === otherAt && id < otherId)
}
