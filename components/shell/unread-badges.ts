import { onLiveEvent } from '@/components/ui/live-events'

const badgeOf: Record<string, string> = {
  unread_notification_count: 'notifications',
  unread_message_count: 'messages',
}

/** The greatest number shown; above it a plus sign is added. */
const maxShown = 99

/** The text of a badge, such as `7` or `99+`. */
export function badgeText(count: number): string {
  return count > maxShown ? `${maxShown}+` : String(count)
}

const badges = () => [...document.querySelectorAll<HTMLElement>('[data-unread]')]

/**
 * Updates the badges of the navigation and the number before the document title from signals.
 * @returns Stops the updates and removes the number.
 */
export function updateUnreadBadges(): () => void {
  const title = createTitlePrefix()
  const showTitle = () => title.show(badges().reduce((sum, { dataset }) => sum + Number(dataset.count), 0))
  const removeListener = onLiveEvent('signal', ({ name, payload }) => {
    const badge = badges().find(({ dataset }) => dataset.unread === badgeOf[name])
    if (badge && typeof payload === 'number') showBadge(badge, payload)
    showTitle()
  })
  showTitle()
  return () => {
    removeListener()
    title.show(0)
    title.disconnect()
  }
}

function showBadge(badge: HTMLElement, count: number): void {
  badge.dataset.count = String(count)
  const number = badge.firstElementChild
  if (number) number.textContent = badgeText(count)
}

/** Keeps a number before the document title when Next changes the title. */
function createTitlePrefix() {
  let count = 0
  let plain = document.title
  let written = plain
  const write = () => {
    if (document.title !== written) plain = document.title
    written = count > 0 ? `(${badgeText(count)}) ${plain}` : plain
    if (document.title !== written) document.title = written
  }
  const observer = new MutationObserver(write)
  observer.observe(document.head, { childList: true, characterData: true, subtree: true })
  return {
    show(unread: number) {
      count = unread
      write()
    },
    disconnect: () => observer.disconnect(),
  }
}
