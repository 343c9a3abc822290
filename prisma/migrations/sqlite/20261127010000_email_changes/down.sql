-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "released_emails";
PRAGMA foreign_keys=on;

-- Drops the constraint of the column with it.
ALTER TABLE "users" DROP COLUMN "pending_email";
