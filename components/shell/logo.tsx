/** The bird of the logo. */
export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28" className="text-accent">
      <path
        fill="currentColor"
        d="M3 20c5 0 7-3 8-7 1-5 5-8 9-8 3 0 5 1 6 3l4 2-4 2c0 8-5 14-13 14-5 0-8-2-10-6Z"
      />
      <circle cx="21.5" cy="10" r="1.4" className="fill-page" />
    </svg>
  )
}
