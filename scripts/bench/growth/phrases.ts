import { tokenize } from '../../../lib/text/tokens'
import { aboutMe } from '../../../prisma/seed/bench-text'
import { randomFrom } from '../../../prisma/seed/random'
import { phraseCount } from './post-rows'

/** The phrases of post bodies, with their search tokens. */
export function phrases(seed: number): { id: number; body: string; tokens: string }[] {
  const random = randomFrom(seed)
  const bodies: string[] = []
  while (bodies.length < phraseCount) {
    const body = aboutMe(random)
    if (body) bodies.push(body)
  }
  return bodies.map((body, index) => ({
    id: index + 1,
    body,
    tokens: tokenize(body)
      .map(({ text }) => text)
      .join(' '),
  }))
}
