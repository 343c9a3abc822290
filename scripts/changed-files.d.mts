export function baseOf(reference: string, directory?: string): string
export function changedFiles(base: string, directory?: string): string[]
export function browserRuns(paths: string[], base: string): string[][]
