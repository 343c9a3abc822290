export function restrictToOwner(path: string): void
export function restrictDirectory(directory: string): void
export function keepSqliteFilePrivate(file: string): void
