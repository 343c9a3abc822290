import { useTranslations } from 'next-intl'
import { Card, PageHeading } from '@/components/ui/card'
import type { GroupReference } from '@/lib/api/openapi/reference'
import { InlineCode } from './inline-code'
import { OperationEntry } from './operation-entry'

const link = 'text-accent underline underline-offset-2'

/** The reference of the REST API: all operations by group. */
export function ApiDocs({ groups }: { groups: GroupReference[] }) {
  const t = useTranslations('apiDocs')
  return (
    <>
      <PageHeading title={t('title')}>{t('lead')}</PageHeading>
      <Card className="grid gap-3">
        <p>
          {t.rich('token', {
            tokens: (label) => (
              <a href="/account/tokens" className={link}>
                {label}
              </a>
            ),
            header: () => <code>Authorization: Bearer</code>,
          })}
        </p>
        <p>
          {t.rich('document', {
            document: (label) => (
              <a href="/api/openapi.json" className={link}>
                {label}
              </a>
            ),
          })}
        </p>
        <nav aria-label={t('groups')}>
          <ul className="flex flex-wrap gap-2">
            {groups.map(({ name }) => (
              <li key={name}>
                <a href={`#${name}`} className="pill" lang="en">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </Card>
      {groups.map(({ name, description, operations }) => (
        <Card key={name}>
          <h2 id={name} lang="en" dir="ltr" className="text-start text-lg font-bold">
            {name}
          </h2>
          <p lang="en" dir="ltr" className="mb-2 text-start text-quiet">
            <InlineCode text={description} />
          </p>
          {operations.map((operation) => (
            <OperationEntry key={operation.id} operation={operation} />
          ))}
        </Card>
      ))}
    </>
  )
}
