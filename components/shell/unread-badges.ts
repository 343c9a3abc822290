import { onLiveEvent } from '@/components/ui/live-events'

const badgeOf: Record<string, string> = {
  unread_notification_count: 'notifications',
  unread_message_count: 'messages',
}

/** More are said as that. */
const mostShown = 99

/** What a badge says. */
export const badgeText = (count: number): string => (count > mostShown ? `${mostShown}+` : String(count))

const badges = () => [...document.querySelectorAll<HTMLElement>('[data-unread]')]

/**
 * Keeps the badges of the bar and the number before the document's title as the signals say.
 * @returns ends it and takes the number away
 */
export function updateUnreadBadges(): () => void {
  const title = prefixedTitle()
  const showTitle = () => title.show(badges().reduce((sum, { dataset }) => sum + Number(dataset.count), 0))
  const stop = onLiveEvent('signal', ({ name, payload }) => {
    const badge = badges().find(({ dataset }) => dataset.unread === badgeOf[name])
    if (badge && typeof payload === 'number') showBadge(badge, payload)
    showTitle()
  })
  showTitle()
  return () => {
    stop()
    title.show(0)
    title.leave()
  }
}

function showBadge(badge: HTMLElement, count: number): void {
  badge.dataset.count = String(count)
  const number = badge.firstElementChild
  if (number) number.textContent = badgeText(count)
}

/** A title with a number before it, whatever else changes the title in the meantime. */
function prefixedTitle() {
  let count = 0
  let plain = document.title
  let ours = plain
  const write = () => {
    if (document.title !== ours) plain = document.title
    ours = count > 0 ? `(${badgeText(count)}) ${plain}` : plain
    if (document.title !== ours) document.title = ours
  }
  const observer = new MutationObserver(write)
  observer.observe(document.head, { childList: true, characterData: true, subtree: true })
  return {
    show(unread: number) {
      count = unread
      write()
    },
    leave: () => observer.disconnect(),
  }
}
