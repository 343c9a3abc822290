import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Prompts for a text that is not shown while it is typed. */
export function askSecret(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  return new Promise((resolve, reject) => {
    terminal.once('SIGINT', () => terminal.close())
    terminal.once('close', () => reject(new Error('Nothing was changed.')))
    terminal.question('', (answer) => {
      process.stderr.write('\n')
      resolve(answer)
      terminal.close()
    })
  })
}
