-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "rate_limits";
PRAGMA foreign_keys=on;
