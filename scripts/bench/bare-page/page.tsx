import { getViewer } from '@/lib/request/viewer'

/** The bare page, a baseline: what Next and a look-up of the session cost without any content. */
export default async function BarePage() {
  const viewer = await getViewer()
  return <p>{viewer?.username ?? 'guest'}</p>
}
