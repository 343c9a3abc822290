/** The outline of the bird as SVG path data, in a square of 32 units. */
export const birdOutline = 'M3 20c5 0 7-3 8-7 1-5 5-8 9-8 3 0 5 1 6 3l4 2-4 2c0 8-5 14-13 14-5 0-8-2-10-6Z'
