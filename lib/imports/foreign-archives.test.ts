import { describe, expect, test } from 'vitest'
import { db } from '../db/db'
import { type ArchiveFiles, zipOf } from '../testing/archives'
import { aViewer } from '../testing/factories'
import { importArchive } from '../testing/imports'

const owner = 'https://social.example/users/ann'
const everyone = 'https://www.w3.org/ns/activitystreams#Public'
const followers = `${owner}/followers`

const noteId = (number: number) => `${owner}/statuses/${number}`

function note(number: number, content: string, others: object = {}) {
  return {
    ...{ id: noteId(number), type: 'Note', attributedTo: owner, content, inReplyTo: null },
    published: `2019-03-0${number}T10:00:00Z`,
    ...{ to: [everyone], cc: [followers] },
    ...others,
  }
}

const create = (object: object) => ({ id: 'x', type: 'Create', actor: owner, object })

function mastodonArchive(activities: object[], folder = ''): ArchiveFiles {
  const outbox = {
    '@context': 'https://www.w3.org/ns/activitystreams',
    ...{ id: 'outbox.json', type: 'OrderedCollection', totalItems: activities.length },
    orderedItems: activities,
  }
  return { [`${folder}actor.json`]: { id: owner, type: 'Person' }, [`${folder}outbox.json`]: outbox }
}

const posts = () => db.post.findMany({ orderBy: { createdAt: 'asc' } })

describe('a Mastodon archive', () => {
  test('yields public and unlisted posts with their dates, as text', async () => {
    const [ann] = [await aViewer(), await aViewer({ username: 'bob' })]
    const html = `<p>Hi <span class="h-card"><a href="https://other.example/@bob" class="u-url mention">@<span>bob</span></a></span>
see<br><a href="https://long.example/path?a=1&amp;b=2" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">long.example/path</span><span class="invisible">?a=1&amp;b=2</span></a></p><p>1 &lt; 2 <a href="https://social.example/tags/Birds" class="mention hashtag" rel="tag">#<span>Birds</span></a></p>`
    const archive = mastodonArchive([
      create(note(1, html)),
      create(note(2, '<p>unlisted</p>', { to: [followers], cc: [everyone], summary: 'warning' })),
    ])
    expect(await importArchive(ann, await zipOf(archive))).toMatchObject({
      ...{ kind: 'mastodon', imported: [['posts', 2]], skipped: [] },
    })
    const [first, second] = await posts()
    expect(first?.body).toBe('Hi @bob@other.example\nsee\nhttps://long.example/path?a=1&b=2\n\n1 < 2 #Birds')
    expect(first).toMatchObject({
      createdAt: new Date('2019-03-01T10:00:00Z'),
      origin: `mastodon:${noteId(1)}`,
      editedAt: null,
    })
    expect(second?.body).toBe('warning\n\nunlisted')
    expect(await db.mention.count()).toBe(0)
    expect(await db.postTag.findMany({ select: { tag: true } })).toEqual([{ tag: 'birds' }])
  })

  test('counts skipped entries by reason', async () => {
    const ann = await aViewer()
    const archive = mastodonArchive([
      { id: 'x', type: 'Announce', actor: owner, object: 'https://other.example/1' },
      { id: 'x', type: 'Delete', actor: owner, object: 'https://other.example/1' },
      create(note(1, '<p>a poll</p>', { type: 'Question' })),
      create(note(2, '<p>for followers</p>', { to: [followers], cc: [] })),
      create(note(3, '<p>direct</p>', { to: 'https://other.example/@bob', cc: [] })),
      create(note(4, '')),
      create(note(5, '<p>not mine</p>', { attributedTo: 'https://other.example/users/eve' })),
      create(note(6, '<p>a reply</p>', { inReplyTo: 'https://other.example/1' })),
      create(note(7, `<p>${'x'.repeat(10_001)}</p>`)),
      create(note(8, '<p>early</p>', { published: '1970-01-01T00:00:00Z' })),
    ])
    const result = await importArchive(ann, await zipOf(archive))
    expect(result.imported).toEqual([])
    expect(Object.fromEntries(result.skipped)).toEqual({
      ...{ boosts: 1, otherKind: 2, notPublic: 2, empty: 1, otherAuthor: 1, replies: 1, tooLong: 1, date: 1 },
    })
  })

  test('keeps threads, also in a folder of the zip, and is imported once', async () => {
    const ann = await aViewer()
    const archive = await zipOf(
      mastodonArchive(
        [create(note(1, '<p>one</p>')), create(note(2, '<p>two</p>', { inReplyTo: noteId(1) }))],
        'archive-2024/',
      ),
    )
    expect(await importArchive(ann, archive)).toMatchObject({ imported: [['posts', 2]] })
    const [one, two] = await posts()
    expect(two?.replyToId).toBe(one?.id)
    expect(await importArchive(ann, archive)).toMatchObject({ imported: [], skipped: [['existing', 2]] })
  })

  test('is refused with the place of a wrong value', async () => {
    const ann = await aViewer()
    const archive = mastodonArchive([
      create(note(1, '<p>one</p>')),
      create(note(2, 'x', { published: 'soon' })),
    ])
    expect(await importArchive(ann, await zipOf(archive))).toMatchObject({
      refusal: { problem: 'value', place: 'outbox.json: orderedItems[1].published' },
    })
    expect(await db.post.count()).toBe(0)
  })
})

