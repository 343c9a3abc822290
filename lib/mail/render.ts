import { createElement } from 'react'
import { type MailContent, MailLayout } from './layout'

type Link = { label: string; url: string }

const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

/** The two forms of a mail. */
export async function renderMail(content: MailContent): Promise<{ text: string; html: string }> {
  // Imported here: Next refuses a static import of react-dom/server in files that server actions reach.
  const { renderToStaticMarkup } = await import('react-dom/server')
  return { text: toText(content), html: doctype + renderToStaticMarkup(createElement(MailLayout, content)) }
}

function toText({ heading, paragraphs, link, notes, footerLinks = [] }: MailContent): string {
  const linked = (links: Link[]) => links.map(({ label, url }) => `${label}:\n${url}`)
  const parts = [heading, ...paragraphs, ...linked(link ? [link] : []), ...notes, ...linked(footerLinks)]
  return `${parts.join('\n\n')}\n`
}
