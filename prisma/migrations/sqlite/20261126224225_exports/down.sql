-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "exports";
PRAGMA foreign_keys=on;
