import { useTranslations } from 'next-intl'
import { Icon } from '@/components/ui/icon'
import { NavLink } from './nav-link'

/** The entry of the account menu for administrators. Rendered for them only, so that it costs others nothing. */
export function AdminLink() {
  const t = useTranslations('failedJobs')
  return (
    <NavLink href="/admin/jobs" className="nav-item">
      <Icon name="check" />
      <span>{t('title')}</span>
    </NavLink>
  )
}
