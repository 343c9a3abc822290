import { useEffect, useRef, useState } from 'react'
import { username } from '@/lib/users/schema'

/** Debounce of the request, in milliseconds. */
const debounceDelay = 400

/**
 * Checks during input whether a username is available, as a hint. The action checks it again.
 * @returns The key of the error, and the function to call with every input.
 */
export function useUsernameCheck(): [error: string | undefined, check: (typed: string) => void] {
  const [error, setError] = useState<string>()
  const latest = useRef<AbortController>(undefined)
  useEffect(() => () => latest.current?.abort(), [])

  const check = (typed: string) => {
    latest.current?.abort()
    const controller = new AbortController()
    latest.current = controller
    const { signal } = controller
    setError(undefined)
    const parsed = username.safeParse(typed)
    if (!parsed.success) return
    const timer = setTimeout(async () => {
      const found = await requestCheck(parsed.data, signal)
      if (!signal.aborted) setError(found)
    }, debounceDelay)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }
  return [error, check]
}

/** @returns The key of the error; undefined for an available name and for a failed request. */
async function requestCheck(name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(`/data/users/available?username=${encodeURIComponent(name)}`, { signal })
    return response.ok ? ((await response.json()).refusal ?? undefined) : undefined
  } catch {
    return undefined
  }
}
