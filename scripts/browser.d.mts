export const browserPackages: string[]
export function findBrowser(options?: { headed?: boolean }): string | undefined
export function hasFastBrowser(): boolean
export function isHeaded(args: string[]): boolean
