'use client'

import { useProblemTexts } from '@/components/shell/problem-texts-provider'
import { Button, buttonClass } from '@/components/ui/button'
import { fillTemplate } from '@/lib/i18n/templates'

type Props = { error: Error & { digest?: string }; retry: () => void }

/**
 * Replaces a page that a soft navigation could not render. The cause is in the log only, under the digest of the error. A
 * document with an error is replaced by the page in failed/.
 */
export default function ErrorPage({ error, retry }: Props) {
  const texts = useProblemTexts()
  if (!texts) return null
  return (
    <div role="alert" className="empty-state py-12">
      <h1 className="text-2xl font-bold">{texts.title}</h1>
      <p>{texts.lead}</p>
      {error.digest && <p className="text-sm text-quiet">{fillTemplate(texts.reference, error.digest)}</p>}
      <p className="flex flex-wrap justify-center gap-3">
        <Button type="button" onClick={retry}>
          {texts.retry}
        </Button>
        <a href="/" className={buttonClass('secondary')}>
          {texts.home}
        </a>
      </p>
    </div>
  )
}
