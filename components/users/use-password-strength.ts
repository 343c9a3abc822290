import { useEffect, useRef, useState } from 'react'
import { normalizePassword } from '@/lib/passwords/normalize-password'
import { type Person, personalWords } from '@/lib/passwords/personal-words'
import type { Estimator, WeaknessReason } from '@/lib/passwords/strength.mjs'
import { newPassword } from '@/lib/users/schema'

/** Debounce of the estimate, in milliseconds. */
const debounceDelay = 300

let estimator: Promise<Estimator> | undefined

/** Loads the estimator on first use: with its dictionaries it is larger than the rest of the page. */
function estimatorFor(language: string): Promise<Estimator> {
  estimator ??= import('@/lib/passwords/strength.mjs').then(({ loadEstimator }) => loadEstimator([language]))
  estimator.catch(() => {
    estimator = undefined
  })
  return estimator
}

/**
 * Estimates a password during input, as a hint. The result of the server is decisive.
 * @param language The language of the page, which selects the dictionaries.
 * @returns The reason why the password is weak, and the function to call with every input.
 */
export function usePasswordStrength(
  language: string,
): [reason: WeaknessReason | null, estimate: (typed: string, person: Person) => void] {
  const [reason, setReason] = useState<WeaknessReason | null>(null)
  const latest = useRef<{ timer?: ReturnType<typeof setTimeout> }>({})
  useEffect(() => () => clearTimeout(latest.current.timer), [])

  const estimate = (typed: string, person: Person) => {
    clearTimeout(latest.current.timer)
    const current: { timer?: ReturnType<typeof setTimeout> } = {}
    latest.current = current
    if (!newPassword.safeParse(typed).success) return setReason(null)
    const run = async () => {
      // When the estimator cannot be loaded there is no hint.
      const weakness = await estimatorFor(language).catch(() => null)
      if (latest.current === current)
        setReason(weakness?.(normalizePassword(typed), personalWords(person)) ?? null)
    }
    current.timer = setTimeout(run, debounceDelay)
  }
  return [reason, estimate]
}
