import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { uploadLimits } from '@/lib/env/upload-limits'
import type { ImportView } from '@/lib/imports/view'
import type { RequiredProof } from '@/lib/reauthentication/policy'
import { ImportList } from './import-list'

type Props = { imports: ImportView[]; proof: RequiredProof }

/** The form that imports an archive, hidden while an import is unfinished, and the imports of the last days. */
export function ImportScreen({ imports, proof }: Props) {
  const t = useTranslations('imports')
  const isBusy = imports.some(({ state }) => state !== 'ready' && state !== 'failed')
  return (
    <>
      <Card className="grid gap-4">
        <div className="grid gap-2">
          <h2 className="text-lg font-bold">{t('title')}</h2>
          <p className="text-quiet">{t('lead')}</p>
        </div>
        {!isBusy && <ImportForm proof={proof} />}
      </Card>
      <ImportList imports={imports} />
    </>
  )
}

/** A native form: the browser streams the file to its handler, and shows how far it is. */
function ImportForm({ proof }: Pick<Props, 'proof'>) {
  const [t, security, formErrors] = [
    useTranslations('imports'),
    useTranslations('security'),
    useTranslations('formErrors'),
  ]
  if (proof === 'log-in')
    return (
      <p>
        <LogInAgainLink
          next="/account/data"
          lead={formErrors('reauthenticate')}
          label={security('logInAgain')}
        />
      </p>
    )
  return (
    <form
      action="/data/imports"
      method="post"
      encType="multipart/form-data"
      aria-label={t('title')}
      className="grid gap-5"
    >
      {/* Precedes the file, because the handler checks it before it stores anything. */}
      {proof === 'password' && (
        <Field
          name="current"
          type="password"
          label={security('current')}
          hint={t('currentHint')}
          autoComplete="current-password"
          required
        />
      )}
      <Field
        name="archive"
        type="file"
        label={t('file')}
        hint={t('fileHint', { megabytes: String(uploadLimits.archive / 1024 / 1024) })}
        accept=".zip,application/zip"
        required
      />
      <Button className="justify-self-start">{t('start')}</Button>
    </form>
  )
}
