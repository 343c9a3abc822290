/** Names of the icons in app/icons.css. */
export type IconName =
  | 'account'
  | 'back'
  | 'bookmark'
  | 'bookmark-on'
  | 'check'
  | 'close'
  | 'delete'
  | 'edit'
  | 'explore'
  | 'follow'
  | 'home'
  | 'like'
  | 'like-on'
  | 'log-out'
  | 'mention'
  | 'messages'
  | 'more'
  | 'notifications'
  | 'plus'
  | 'profile'
  | 'reply'
  | 'search'

/** A line icon next to a label, painted by CSS. It has no content, so screen readers ignore it. */
export function Icon({ name }: { name: IconName }) {
  return <i className={`icon icon-${name}`} />
}
