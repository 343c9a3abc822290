import type { Page } from '@playwright/test'

/**
 * Finds layout problems in the current state of the page: horizontal scrolling, and words of headings that break over
 * two lines.
 * @param longest length of the longest word that must not break
 */
export function findLayoutProblems(page: Page, longest = 14): Promise<string[]> {
  return page.evaluate((most) => {
    const found: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) found.push(`${scrollWidth - clientWidth} pixels too wide`)
    for (const heading of document.querySelectorAll('h1, h2')) {
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/g)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
          if (word.length <= most && lines.size > 1) found.push(`breaks ${word}`)
        }
    }
    return found
  }, longest)
}

/**
 * Finds labels and headings whose text is wider than their box, except those for screen readers only, which are a pixel
 * wide. Names and texts of members may end in an ellipsis.
 */
export function findClippedText(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const labels = document.querySelectorAll<HTMLElement>(
      'button, summary, label, legend, h1, h2, .nav-item, .tab, .pill',
    )
    return [...labels]
      .filter((element) => element.checkVisibility() && !element.querySelector('bdi, .truncate'))
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .map(
        ({ textContent, scrollWidth, clientWidth }) =>
          `clips ${textContent?.trim()}: ${scrollWidth} in ${clientWidth}`,
      )
  })
}
