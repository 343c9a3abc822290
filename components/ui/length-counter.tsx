import { fillTemplate, type Template } from '@/lib/i18n/templates'

type Props = {
  id: string
  /** Characters left; negative above the maximum. */
  left: number
  max: number
  label: Template
}

/** Characters left from which on the number is shown. */
const shownFrom = 40

/** Radius and circumference of the ring, in units of its 24-unit view box. */
const radius = 10
const circumference = 2 * Math.PI * radius

/** A progress ring for the length of a text; shows the number of characters left when few remain. */
export function LengthCounter({ id, left, max, label }: Props) {
  const used = Math.min(1, Math.max(0, 1 - left / max))
  return (
    <p id={id} data-over={left < 0 || undefined} className="length-counter">
      <span className="sr-only">{fillTemplate(label, left)}</span>
      {left <= shownFrom && <bdi aria-hidden="true">{left}</bdi>}
      {used > 0 && (
        <svg aria-hidden="true" viewBox="0 0 24 24">
          <circle cx="12" cy="12" r={radius} />
          <circle cx="12" cy="12" r={radius} strokeDasharray={`${used * circumference} ${circumference}`} />
        </svg>
      )}
    </p>
  )
}
