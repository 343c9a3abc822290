export function writeUnavailablePages(directory: string): void
