import { useTranslations } from 'next-intl'
import type { FieldReference, OperationReference } from '@/lib/api/openapi/reference'
import { CodeBlock } from './code-block'
import { InlineCode } from './inline-code'

const heading = 'text-sm font-bold'

/** One operation: a line that opens its parameters, examples and responses, without JavaScript. */
export function OperationEntry({ operation }: { operation: OperationReference }) {
  const t = useTranslations('apiDocs')
  const { id, method, path, summary, description, access, fields, responses, errors } = operation
  const needs =
    access === 'public'
      ? t('public')
      : access === 'basic'
        ? t('basic')
        : t.rich('scope', { scope: () => <code>{access}</code> })
  return (
    <details className="border-t border-line first-of-type:border-t-0">
      <summary className="min-h-11 py-2">
        <code dir="ltr" className="inline-block font-mono text-sm font-bold [overflow-wrap:anywhere]">
          <span className="text-accent">{method}</span> {path}
        </code>
        <span lang="en" dir="ltr" className="block text-start text-quiet">
          <InlineCode text={summary} />
        </span>
      </summary>
      <div className="grid gap-3 pb-4" id={id}>
        <p>
          {needs} {operation.refusesApps && t('noApps')}
        </p>
        {description && (
          <p lang="en" dir="ltr" className="text-start">
            <InlineCode text={description} />
          </p>
        )}
        <Fields title={t('parameters')} fields={fields.filter(({ place }) => place !== 'field')} />
        <Fields title={t('body')} fields={fields.filter(({ place }) => place === 'field')} />
        <h3 className={heading}>{t('request')}</h3>
        <CodeBlock>{operation.curl}</CodeBlock>
        {responses.map(({ status, description, example }) => (
          <div key={status} className="grid gap-1">
            <h3 className={heading}>{t('response', { status: String(status) })}</h3>
            <p lang="en" dir="ltr" className="text-start text-quiet">
              <InlineCode text={description} />
            </p>
            {example && <CodeBlock>{example}</CodeBlock>}
          </div>
        ))}
        <p className="text-quiet">{t('errors', { statuses: errors.join(', ') })}</p>
      </div>
    </details>
  )
}

function Fields({ title, fields }: { title: string; fields: FieldReference[] }) {
  const t = useTranslations('apiDocs')
  if (fields.length === 0) return null
  return (
    <>
      <h3 className={heading}>{title}</h3>
      <dl className="grid gap-2">
        {fields.map(({ name, place, type, isRequired, description }) => (
          <div key={`${place} ${name}`}>
            <dt className="[overflow-wrap:anywhere]">
              <code className="font-mono font-bold">{name}</code>{' '}
              <span className="text-sm text-quiet">
                {place !== 'field' && `${t(`places.${place}`)}, `}
                {isRequired ? t('required') : t('optional')}
              </span>
            </dt>
            <dd lang="en" dir="ltr" className="text-start text-sm text-quiet [overflow-wrap:anywhere]">
              {type}. <InlineCode text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
