export function changeCount(): number
export function recordChanges(keys: readonly string[]): void
export function recordUnknownChanges(): void
export function hasChanged(keys: readonly string[], count: number): boolean
export function postKey(id: number | string): string
export function postIdOf(key: string): number | null
export function userKey(username: string): string
export function conversationKey(id: number): string
export function pageKey(path: string): string
export function keysOfPage(path: string, html: string): string[]
