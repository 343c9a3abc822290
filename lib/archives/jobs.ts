import type { Locale } from '../i18n/locales'
import { translatorFor } from '../i18n/translator'
import { storage } from '../storage/storage'
import { jsonList } from '../text/json-list'
import { type OfflineEntry, offlinePage, offlineScript } from '../zip/offline-page'
import { type ZipEntry, zip } from '../zip/zip'
import {
  countEntries,
  findPicture,
  readArchivedFollows,
  readArchivedMessages,
  readArchivedPosts,
  readArchivedProfile,
  readArchivedReactions,
} from './queries'
import { showFollow, showMessage, showPost, showProfile, showReaction } from './view'

/** Called with the number of entries that were written since the last call. */
type OnDone = (count: number) => Promise<void>

type Read<Entry> = (userId: number) => AsyncIterable<Entry[]>

/**
 * A list in the archive: a JSON file, and a script for index.html. Each file reads the list separately and streams it, so
 * that memory use stays constant.
 */
function section<Name extends string, Entry extends object>(
  name: Name,
  read: Read<Entry>,
  show: (entry: Entry) => OfflineEntry,
) {
  async function* shown(userId: number, onDone: OnDone) {
    for await (const page of counted(read(userId), onDone)) yield page.map(show)
  }
  return {
    name,
    files: (userId: number, onDone: OnDone): ZipEntry[] => [
      { path: `data/${name}.json`, content: () => jsonList(name, counted(read(userId), onDone)) },
      { path: `view/${name}.js`, content: () => offlineScript(name, shown(userId, onDone)) },
    ],
  }
}

async function* counted<Entry>(pages: AsyncIterable<Entry[]>, onDone: OnDone): AsyncGenerator<Entry[]> {
  for await (const page of pages) {
    yield page
    await onDone(page.length)
  }
}

const sections = [
  section('profile', readArchivedProfile, showProfile),
  section('posts', readArchivedPosts, showPost),
  section('messages', readArchivedMessages, showMessage),
  section('likes', (userId) => readArchivedReactions('likes', userId), showReaction),
  section('bookmarks', (userId) => readArchivedReactions('bookmarks', userId), showReaction),
  section('following', (userId) => readArchivedFollows('following', userId), showFollow),
  section('followers', (userId) => readArchivedFollows('followers', userId), showFollow),
]

/** The number of entries that `writeArchive` reports, about. */
export async function countArchive(userId: number): Promise<number> {
  return 2 * (await countEntries(userId))
}

/** Writes the archive of an account: a zip with JSON files, the picture, and index.html, which shows them offline. */
export async function* writeArchive(
  userId: number,
  locale: Locale,
  onDone: OnDone,
): AsyncGenerator<Uint8Array> {
  const picture = await findPicture(userId)
  const entries = [
    { path: 'index.html', content: () => once(pageFor(locale)) },
    ...sections.flatMap(({ files }) => files(userId, onDone)),
    ...(picture ? [{ path: 'media/picture.webp', content: () => stored(picture) }] : []),
  ]
  yield* zip(entries)
}

function pageFor(locale: Locale): string {
  const t = translatorFor(locale, 'exports')
  return offlinePage({
    locale,
    title: t('kinds.archive'),
    intro: t('archiveIntro'),
    more: t('archiveMore'),
    empty: t('archiveEmpty'),
    sections: sections.map(({ name }) => ({ name, label: t(`sections.${name}`) })),
  })
}

async function* once(text: string) {
  yield text
}

/** A stored file; empty when it was replaced in the meantime. */
async function* stored(name: string): AsyncGenerator<Uint8Array> {
  const stream = await storage.open(name)
  if (stream) yield* stream as unknown as AsyncIterable<Uint8Array>
}
