import { createInterface } from 'node:readline/promises'

/**
 * Prompts for the confirmation `word` at the terminal.
 * @param yes the answer of --yes, given in advance
 * @throws Error when the input differs, or when there is no terminal
 */
export async function confirm(question: string, word: string, yes: boolean): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw new Error(`${question} There is no terminal to ask: confirm with --yes.`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} Type ${word} to continue: `)
    if (answer.trim() !== word) throw new Error('Nothing was changed.')
  } finally {
    terminal.close()
  }
}
