import { getTranslations } from 'next-intl/server'
import { respondWithData } from '@/lib/api/list-data'
import { canChangePost } from '@/lib/posts/policy'
import { getPost } from '@/lib/posts/queries'
import { postId } from '@/lib/posts/schema'
import type { EditablePost } from '@/lib/posts/view'
import { getCaller } from '@/lib/request/viewer'

export const dynamic = 'force-dynamic'

/** What the browser needs to edit a post in place, as JSON; 404 unless the viewer can change the post. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/data/posts/[id]/edit'>,
): Promise<Response> {
  const id = postId.safeParse((await params).id).data ?? 0
  return respondWithData(await getCaller(), request, async (viewer): Promise<EditablePost | null> => {
    const [post, t] = await Promise.all([getPost(viewer, id), getTranslations()])
    if (!post || !canChangePost(viewer, { authorId: post.author.id })) return null
    return {
      body: post.body,
      text: {
        form: t('post.editTitle'),
        button: t('post.save'),
        cancel: t('post.cancel'),
        success: t('flash.postSaved'),
      },
    }
  })
}
