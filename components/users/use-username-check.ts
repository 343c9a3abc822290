import { useEffect, useRef, useState } from 'react'
import { username } from '@/lib/users/schema'

/** Milliseconds without a key press after which the server is asked. */
const pause = 400

/**
 * Asks whether a username is free while it is typed. Only the server decides when the form is sent; this comes earlier.
 * @returns The key of the error to show, and what to call with every input.
 */
export function useUsernameCheck(): [refusal: string | undefined, check: (typed: string) => void] {
  const [refusal, setRefusal] = useState<string>()
  const latest = useRef<AbortController>(undefined)
  useEffect(() => () => latest.current?.abort(), [])

  const check = (typed: string) => {
    latest.current?.abort()
    const controller = new AbortController()
    latest.current = controller
    const { signal } = controller
    setRefusal(undefined)
    const parsed = username.safeParse(typed)
    if (!parsed.success) return
    const timer = setTimeout(async () => {
      const found = await askServer(parsed.data, signal)
      if (!signal.aborted) setRefusal(found)
    }, pause)
    signal.addEventListener('abort', () => clearTimeout(timer))
  }
  return [refusal, check]
}

/** Nothing when the network or the server fails: the form tells then. */
async function askServer(name: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(`/api/users/available?username=${encodeURIComponent(name)}`, { signal })
    return answer.ok ? ((await answer.json()).refusal ?? undefined) : undefined
  } catch {
    return undefined
  }
}
