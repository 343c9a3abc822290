import { LRUCache } from 'lru-cache'
import { AppError } from '../errors'
import { getPost } from '../posts/queries'
import { postId } from '../posts/schema'
import { identicon } from '../previews/identicon'
import { renderPreview } from '../previews/render'
import { type PreviewSource, postPreview, previewVersion, userPreview } from '../previews/source'
import { retryHeaders } from '../rate-limit/headers'
import { enqueueDecode } from '../storage/decode-queue'
import { readPicture } from '../storage/pictures'
import { getUser } from '../users/queries'
import { hasCurrent, limitByAddress, openHeaders, refuse } from './open-data'

/** Bytes of the rendered previews that a process keeps. */
const maxBytes = 16 * 1024 * 1024

/** Bytes of the pixels while a preview is rendered. */
const renderingBytes = 16 * 1024 * 1024

/** Rendered previews, and those being rendered, by version. */
const previews = new LRUCache<string, Buffer>({ maxSize: maxBytes, sizeCalculation: ({ length }) => length })
const rendering = new Map<string, Promise<Buffer>>()

/** The picture that other sites show for a post; 404 for a post that guests cannot open. */
export async function postPreviewResponse(request: Request, id: string): Promise<Response> {
  const parsed = postId.safeParse(id)
  const post = parsed.success ? await getPost(null, parsed.data) : null
  return previewResponse(request, post && postPreview(post))
}

/** The picture that other sites show for a user; 404 for a user whom guests cannot see. */
export async function userPreviewResponse(request: Request, username: string): Promise<Response> {
  const user = await getUser(null, username)
  return previewResponse(request, user && userPreview(user))
}

async function previewResponse(request: Request, source: PreviewSource | null): Promise<Response> {
  if (!source) return refuse(404, 'Not Found')
  const version = previewVersion(source)
  const headers = { ...openHeaders, 'Content-Type': 'image/png', ETag: `"${version}"` }
  if (hasCurrent(request, headers)) return new Response(null, { status: 304, headers })
  const known = previews.get(version)
  if (known) return new Response(new Uint8Array(known), { headers })
  const refusal = rendering.has(version) ? null : await limitByAddress('preview-ip', request)
  if (refusal) return refusal
  try {
    return new Response(new Uint8Array(await renderOnce(version, source)), { headers })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'busy') throw error
    return refuse(503, 'Service Unavailable', retryHeaders(error))
  }
}

/** Concurrent requests share one rendering. */
function renderOnce(version: string, source: PreviewSource): Promise<Buffer> {
  const current = rendering.get(version)
  if (current) return current
  const started = enqueueDecode(renderingBytes, () => render(source))
    .then((png) => {
      previews.set(version, png)
      return png
    })
    .finally(() => rendering.delete(version))
  rendering.set(version, started)
  return started
}

async function render({ avatar, userId, ...content }: PreviewSource): Promise<Buffer> {
  const upload = avatar && (await readPicture(`${avatar}-128.webp`))
  return renderPreview({ ...content, picture: upload || Buffer.from(identicon(userId, 256)) })
}
