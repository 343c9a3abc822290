import { birdOutline } from './bird-outline'

const leaf = <path className="leaf" d="M76 57c1-7 6-10 13-10 0 7-5 11-13 10Z" />
const legs = <path className="leg" d="M40 48v9m8-9v9" />

const poses = {
  perched: (
    <>
      {leaf}
      {legs}
      <Body transform="translate(19 8)scale(1.6)" />
    </>
  ),
  searching: (
    <>
      <path className="leg" d="M37 48v9m8-8v8" />
      <Body transform="rotate(14 40 48)translate(14 10)scale(1.6)" />
      <path d="M75 44a9 9 0 1 0-6-16.5 9 9 0 0 0 6 16.5Zm4.5-2.5 8 9" />
    </>
  ),
  withLetter: (
    <>
      {legs}
      <Body transform="translate(19 8)scale(1.6)" />
      <path className="paper" d="M64 26h24v16H64zl12 9 12-9" />
    </>
  ),
  /** A feather instead of the bird, for missing pages and blocked profiles. */
  away: (
    <>
      {leaf}
      <path className="fill" d="M34 50c-1-12 5-22 18-27 1 12-4 21-14 24Z" />
      <path className="gap" d="M50 26C44 33 40 41 36 51" />
    </>
  ),
}

export type BirdPose = keyof typeof poses

/** A drawing of the bird on its branch, decorative (`.bird` in globals.css). */
export function Bird({ pose = 'perched' }: { pose?: BirdPose | undefined }) {
  return (
    <div className="bird">
      <svg aria-hidden="true" viewBox="0 0 96 72">
        <path d="M6 60c24-4 60-4 84-1" />
        {poses[pose]}
      </svg>
    </div>
  )
}

function Body({ transform }: { transform: string }) {
  return (
    <g transform={transform}>
      <path className="fill" d={birdOutline} />
      <path className="gap" d="M12.5 16.5c.8 4 5.5 5.2 9 2.6" />
      <circle className="eye" cx="21.5" cy="10" r="1.4" />
    </g>
  )
}
