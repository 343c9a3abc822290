export type SeedMember = {
  username: string
  displayName: string
  aboutMe: string
  locale: string
  follows: string[]
}

/** The email address by which the seed recognises its members. */
export function emailOf(member: SeedMember): string {
  return `${member.username}@example.org`
}

const member = (
  username: string,
  displayName: string,
  aboutMe: string,
  locale: string,
  follows: string,
): SeedMember => ({
  username,
  displayName,
  aboutMe,
  locale,
  follows: follows.split(' '),
})

/** The members of the small community, in the order in which they joined. */
export const members: SeedMember[] = [
  member(
    'john',
    'John Abbott',
    'Bakes on Sundays, breaks builds on Mondays.',
    'en',
    'susan mary david layla',
  ),
  member(
    'susan',
    'Susan Okafor',
    'Librarian. Ask me for a book and you will get three.',
    'en',
    'john mary aoi amelie ines',
  ),
  member(
    'mary',
    'Mary O’Neill',
    'Birds, mostly. Sometimes other things that fly.',
    'en',
    'susan david sigrun',
  ),
  member('david', 'David Rosen', 'Plays the double bass badly and often.', 'en', 'john susan lucia mateo'),
  member(
    'lucia',
    'Lucía Fernández',
    'Huerto en la azotea, pan con tomate y crucigramas.',
    'es',
    'mateo ines david john',
  ),
  member(
    'mateo',
    'Mateo Núñez',
    'Ciclista urbano. Reparo ruedas y, a veces, opiniones.',
    'es',
    'lucia ines david',
  ),
  member(
    'layla',
    'ليلى حداد',
    'أكتب عن القهوة والكتب، وأصوّر أبواب المدينة القديمة.',
    'en',
    'john susan aoi yousef',
  ),
  member('yousef', 'يوسف المصري', 'مهندس يحب المطبخ أكثر من المكتب.', 'en', 'layla mateo'),
  member('aoi', '佐藤 葵', '写真と散歩。週末はだいたい川沿いにいます。', 'en', 'layla susan mary malee'),
  member('malee', 'มาลี ศรีสุข', 'ทำขนม เลี้ยงแมว และหลงทางเป็นประจำ', 'en', 'aoi sigrun susan'),
  member(
    'amelie',
    'Amélie Lefèvre',
    'Relieuse. Je répare ce que les lecteurs aiment trop.',
    'en',
    'susan layla',
  ),
  member(
    'sigrun',
    'Sigrún Þórsdóttir',
    'Weather station keeper. Yes, it is windy.',
    'en',
    'mary malee aoi amelie',
  ),
  member('ines', 'Inés Quiroga', 'Profe de física en Rosario. Mate en mano.', 'es', 'lucia mateo susan'),
  member('night_owl_7', '', '', 'en', 'john mary'),
]
