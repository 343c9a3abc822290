// npm run mail:test -- someone@example.com: sends a test mail with the settings of the server.

import { loadSettings } from './cli/load-settings'

const usage = 'npm run mail:test -- someone@example.com'

async function main(args: string[]): Promise<void> {
  if (args.includes('--help'))
    return console.log(`${usage}\n\nSends a mail to that address and prints where it was delivered.`)
  const [to, ...others] = args
  if (!to || others.length > 0) throw new Error(`Name one address: ${usage}`)

  // The result is printed below.
  process.env.LOG_LEVEL = 'silent'
  const { env } = await loadSettings()
  const { mailer } = await import('../lib/mail/mail')
  const { absoluteUrl } = await import('../lib/http/absolute-url')
  const site = env.APP_URL ? ` at ${absoluteUrl('/')}` : ''
  const result = await mailer.send({
    to,
    subject: 'Test mail from Roost',
    text: `This is a test mail from Roost${site}. It shows that mail is delivered.\n`,
  })
  const server = env.SMTP_URL || env.MAIL_SERVER
  console.log(
    server ? `Sent. The mail server answered: ${result}` : `No mail server is set: written to ${result}`,
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
