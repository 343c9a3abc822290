import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { Card, PageHeading } from '@/components/ui/card'
import { ResetPasswordForm } from '@/components/users/reset-password-form'
import { fieldErrorTexts, formErrorTexts } from '@/lib/i18n/texts'
import { limits } from '@/lib/limits'
import { getResetAccount } from '@/lib/recovery/queries'
import { getViewer } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('recovery')
  return { title: t('newTitle'), robots: { index: false } }
}

export default async function ResetPasswordPage({ params }: PageProps<'/reset-password/[token]'>) {
  if (await getViewer()) redirect('/')
  const token = decodeURIComponent((await params).token)
  const person = await getResetAccount(token)
  if (!person) redirect('/reset-password?expired=1')
  const [t, signUp, language, fieldErrors, formErrors] = await Promise.all([
    getTranslations('recovery'),
    getTranslations('signUp'),
    getLocale(),
    fieldErrorTexts(['password', 'repeat']),
    formErrorTexts(),
  ])
  const text = {
    title: t('newTitle'),
    password: t('password'),
    hint: signUp('passwordHint', { min: String(limits.password.min) }),
    repeat: t('repeat'),
    save: t('save'),
  }
  return (
    <>
      <PageHeading title={t('newTitle')}>{t('newLead', { name: person.username })}</PageHeading>
      <Card>
        <ResetPasswordForm
          token={token}
          person={person}
          language={language}
          text={text}
          fieldErrors={fieldErrors}
          formErrors={formErrors}
        />
      </Card>
    </>
  )
}
