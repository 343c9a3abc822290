import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { JobsScreen } from '@/components/admin/jobs-screen'
import { env } from '@/lib/env'
import { countJobs, listFailedJobs } from '@/lib/failed-jobs/queries'
import { parseJobId } from '@/lib/failed-jobs/schema'
import { parseCursor } from '@/lib/page'
import { requireAdmin } from '@/lib/request/viewer'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('failedJobs')
  return { title: t('title'), robots: { index: false } }
}

export default async function JobsPage({ searchParams }: PageProps<'/admin/jobs'>) {
  const admin = await requireAdmin()
  const cursor = parseCursor(await searchParams, parseJobId)
  const [counts, page] = await Promise.all([
    countJobs(admin),
    listFailedJobs(admin, cursor, env.POSTS_PER_PAGE),
  ])
  return <JobsScreen counts={counts} page={page} />
}
