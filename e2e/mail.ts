import type { WrittenMail } from '../lib/mail/written-mails'
import { readMails } from '../lib/testing/mailbox'
import { expect } from './fixtures'

/**
 * Waits for a mail of the server under test.
 * @param to the address of the recipient
 * @param count mails to that address, of which the last one is returned
 */
export async function receiveMail(to: string, count = 1): Promise<WrittenMail> {
  let mails: WrittenMail[] = []
  await expect
    .poll(async () => {
      mails = (await readMails(process.env.E2E_DATA_DIR as string)).filter((mail) => mail.to === to)
      return mails.length
    })
    .toBe(count)
  return mails[count - 1] as WrittenMail
}

/** The first link of a mail to a page of the site. @returns its path */
export function linkIn({ text }: WrittenMail, path: string): string {
  const url = text.split(/\s+/).find((word) => word.includes(path))
  if (!url) throw new Error(`the mail has no link to ${path}`)
  return new URL(url).pathname
}
