const paths = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  explore: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm4 5-2.5 5.5L8 16l2.5-5.5z',
  notifications: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4',
  messages: 'M4 5h16v11H10l-4 4v-4H4z',
  more: 'M4 7h16M4 12h16M4 17h16',
  profile: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c0-4 4-6 8-6s8 2 8 6',
  account: 'M4 7h10m4 0h2M4 17h2m4 0h10M16 4.5v5M8 14.5v5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20 20',
  logOut: 'M14 4H5v16h9M10 12h10m-4-4 4 4-4 4',
  back: 'M20 12H4m6-6-6 6 6 6',
} as const

export type IconName = keyof typeof paths

/** A line icon beside a label, hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      width="22"
      height="22"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  )
}
