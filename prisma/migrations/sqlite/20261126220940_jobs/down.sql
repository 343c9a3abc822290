-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "jobs";
PRAGMA foreign_keys=on;
