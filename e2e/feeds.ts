import type { APIRequestContext } from '@playwright/test'

/** The texts of all posts of a list, page by page as the "Older" links lead; `most` pages at most. */
export async function walk(
  request: APIRequestContext,
  path: string,
  rel: 'next' | 'prev' = 'next',
  most = 60,
): Promise<{ pages: string[][]; last: string }> {
  const pages: string[][] = []
  let last = path
  for (let address: string | null = path; address !== null; ) {
    if (pages.length === most) throw new Error(`more than ${most} pages from ${path}`)
    last = address
    const html: string = await (await request.get(address)).text()
    pages.push(postIds(html))
    address = pagerLink(html, rel)
  }
  return { pages, last }
}

/** The ids of the posts or members of a list, as they stand. */
export const postIds = (html: string): string[] =>
  [...html.matchAll(/<(?:article|li) id="((?:post|user)-\d+)"/g)].map(([, id]) => id as string)

export function pagerLink(html: string, rel: 'next' | 'prev'): string | null {
  const link = new RegExp(`<a href="([^"]*)" rel="${rel}"`).exec(html)?.[1]
  return link === undefined ? null : link.replaceAll('&amp;', '&')
}
