-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "deleted_posts";
PRAGMA foreign_keys=on;
