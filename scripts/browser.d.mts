export const browserPackages: string[]
export function findBrowser(options?: { headed?: boolean }): string | undefined
