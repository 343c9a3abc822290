export function hostList(list: string): string[]
export function trustedHosts(settings: { APP_URL?: string; ALLOWED_ORIGINS?: string | string[] }): string[]
