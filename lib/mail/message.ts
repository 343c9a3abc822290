export type Mail = {
  to: string
  subject: string
  text: string
  html?: string | undefined
  /** Identifies the mail: a repeated delivery has the same Message-ID, so that email clients show it once. */
  id?: string | undefined
  /**
   * URL of the page where the recipient switches this kind of mail off (List-Unsubscribe, RFC 2369). A POST to it does
   * so at once (RFC 8058).
   */
  unsubscribe?: string | undefined
  attachments?: Attachment[] | undefined
}

export type Attachment = { filename: string; contentType: string; content: Uint8Array }

/** The mail server has rejected the recipient or the mail permanently (a 5xx reply, RFC 5321 §4.2.1). */
export class RejectedMailError extends Error {}

/** Sends mail to a server or writes it to a file. */
export interface Mailer {
  /**
   * @returns the path of the file, or the response of the server
   * @throws Error in one line that says what to correct
   */
  send(mail: Mail): Promise<string>
}

/** One plain address. A comma or a line break could add a recipient or a header. */
const address = /^[^\s<>@,;:"()\\]+@[^\s<>@,;:"()\\]+$/

/**
 * The message for nodemailer, with one recipient and one line per header.
 * @param from `MAIL_FROM`, or its default
 * @throws RejectedMailError for an invalid recipient
 */
export function toMessage({ to, subject, text, html, id, unsubscribe, attachments }: Mail, from: string) {
  if (to.length > 254 || !address.test(to))
    throw new RejectedMailError('A mail needs one address, like ann@example.com.')
  return {
    from,
    to: { name: '', address: to },
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches what must not get into a header
    subject: subject.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim(),
    text,
    ...(html && { html }),
    ...(id && { messageId: `<${id}@${domainOf(from)}>` }),
    ...(unsubscribe && { list: { unsubscribe } }),
    ...(attachments && { attachments: attachments.map(toAttachment) }),
    // RFC 3834: prevents automatic replies.
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
    // The content of a mail cannot make nodemailer read files or URLs.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** The domain of the sender's address. */
const domainOf = (from: string) => from.replace(/>$/, '').split('@').at(-1) ?? 'localhost'

const toAttachment = ({ content, ...attachment }: Attachment) => ({
  ...attachment,
  content: Buffer.from(content),
})
