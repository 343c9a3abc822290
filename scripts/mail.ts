// npm run mail:test -- someone@example.com: sends one mail the way the product does, and says where it went.

import { loadSettings } from './cli/load-settings'

const usage = 'npm run mail:test -- someone@example.com'

async function main(args: string[]): Promise<void> {
  if (args.includes('--help'))
    return console.log(`${usage}\n\nSends a mail to that address and says where it went.`)
  const [to, ...more] = args
  if (!to || more.length > 0) throw new Error(`Name one address: ${usage}`)

  // For the eyes of a person: where the mail went is printed below.
  process.env.LOG_LEVEL = 'silent'
  const { env } = await loadSettings()
  const { mailer } = await import('../lib/mail/mail')
  const { absoluteUrl } = await import('../lib/http/absolute-url')
  const site = env.APP_URL ? ` at ${absoluteUrl('/')}` : ''
  const where = await mailer.send({
    to,
    subject: 'Test mail from Roost',
    text: `This is a test mail from Roost${site}. Whoever sent it knows now that mail arrives.\n`,
  })
  const server = env.SMTP_URL || env.MAIL_SERVER
  console.log(
    server ? `Sent. The mail server answered: ${where}` : `No mail server is set: written to ${where}`,
  )
  if (!env.APP_URL)
    console.warn('APP_URL is not set: set it to the address people use, or mail has no links.')
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
