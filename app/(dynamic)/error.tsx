'use client'

import { useProblemTexts } from '@/components/shell/problem-texts-provider'
import { Button, buttonClass } from '@/components/ui/button'

/** The page for an unexpected error. The cause is in the log only. */
export default function ErrorPage({ reset }: { reset: () => void }) {
  const texts = useProblemTexts()
  if (!texts) return null
  return (
    <div role="alert" className="empty-state py-12">
      <h1 className="text-2xl font-bold">{texts.title}</h1>
      <p>{texts.lead}</p>
      <p className="flex flex-wrap justify-center gap-3">
        <Button type="button" onClick={reset}>
          {texts.retry}
        </Button>
        <a href="/" className={buttonClass('secondary')}>
          {texts.home}
        </a>
      </p>
    </div>
  )
}
