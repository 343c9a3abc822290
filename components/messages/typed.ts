/** What is being written, kept for this tab through reloads; a browser may refuse to keep anything. */
export function readTyped(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

/** The empty text forgets it. */
export function keepTyped(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key, text)
    else sessionStorage.removeItem(key)
  } catch {
    // The text is still in its field.
  }
}
