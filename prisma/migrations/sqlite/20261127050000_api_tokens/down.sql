-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "api_tokens";
PRAGMA foreign_keys=on;
