import { useEffect, useRef, useState } from 'react'
import { normalizePassword } from '@/lib/passwords/normalize-password'
import { type Person, personalWords } from '@/lib/passwords/personal-words'
import type { Estimator, WeaknessReason } from '@/lib/passwords/strength.mjs'
import { newPassword } from '@/lib/users/schema'

/** Milliseconds without a key press after which a password is estimated. */
const pause = 300

let estimator: Promise<Estimator> | undefined

/** Loads the estimator at its first use: with its dictionaries it is larger than the rest of the page. */
function estimatorFor(language: string): Promise<Estimator> {
  estimator ??= import('@/lib/passwords/strength.mjs').then(({ loadEstimator }) => loadEstimator([language]))
  estimator.catch(() => {
    estimator = undefined
  })
  return estimator
}

/**
 * Estimates a password while it is typed. Only the server decides; this hint comes earlier.
 * @param language Of the page, whose words the estimator knows.
 * @returns The reason to show, and what to call with every input.
 */
export function usePasswordStrength(
  language: string,
): [reason: WeaknessReason | null, estimate: (typed: string, person: Person) => void] {
  const [reason, setReason] = useState<WeaknessReason | null>(null)
  const latest = useRef<{ timer?: ReturnType<typeof setTimeout> }>({})
  useEffect(() => () => clearTimeout(latest.current.timer), [])

  const estimate = (typed: string, person: Person) => {
    clearTimeout(latest.current.timer)
    const round: { timer?: ReturnType<typeof setTimeout> } = {}
    latest.current = round
    if (!newPassword.safeParse(typed).success) return setReason(null)
    const run = async () => {
      // Without it, when the network fails, the server still tells.
      const weakness = await estimatorFor(language).catch(() => null)
      if (latest.current === round)
        setReason(weakness?.(normalizePassword(typed), personalWords(person)) ?? null)
    }
    round.timer = setTimeout(run, pause)
  }
  return [reason, estimate]
}
