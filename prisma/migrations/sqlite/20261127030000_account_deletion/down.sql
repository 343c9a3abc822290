-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "account_deletions";
PRAGMA foreign_keys=on;

ALTER TABLE "users" DROP COLUMN "deleted_at";
