type Variables = Record<string, string | undefined>

export function serverlessHost(env: Variables): string | undefined
export function functionHost(env: Variables): string | null
