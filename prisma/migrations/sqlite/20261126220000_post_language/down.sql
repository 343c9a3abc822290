-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "post_translations";
PRAGMA foreign_keys=on;

-- Drops the constraint of the column with it.
ALTER TABLE "posts" DROP COLUMN "language";
ALTER TABLE "users" DROP COLUMN "languages";
