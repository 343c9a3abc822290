import { useLocale, useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { TaskBar } from '@/components/exports/task-bar'
import { taskTexts } from '@/components/exports/task-texts'
import { ComposeDialog } from '@/components/posts/compose-dialog'
import { newPostProps, postFormSettings } from '@/components/posts/composer'
import { GuestPostForms } from '@/components/posts/guest-post-forms'
import { PostFormProvider } from '@/components/posts/post-form'
import { Translations } from '@/components/posts/translations'
import { signalPositionOf } from '@/components/ui/live-events'
import { env } from '@/lib/env'
import { listTasks } from '@/lib/exports/queries'
import type { TaskView } from '@/lib/exports/view'
import { preferenceMaxAge, zoneCookie } from '@/lib/http/cookies'
import { formTexts } from '@/lib/i18n/texts'
import { unreadMessages } from '@/lib/messages/queries'
import { unreadNotifications } from '@/lib/notifications/queries'
import type { Theme } from '@/lib/preferences/schema'
import type { Flash } from '@/lib/request/flash'
import { isAdmin, type Viewer } from '@/lib/viewer'
import { AdminLink } from './admin-link'
import { ClientStateCleanup } from './client-state-cleanup'
import { RootDocument } from './document'
import { FlashList } from './flash-list'
import { GuestHeader } from './guest-header'
import { headerTexts } from './header-texts'
import { MemberHeader } from './member-header'
import { memberToolTexts } from './member-tool-texts'
import { MemberTools } from './member-tools'
import { ProblemTexts } from './problem-texts'
import { SideColumn } from './side-column'
import { SideLists } from './side-lists'
import { sideTexts } from './side-texts'
import type { RenderedCounts } from './unread-counts'

type Props = {
  viewer: Viewer | null
  theme: Theme
  /** The time zone of this browser (readZoneCookie). */
  zone?: string | null
  flashes: Flash[]
  /** The position from which the page receives events (getLivePosition); without it the page is not updated. */
  livePosition?: string | null
  children: ReactNode
}

/** The layout of pages rendered per request: for members, and for guests with a flash or a query string. */
export async function AppShell({
  viewer,
  theme,
  zone = null,
  flashes,
  livePosition = null,
  children,
}: Props) {
  const [forms, unread, tasks] = await Promise.all([
    formTexts(),
    viewer && readUnread(viewer, livePosition),
    viewer && listTasks(viewer),
  ])
  const cleanup = (
    <ClientStateCleanup
      member={viewer?.id ?? null}
      loggedOut={flashes.some(({ key }) => key === 'loggedOut')}
      sentDrafts={flashes.flatMap(({ params }) => (params.draft ? [String(params.draft)] : []))}
    />
  )
  return (
    <RootDocument
      theme={theme}
      zone={zone}
      forms={forms}
      header={
        <>
          {cleanup}
          {unread && viewer ? <Header viewer={viewer} theme={theme} unread={unread} /> : <GuestHeader />}
        </>
      }
      side={
        viewer ? (
          <SideColumn chooseLocale={false}>
            <MemberLists />
          </SideColumn>
        ) : (
          <SideColumn chooseLocale />
        )
      }
      messages={
        <>
          {tasks && <Tasks tasks={tasks} />}
          <FlashList flashes={flashes} />
        </>
      }
      tools={viewer ? <Tools viewer={viewer} zone={zone} livePosition={livePosition} /> : <GuestPostForms />}
    >
      <ProblemTexts>
        {viewer ? (
          <ComposeProvider viewer={viewer}>
            <Translations viewer={viewer}>{children}</Translations>
          </ComposeProvider>
        ) : (
          children
        )}
      </ProblemTexts>
    </RootDocument>
  )
}

type HeaderProps = { viewer: Viewer; theme: Theme; unread: RenderedCounts }

function Header({ viewer, theme, unread }: HeaderProps) {
  const { id, username, displayName, avatar, gravatar } = viewer
  const locale = useLocale()
  return (
    <MemberHeader
      viewer={{ id, username, displayName, avatar, gravatar }}
      theme={theme}
      locale={locale}
      unread={unread}
      text={headerTexts(locale, useTranslations())}
      {...(isAdmin(viewer) && { adminLink: <AdminLink /> })}
    />
  )
}

/** Provides the form for a new post to the page, and its dialog. */
async function ComposeProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const [settings, form, t] = await Promise.all([
    postFormSettings(viewer, 'post'),
    newPostProps(viewer, 'dialog'),
    getTranslations('shortcuts'),
  ])
  return (
    <PostFormProvider settings={settings}>
      {children}
      <ComposeDialog form={form} text={{ title: t('compose'), close: t('close') }} />
    </PostFormProvider>
  )
}

function MemberLists() {
  return <SideLists text={sideTexts(useLocale(), useTranslations())} />
}

type ToolsProps = { viewer: Viewer; zone: string | null; livePosition: string | null }

function Tools({ viewer, zone, livePosition }: ToolsProps) {
  const events = livePosition
    ? {
        userId: viewer.id,
        sessionId: viewer.sessionId,
        position: livePosition,
        canStream: env.LIVE === 'stream',
        pollSeconds: env.NOTIFICATION_POLL_SECONDS,
      }
    : null
  return (
    <MemberTools
      text={memberToolTexts(useLocale(), useTranslations())}
      zone={{ cookie: zoneCookie, stored: zone, maxAge: preferenceMaxAge }}
      events={events}
    />
  )
}

function Tasks({ tasks }: { tasks: TaskView[] }) {
  return <TaskBar rendered={tasks} text={taskTexts(useLocale(), useTranslations())} />
}

async function readUnread(viewer: Viewer, livePosition: string | null): Promise<RenderedCounts> {
  const [notifications, messages] = await Promise.all([unreadNotifications(viewer), unreadMessages(viewer)])
  return { notifications, messages, position: signalPositionOf(livePosition) }
}
