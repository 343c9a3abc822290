import { expect, test } from 'vitest'
import { db } from '../db/db'
import { createPost, editPost } from '../posts/mutations'
import { getPost } from '../posts/queries'
import { toPostItem } from '../posts/view'
import { aViewer } from '../testing/factories'
import { naughtyStrings } from '../testing/naughty-strings'
import { detectLanguage } from './detect-language'
import { baseLanguage, languageName, languages } from './languages'

test.each([
  ['en', 'Does anyone know a good bike shop near the station?'],
  ['es', 'Esta noche hay concierto gratis en la plaza.'],
  ['de', 'Ich habe meinen Schlüssel schon wieder verloren.'],
  ['fr', 'Quelqu’un a vu mon chat gris dans le quartier ?'],
  ['pt', 'Não consigo dormir com este calor.'],
  ['it', 'Chi viene con me al cinema stasera?'],
  ['nl', 'Ik ben mijn paraplu in de trein vergeten.'],
  ['ru', 'Кто-нибудь видел мои очки?'],
  ['uk', 'Сьогодні ввечері ми збираємось біля річки'],
  ['zh', '昨天的雨太大了,我的鞋子还没干。'],
  ['zh', '明天見'],
  ['ja', '今日は雨なので家で本を読みます。'],
  ['ja', 'おはようございます'],
  ['ko', '비가 와서 집에 있어요.'],
  ['ar', 'صباح الخير يا أصدقاء، اليوم جميل.'],
  ['fa', 'سلام دوستان امروز هوا خیلی خوب است'],
  ['he', 'הערב אנחנו הולכים לקולנוע עם חברים.'],
  ['th', 'ร้านกาแฟใหม่เปิดแล้วนะ'],
  ['hi', 'आज शाम हम सिनेमा जा रहे हैं।'],
])('detects %s: %s [TRA-01]', async (language, text) => {
  expect(await detectLanguage(text)).toBe(language)
})

test.each([
  'ok',
  'lol',
  'gm',
  'Berlin',
  'Pizza!',
  'haha yes',
  'Hmm...',
  '12:30?',
  '東京',
  '👍👍👍',
  'https://example.com/the/long/way/home?with=some&words=in-it',
  'somebody@example.com',
  '@ann_bird @bob #goodmorning #everybody',
])('leaves %s unknown [TRA-01]', async (text) => {
  expect(await detectLanguage(text)).toBe('')
})

test('ignores links, mentions and tags [TRA-01]', async () => {
  const noise = 'https://example.com/what/the/weather/is/like/today @the_weather_man #weatherforecast'
  expect(await detectLanguage(`Morgen regnet es den ganzen Tag. ${noise}`)).toBe('de')
})

test('accepts every text', async () => {
  for (const text of naughtyStrings) expect(['', ...languages]).toContain(await detectLanguage(text))
})

test('is stored with a new post and changes with an edit [TRA-01]', async () => {
  const ann = await aViewer()
  const { id } = await createPost(ann, { body: 'Heute Abend gibt es im Garten Suppe.' })
  const languageOf = async () => (await db.post.findUniqueOrThrow({ where: { id } })).language
  expect(await languageOf()).toBe('de')
  await editPost(ann, { id, body: 'Tonight there is soup in the garden.' })
  expect(await languageOf()).toBe('en')
  await editPost(ann, { id, body: 'ok' })
  expect(await languageOf()).toBe('')
})

test('is part of the view of a post when it is known [TRA-01]', async () => {
  const ann = await aViewer()
  const itemOf = async (body: string) => {
    const post = await getPost(ann, (await createPost(ann, { body })).id)
    return post && toPostItem(post)
  }
  expect(await itemOf('今日は雨なので家で本を読みます。')).toMatchObject({ language: 'ja' })
  expect(await itemOf('ok')).not.toHaveProperty('language')
})

test('the database accepts at most five characters [TRA-01]', async () => {
  const { id } = await createPost(await aViewer(), { body: 'ok' })
  const write = (language: string) => db.post.update({ where: { id }, data: { language } })
  await expect(write('zh-TWx')).rejects.toThrow()
  expect(await write('zh-TW')).toMatchObject({ language: 'zh-TW' })
})

test('the base language has neither script nor region [TRA-02]', () => {
  expect(['pt-BR', 'zh_Hant', 'EN', 'de'].map(baseLanguage)).toEqual(['pt', 'zh', 'en', 'de'])
  expect(languageName('de', 'es')).toBe('alemán')
})
