import { zip } from '../zip/zip'

/** The files of an archive, by path; objects become JSON. */
export type ArchiveFiles = Record<string, string | Uint8Array | object>

/** Makes a zip. */
export async function zipOf(files: ArchiveFiles): Promise<Buffer> {
  const entries = Object.entries(files).map(([path, content]) => ({
    path,
    async *content() {
      yield typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
    },
  }))
  const chunks: Uint8Array[] = []
  for await (const chunk of zip(entries)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

type ArchivePost = {
  id: number
  body: string
  createdAt: string
  editedAt: string | null
  replyToId: number | null
  history: { body: string; createdAt: string }[]
  origin?: string
}

/** A post in posts.json of a Roost archive. */
export function archivedPost(id: number, post: Partial<ArchivePost> = {}): ArchivePost {
  const createdAt = new Date(Date.UTC(2020, 0, 1, 0, id)).toISOString()
  return { id, body: `post ${id}`, createdAt, editedAt: null, replyToId: null, history: [], ...post }
}

/** The files of a Roost archive of another instance. */
export function roostArchive(posts: object[], others: ArchiveFiles = {}): ArchiveFiles {
  const profile = [{ username: 'ann', displayName: '', aboutMe: '', instance: 'https://other.example/' }]
  return { 'data/profile.json': { profile }, 'data/posts.json': { posts }, ...others }
}
