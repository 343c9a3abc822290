import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import PostalMime from 'postal-mime'

/** A mail that `fileMailer` has written. */
export type WrittenMail = {
  /** The name of its file. */
  name: string
  to: string
  subject: string
  text: string
  html: string
  /** The whole message with its headers (RFC 5322). */
  source: string
}

/**
 * The mails in a directory, oldest first.
 * @param limit only the newest ones
 * @returns an empty list when the directory does not exist
 */
export async function listWrittenMails(
  directory: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<WrittenMail[]> {
  const files = await readdir(/* turbopackIgnore: true */ directory).catch(() => [])
  const names = files.filter((name) => name.endsWith('.eml')).sort()
  return Promise.all(names.slice(-limit).map((name) => readWrittenMail(directory, name)))
}

/**
 * Deletes old mails.
 * @param before time of writing
 */
export async function deleteWrittenMails(directory: string, before: Date): Promise<void> {
  const files = await readdir(/* turbopackIgnore: true */ directory).catch(() => [])
  for (const name of files.filter((file) => file.endsWith('.eml'))) {
    const path = join(directory, name)
    const { mtime } = await stat(/* turbopackIgnore: true */ path)
    if (mtime <= before) await rm(path, { force: true })
  }
}

async function readWrittenMail(directory: string, name: string): Promise<WrittenMail> {
  const source = await readFile(/* turbopackIgnore: true */ join(directory, name), 'utf8')
  const { to, subject = '', text = '', html = '' } = await PostalMime.parse(source)
  const recipients = (to ?? []).flatMap(({ address }) => address ?? [])
  return { name, to: recipients.join(', '), subject, text, html, source }
}
