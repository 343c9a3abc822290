type Variables = Record<string, string | undefined>

export const root: string
export class SetupError extends Error {}
export function dotEnv(file?: string): Record<string, string>
export function settings(environment?: Variables, file?: Variables): Record<string, string>
export function toolSettings(environment?: Variables, file?: Variables): Record<string, string>
export function workerSettings(environment?: Variables, file?: Variables): Record<string, string>
export const processSettings: Record<string, { fallback?: string | number; min?: number; max?: number }>
export function isPostgresql(env: Variables): boolean
export function wholeSetting(env: Variables, name: string): number
/** Runs `main`; a SetupError becomes one line and exit code 1. */
export function runOrExplain<T>(main: () => Promise<T> | T): Promise<T>
