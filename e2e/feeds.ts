import type { APIRequestContext } from '@playwright/test'

const mostPages = 60

/**
 * Reads a list page by page along its pager links.
 * @param rel `next` for "Older", `prev` for "Newer"
 * @param isEnough stops reading; called with the element ids of all pages so far
 * @returns the element ids on each page, and the address of the last page
 */
export async function readPages(
  request: APIRequestContext,
  path: string,
  rel: 'next' | 'prev' = 'next',
  isEnough: (ids: string[]) => boolean = () => false,
): Promise<{ pages: string[][]; last: string }> {
  const pages: string[][] = []
  let last = path
  for (let address: string | null = path; address !== null; ) {
    if (pages.length === mostPages) throw new Error(`more than ${mostPages} pages from ${path}`)
    last = address
    const html: string = await (await request.get(address)).text()
    pages.push(postIds(html))
    address = isEnough(pages.flat()) ? null : pagerLink(html, rel)
  }
  return { pages, last }
}

/** The element ids of the posts or members of a list, in order. */
export function postIds(html: string): string[] {
  return [...html.matchAll(/<(?:article|li) id="((?:post|user)-\d+)"/g)].map(([, id]) => id as string)
}

/** The address of a pager link, or null when the page has none. */
export function pagerLink(html: string, rel: 'next' | 'prev'): string | null {
  const link = new RegExp(`<a href="([^"]*)" rel="${rel}"`).exec(html)?.[1]
  return link === undefined ? null : link.replaceAll('&amp;', '&')
}
