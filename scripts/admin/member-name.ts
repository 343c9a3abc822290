/** The name that a person has typed, without the @ before it. */
export function memberName(argument = ''): string {
  return argument.replace(/^@/, '')
}

/** The error for a name that nobody has. */
export function noSuchMember(username: string): Error {
  return new Error(`There is no member "${username}": check the spelling.`)
}
