import { join } from 'node:path'
import { listWrittenMails, type WrittenMail } from '../mail/written-mails'

/**
 * The mails that a server has written to files, oldest first.
 * @param dataDir the DATA_DIR of the server
 */
export function readMails(dataDir: string): Promise<WrittenMail[]> {
  return listWrittenMails(join(dataDir, 'mail'))
}
