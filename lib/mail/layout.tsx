import { Body } from '@react-email/body'
import { Button } from '@react-email/button'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Heading } from '@react-email/heading'
import { Html } from '@react-email/html'
import { Preview } from '@react-email/preview'
import { Text } from '@react-email/text'
import type { CSSProperties } from 'react'

/** The content of a mail, in one language. Texts are plain: they are escaped in the HTML. */
export type MailContent = {
  locale: string
  /** Direction of the language. */
  direction: 'ltr' | 'rtl'
  heading: string
  paragraphs: string[]
  /** The one thing to do. Its URL is also shown as text, for email clients without links. */
  link?: { label: string; url: string } | undefined
  /** Less important texts below, such as why somebody got this mail. */
  notes: string[]
  /** Less important links at the end. */
  footerLinks?: { label: string; url: string }[]
}

// Some email clients support inline styles only and invert colours themselves. The style sheet serves clients that
// support prefers-color-scheme.
const colors = { page: '#f7f5f2', card: '#ffffff', ink: '#1f2328', quiet: '#57606a', accent: '#7a3e12' }

const darkStyles = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #16181b !important; }
    .card { background-color: #202327 !important; }
    .ink { color: #eceef0 !important; }
    .quiet { color: #a8b0b8 !important; }
    .button { background-color: #e0a06a !important; color: #1b1005 !important; }
  }`

const font = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const text: CSSProperties = { fontFamily: font, fontSize: '16px', lineHeight: '24px', color: colors.ink }
const quiet: CSSProperties = { ...text, fontSize: '14px', lineHeight: '20px', color: colors.quiet }

/** The HTML of a mail: no pictures, no remote content, readable in dark mode. */
export function MailLayout({
  locale,
  direction,
  heading,
  paragraphs,
  link,
  notes,
  footerLinks = [],
}: MailContent) {
  return (
    <Html lang={locale} dir={direction}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyles}</style>
      </Head>
      <Preview>{paragraphs[0] ?? heading}</Preview>
      <Body className="page" style={{ backgroundColor: colors.page, margin: 0, padding: '24px 12px' }}>
        <Container
          className="card"
          style={{ backgroundColor: colors.card, borderRadius: '12px', maxWidth: '560px', padding: '24px' }}
        >
          <Heading
            as="h1"
            className="ink"
            style={{ ...text, fontSize: '22px', lineHeight: '28px', margin: '0 0 16px' }}
          >
            {heading}
          </Heading>
          {paragraphs.map((paragraph) => (
            <Text key={paragraph} className="ink" style={{ ...text, margin: '0 0 16px' }}>
              {paragraph}
            </Text>
          ))}
          {link && <MailLink {...link} />}
          {notes.map((note) => (
            <Text key={note} className="quiet" style={{ ...quiet, margin: '0 0 8px' }}>
              {note}
            </Text>
          ))}
          {footerLinks.map(({ label, url }) => (
            <Text key={url} className="quiet" style={{ ...quiet, margin: '0 0 8px' }}>
              <a href={url} className="quiet" style={{ color: colors.quiet }}>
                {label}
              </a>
            </Text>
          ))}
        </Container>
      </Body>
    </Html>
  )
}

function MailLink({ label, url }: { label: string; url: string }) {
  const button: CSSProperties = {
    ...text,
    backgroundColor: colors.accent,
    borderRadius: '8px',
    color: '#ffffff',
    fontWeight: 600,
    padding: '12px 20px',
    textDecoration: 'none',
  }
  return (
    <>
      <Button href={url} className="button" style={button}>
        {label}
      </Button>
      <Text className="quiet" style={{ ...quiet, margin: '16px 0', wordBreak: 'break-all' }} dir="ltr">
        {url}
      </Text>
    </>
  )
}
