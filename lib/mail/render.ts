import { createElement } from 'react'
import { type MailContent, MailLayout } from './layout'

const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

/** The two forms of a mail. */
export async function renderMail(content: MailContent): Promise<{ text: string; html: string }> {
  // Imported here: Next refuses a static import of react-dom/server in files that server actions reach.
  const { renderToStaticMarkup } = await import('react-dom/server')
  return { text: toText(content), html: doctype + renderToStaticMarkup(createElement(MailLayout, content)) }
}

function toText({ heading, paragraphs, link, notes }: MailContent): string {
  const linked = link ? [`${link.label}:\n${link.url}`] : []
  return `${[heading, ...paragraphs, ...linked, ...notes].join('\n\n')}\n`
}
