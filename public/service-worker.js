// Shows a page when a document cannot be loaded because there is no connection. It stores only that page and its
// stylesheet: no page of the site, and nothing personal. The language is in the script URL, so a change of language
// reinstalls the worker.

const cacheName = 'offline'
const page = `/offline/${new URL(self.location.href).searchParams.get('locale')}`
const style = '/plain-page.css'

self.addEventListener('install', (event) => {
  event.waitUntil(store())
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  // Navigation preload: fetch the document while the worker starts.
  event.waitUntil(self.registration.navigationPreload?.enable())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode === 'navigate' && request.method === 'GET') event.respondWith(load(event, page))
  else if (new URL(request.url).pathname === style) event.respondWith(load(event, style))
})

async function store() {
  const cache = await caches.open(cacheName)
  for (const { url } of await cache.keys())
    if (!url.endsWith(page) && !url.endsWith(style)) await cache.delete(url)
  await cache.addAll([page, style].map((url) => new Request(url, { credentials: 'omit', cache: 'reload' })))
}

/** The response of the server, or the stored one if the server cannot be reached. */
async function load(event, stored) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch (error) {
    const response = await caches.match(stored)
    if (response) return response
    throw error
  }
}
