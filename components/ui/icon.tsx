/** The symbols of public/icons.svg. */
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

/** A line icon beside a label, hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg aria-hidden="true" className="icon">
      <use href={`/icons.svg#${name}`} />
    </svg>
  )
}
