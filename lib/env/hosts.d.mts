type Variables = Record<string, string | undefined>

export function ephemeralHost(env: Variables): string | undefined
export function functionHost(env: Variables): string | null
