import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Card, PageHeading } from '@/components/ui/card'
import { env } from '@/lib/env'
import { listWrittenMails } from '@/lib/mail/written-mails'

/** Only the newest mails. */
const limit = 50

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('devMail')
  return { title: t('title') }
}

/** The mails that were written to files, newest first, with clickable links. proxy.ts answers 404 in production. */
export default async function DevMailPage() {
  if (env.NODE_ENV === 'production') notFound()
  const [t, mails] = await Promise.all([
    getTranslations('devMail'),
    listWrittenMails(`${env.DATA_DIR}/mail`, limit),
  ])
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      {mails.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {mails.reverse().map(({ name, to, subject, text }) => (
        <Card key={name} className="grid gap-2">
          <h2 className="text-lg font-bold">{subject}</h2>
          <p className="text-quiet">{t('to', { address: to })}</p>
          <pre className="whitespace-pre-wrap font-sans [overflow-wrap:anywhere]">{withLinks(text)}</pre>
        </Card>
      ))}
    </>
  )
}

function withLinks(text: string) {
  return text.split(/(https?:\/\/\S+)/).map((part, at) =>
    part.startsWith('http') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change
      <a key={at} href={part} className="text-accent underline underline-offset-2">
        {part}
      </a>
    ) : (
      part
    ),
  )
}
