// Runs in a worker thread: bcryptjs is pure JavaScript and would hold up every page for the length of a hash.
import bcrypt from 'bcryptjs'

export const hash = ({ password, cost }) => bcrypt.hash(password, cost)
export const compare = ({ password, digest }) => bcrypt.compare(password, digest)
