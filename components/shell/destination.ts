/** Paths that are not pages, so the router cannot render them: route handlers and static files. */
const nonPagePaths =
  /^\/(?:api|data|media|avatars|_next|guest)(?:\/|$)|\.(?:xml|json|txt|png|svg|ico|webmanifest)$|\/card$/

/**
 * The page of this site that a click on a link, or the submission of a GET form, leads to.
 * @returns path, query and fragment; null when the browser has to handle the event
 */
export function findDestination(event: MouseEvent | SubmitEvent): string | null {
  if (event.defaultPrevented) return null
  const url = event instanceof SubmitEvent ? urlOfForm(event) : urlOfClick(event)
  if (!url || url.origin !== location.origin || nonPagePaths.test(url.pathname)) return null
  return url.pathname + url.search + url.hash
}

function urlOfClick(event: MouseEvent): URL | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (!link || link.target || link.hasAttribute('download')) return null
  const url = new URL(link.href)
  // The browser scrolls to a fragment of the same page.
  const isFragment = url.hash !== '' && url.pathname + url.search === location.pathname + location.search
  return isFragment ? null : url
}

function urlOfForm({ target, submitter }: SubmitEvent): URL | null {
  if (!(target instanceof HTMLFormElement) || target.method !== 'get' || target.target) return null
  const action = submitter?.getAttribute('formaction') ?? target.getAttribute('action') ?? location.href
  const url = new URL(action, location.href)
  // As HTML does, the fields replace the query of the action.
  const fields = [...new FormData(target, submitter)].filter(
    (field): field is [string, string] => typeof field[1] === 'string',
  )
  url.search = new URLSearchParams(fields).toString()
  return url
}
