import { birdOutline } from '@/components/ui/bird-outline'

/** The bird of the logo. */
export function Logo() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" width="28" height="28" className="text-accent">
      <path fill="currentColor" d={birdOutline} />
      <circle cx="21.5" cy="10" r="1.4" className="fill-page" />
    </svg>
  )
}
