/** What a link does when it is used. */
export type EmailLink = {
  userId: number
  username: string
  /** The address that becomes verified, takes effect or is restored. */
  email: string
  /** Whether another account has the address by now, so that the link cannot be used. */
  isTaken: boolean
}
