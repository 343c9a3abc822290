import type { Random } from './random'

const words = (text: string) => text.split(' ')

const vocabularies = [
  words(
    'a about again all always and another any around because before bird bread bridge build change city clear coffee cold come day early every evening fast find first for friend from garden good green have hello here home idea in it just kind know last late learn light like little long look made make many maybe meet more morning music never new next night nothing of old on once one open other our out over paper people place plan quiet rain read really right river road said same see side simple slow small some song soon start still stone story street sun table take talk tell than that the then there they thing think this time today together town train tree try two under until walk want warm was water way we week well what when where which while wind window with word work world write year yes yesterday you',
  ),
  words(
    'a agua ahora algo alguien amigo antes aquí así año bien bueno café calle camino canción casa cerca ciudad como con cosa cuando de desde después donde día el ella en entre es esta estrella fue gente gracias hace hasta hoy idea isla jardín la las libro lluvia luego luna luz mañana mar mejor mesa mientras mucho muy noche nosotros nueva nunca otra pan para pequeño pero poco por porque pregunta puerta que río sol solo sombra sé también tarde tiempo tren un una vamos ventana verano viaje vida viento y ya',
  ),
  words(
    'aber abend alles als am auf aus baum bei berg bis brot brücke buch da danach das den der die ein eine einfach erst es fahrrad fenster frage früh für garten gehen gut haben heute hier ich im immer in ist jetzt kaffee klar kommt leise licht lied man mehr mit morgen musik nach nacht neu nicht nie noch nur oder ohne regen ruhig schnell schön sehr sie sind so sonne spät stadt stein straße tag und vielleicht von vor wald warum was wasser wege weil wenn wer wie wieder wind wir wo wolke wort zeit zu zug über',
  ),
  words(
    '今日は 朝の 散歩 とても 静かな 川の そばで 写真を 撮りました 友だちと コーヒー 飲みながら 本を 読む 新しい 町の 図書館 雨が 降って きれいな 空 また 明日 電車で 帰ります',
  ),
  words(
    'اليوم في المدينة القديمة مع صديق قهوة الصباح كتاب جديد عن البحر والسماء جميلة جدا بعد المطر نمشي قليلا ثم نعود إلى البيت شكرا لكم غدا إن شاء الله موسيقى هادئة',
  ),
]

const topics = words(
  'coffee books photo music cycling bread garden weather linux css fediverse morning night river birds trains chess running cooking español poesía música fútbol viajes straßenbahn frühling wandern кофе музыка книги 散歩 写真 読書 天気 ラーメン قهوة كتب صباح_الخير กาแฟ ท่องเที่ยว',
)
const tags = Array.from({ length: 240 }, (_, at) => topics[at] ?? `${topics[at % 24]}${Math.floor(at / 24)}`)

const givenNames = words(
  'Ada Björn Chloé Dmitri Elif Fátima Goran Hana Íñigo José Kofi Lê Mei Noor Øystein Priya 葵 健太 ليلى يوسف สมชาย',
)
const familyNames = words(
  'Abe Brontë Costa Dvořák Eze Fischer García Haddad Ito Jensen Kaya Lindqvist Müller Nguyễn Ortiz Petrov',
)

/** A display name; empty for one in eight members. */
export function displayName(random: Random): string {
  return random.below(8) === 0 ? '' : `${random.pick(givenNames)} ${random.pick(familyNames)}`
}

/** An about-me text; empty for a third of the members. */
export function aboutMe(random: Random): string {
  return random.below(3) === 0 ? '' : sentence(random, 4 + random.below(10))
}

/** A post of 3 to 30 words: a third has tags, a sixth mentions a member, a twentieth contains a link. */
export function postBody(random: Random, users: number): string {
  const parts = [sentence(random, 3 + random.below(28))]
  if (random.below(6) === 0) parts.unshift(`@bench${1 + random.below(users)}`)
  if (random.below(20) === 0) parts.push(`https://example.org/${random.below(100_000)}`)
  for (let left = random.below(3) === 0 ? 1 + random.below(3) : 0; left > 0; left--)
    parts.push(`#${random.pick(tags, 3)}`)
  return parts.join(' ')
}

function sentence(random: Random, length: number): string {
  const vocabulary = random.pick(vocabularies, 2)
  const text = Array.from({ length }, () => random.pick(vocabulary)).join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
