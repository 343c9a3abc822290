export function openLogFile(env: Record<string, string | undefined>): () => Promise<void>
