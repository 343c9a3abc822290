export function exportsTraces(env: Record<string, string | undefined>): boolean
