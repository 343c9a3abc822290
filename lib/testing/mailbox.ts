import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type ReceivedMail = { to: string; subject: string; text: string; source: string }

/**
 * The mails that a server has written to files, oldest first.
 * @param dataDir the DATA_DIR of the server
 */
export async function readMails(dataDir: string): Promise<ReceivedMail[]> {
  const directory = join(dataDir, 'mail')
  const names = await readdir(directory).catch(() => [])
  return Promise.all(
    names.sort().map(async (name) => parseMail(await readFile(join(directory, name), 'utf8'))),
  )
}

/** Parses what the tests look at: the recipient, the subject and the text part of a mail by nodemailer. */
export function parseMail(source: string): ReceivedMail {
  const header = (name: string) =>
    new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'mi').exec(source)?.[1] ?? ''
  const part = /Content-Type: text\/plain[\s\S]*?\r\n\r\n([\s\S]*?)(?:\r\n--|$)/.exec(source)
  const head = source.slice(0, part?.index ?? 0) + (part?.[0] ?? '').split('\r\n\r\n')[0]
  const body = part?.[1] ?? ''
  const text = /base64/.test(head.slice(-200)) ? Buffer.from(body, 'base64').toString() : decodeQuoted(body)
  return { to: header('To'), subject: decodeWords(header('Subject')), text, source }
}

const decodeQuoted = (text: string) =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** Encoded words of RFC 2047. */
const decodeWords = (text: string) =>
  text
    .replace(/\r\n[ \t]/g, '')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, value: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(value, 'base64').toString()
        : decodeQuoted(value.replaceAll('_', ' ')),
    )
