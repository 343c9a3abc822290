/** The texts of the page, and the sections that it shows. */
export type OfflinePage = {
  locale: string
  title: string
  intro: string
  more: string
  empty: string
  sections: { name: string; label: string }[]
}

/** An entry of a section: the time, who or what it is about, the text, and earlier versions of the text. */
export type OfflineEntry = {
  at: string
  title?: string
  text?: string
  earlier?: { at: string; text: string }[]
}

/**
 * A script with the entries of a section. A page that is opened from a file may load scripts, but no JSON.
 * @param pages of entries
 */
export async function* offlineScript(section: string, pages: AsyncIterable<OfflineEntry[]>) {
  yield `section(${JSON.stringify(section)})\n`
  for await (const entries of pages) yield `add(${JSON.stringify(section)}, ${JSON.stringify(entries)})\n`
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 42rem; margin: 0 auto; padding: 1rem }
  nav { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0 }
  button { font: inherit; padding: .5rem 1rem; border: 1px solid GrayText; border-radius: 2rem; cursor: pointer }
  button[aria-pressed=true] { background: Highlight; color: HighlightText }
  article { border-top: 1px solid GrayText; padding: .75rem 0; overflow-wrap: anywhere }
  article p { white-space: pre-wrap; margin: .25rem 0 }
  time { font-size: .875rem; opacity: .8 }
  details { margin-left: 1rem }`

// Texts are set as text, never as HTML: they come from other members too.
const script = `
  const size = 100, loaded = {}, list = document.querySelector('main'), more = document.querySelector('#more')
  let shown = [], count = 0
  function section(name) { loaded[name] = [] }
  function add(name, entries) { for (const entry of entries) loaded[name].push(entry) }
  function element(name, text, parent) {
    const made = document.createElement(name)
    if (text) made.textContent = text
    parent.append(made)
    return made
  }
  function time(at, parent) {
    const made = element('time', new Date(at).toLocaleString(document.documentElement.lang), parent)
    made.dateTime = at
  }
  function show() {
    for (const { at, title, text, earlier = [] } of shown.slice(count, count + size)) {
      const article = element('article', '', list)
      if (title) element('strong', title + ' ', article)
      if (at) time(at, article)
      if (text) element('p', text, article)
      for (const version of earlier) {
        const details = element('details', '', article)
        time(version.at, element('summary', '', details))
        element('p', version.text, details)
      }
    }
    count += size
    more.hidden = count >= shown.length
  }
  function open(button) {
    const name = button.value
    for (const other of document.querySelectorAll('nav button')) other.setAttribute('aria-pressed', String(other === button))
    const start = () => {
      shown = loaded[name]
      count = 0
      list.textContent = ''
      if (shown.length === 0) element('p', list.dataset.empty, list)
      show()
    }
    if (loaded[name]) return start()
    const source = document.createElement('script')
    source.src = 'view/' + name + '.js'
    source.onload = start
    document.head.append(source)
  }
  more.onclick = show
  for (const button of document.querySelectorAll('nav button')) button.onclick = () => open(button)
  open(document.querySelector('nav button'))`

/** The page index.html of an archive, which shows the scripts of `offlineScript` without a server. */
export function offlinePage({ locale, title, intro, more, empty, sections }: OfflinePage): string {
  const buttons = sections.map(
    ({ name, label }) => `<button type="button" value="${escapeHtml(name)}">${escapeHtml(label)}</button>`,
  )
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(intro)}</p>
<nav>${buttons.join('\n')}</nav>
<main data-empty="${escapeHtml(empty)}"></main>
<button type="button" id="more" hidden>${escapeHtml(more)}</button>
<script>${script}</script>
</html>
`
}