function tweet(number: number, full_text: string, others: object = {}) {
  return {
    ...{
      id_str: `10000000000000000${number}`,
      full_text,
      created_at: `Wed Oct 1${number} 20:19:24 +0000 2018`,
    },
    entities: { urls: [], user_mentions: [], hashtags: [] },
    ...others,
  }
}

const script = (tweets: object[], name = 'tweets', part = 0) =>
  `window.YTD.${name}.part${part} = ${JSON.stringify(tweets, null, 2)}`

describe('an X archive', () => {
  test('yields posts with expanded links and decoded entities', async () => {
    const [ann] = [await aViewer(), await aViewer({ username: 'bob' })]
    const text = 'Hi @bob &amp; all: https://t.co/abc #Birds &lt;3 https://t.co/pic'
    const entities = {
      urls: [{ url: 'https://t.co/abc', expanded_url: 'https://example.com/a?b=1&c=2' }],
      media: [{ url: 'https://t.co/pic' }],
      user_mentions: [{ screen_name: 'Bob' }],
    }
    const files = {
      'data/tweets.js': script([{ tweet: tweet(2, text, { entities }) }]),
      'data/tweets-part1.js': script([{ tweet: tweet(1, 'older') }], 'tweets', 1),
    }
    expect(await importArchive(ann, await zipOf(files))).toMatchObject({
      ...{ kind: 'twitter', imported: [['posts', 2]], skipped: [] },
    })
    const [older, newer] = await posts()
    expect(older?.body).toBe('older')
    expect(newer).toMatchObject({
      body: 'Hi @bob@twitter.com & all: https://example.com/a?b=1&c=2 #Birds <3',
      createdAt: new Date('2018-10-12T20:19:24Z'),
      origin: 'twitter:100000000000000002',
    })
    expect(await db.mention.count()).toBe(0)
  })

  test('of the older form keeps threads and skips retweets and replies to others', async () => {
    const ann = await aViewer()
    const tweets = [
      tweet(4, 'RT @eve: hello'),
      tweet(3, '@eve yes', { in_reply_to_status_id_str: '5' }),
      tweet(2, 'two', { in_reply_to_status_id_str: '100000000000000001' }),
      tweet(1, 'one'),
    ]
    const archive = await zipOf({ 'data/tweet.js': script(tweets, 'tweet') })
    const result = await importArchive(ann, archive)
    expect(result).toMatchObject({ imported: [['posts', 2]] })
    expect(Object.fromEntries(result.skipped)).toEqual({ boosts: 1, replies: 1 })
    const [one, two] = await posts()
    expect([two?.body, two?.replyToId]).toEqual(['two', one?.id])
    expect(await importArchive(ann, archive)).toMatchObject({ imported: [] })
  })

  test.each([
    ['another script', 'alert(1); [{}]', 'json', 'data/tweets.js:1'],
    ['a list without an assignment', '[]', 'json', 'data/tweets.js:1'],
    [
      'a wrong time',
      script([{ tweet: tweet(1, 'x', { created_at: 'today' }) }]),
      'value',
      'data/tweets.js[0].created_at',
    ],
  ])('is refused with %s', async (_, content, problem, place) => {
    const ann = await aViewer()
    const result = await importArchive(ann, await zipOf({ 'data/tweets.js': content }))
    expect(result).toMatchObject({ refusal: { problem, place } })
  })
})
