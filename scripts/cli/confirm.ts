import { createInterface } from 'node:readline/promises'

/**
 * Asks a person at the terminal to type `word`.
 * @param yes the answer of --yes, given in advance
 * @throws Error when the answer is another, or when there is no terminal to ask
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
