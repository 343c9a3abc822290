export type Mail = { to: string; subject: string; text: string }

/** Hands mail over: to a server, or to a file. */
export interface Mailer {
  /**
   * @returns where it went, for logs and commands: the path of a file, or what the server answered
   * @throws Error in one line that says what to mend
   */
  send(mail: Mail): Promise<string>
}

/** One plain address; a comma or a line break would make it several, or another header. */
const address = /^[^\s<>@,;:"()\\]+@[^\s<>@,;:"()\\]+$/

/**
 * What nodemailer gets: every header value is one line, and there is one recipient.
 * @param from `MAIL_FROM`, or its default
 * @throws Error
 */
export function toMessage({ to, subject, text }: Mail, from: string) {
  if (to.length > 254 || !address.test(to)) throw new Error('A mail needs one address, like ann@example.com.')
  return {
    from,
    to: { name: '', address: to },
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into a header
    subject: subject.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim(),
    text,
    // RFC 3834: keeps out-of-office notices from answering.
    headers: { 'Auto-Submitted': 'auto-generated' },
    // Nothing in a mail may name a file or an address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
